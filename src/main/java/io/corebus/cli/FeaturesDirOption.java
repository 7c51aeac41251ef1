package io.corebus.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The one setting that verbs about descriptors are given on the command line; of it the parser must know that a value follows, not the name of a feature. */
final class FeaturesDirOption {
    @Option(
            names = "--features-dir",
            paramLabel = "DIR",
            description = "Directory of the descriptors, instead of COREBUS_FEATURES_DIR or conf/features.")
    private @Nullable String directory;

    /** For {@link SettingsOptions#read(Product, Map)}. */
    Map<String, String> decided() {
        return directory == null ? Map.of() : Map.of("features.dir", directory);
    }

    /** To be written behind another verb; empty where it was not given. */
    String flag() {
        return directory == null ? "" : " --features-dir " + directory;
    }
}
