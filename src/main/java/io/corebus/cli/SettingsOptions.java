package io.corebus.cli;

import io.corebus.config.Config;
import io.corebus.config.ConfigFaults;
import io.corebus.config.ConfigReader;
import io.corebus.config.ConfigReader.Names;
import io.corebus.config.Sources;
import io.corebus.node.LogConfig;
import io.corebus.node.LogConfig.Format;
import io.corebus.node.Logging;
import io.corebus.node.RoomsConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options every verb with a configuration has: the file, and a flag for each setting. */
final class SettingsOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "${env:COREBUS_CONFIG}",
            description = "YAML file with settings; COREBUS_CONFIG names one, too.")
    private @Nullable Path file;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** @param decided what the program settles by itself; settings that this build does not have are left out */
    Config read(Product product, Map<String, String> decided) throws ConfigFaults {
        Path given = file == null || file.toString().isEmpty() ? null : file;
        // The flags of settings are no options of picocli: it would stop at the first fault.
        List<String> flags = spec.commandLine().getParseResult().unmatched();
        return new ConfigReader(product.sections(), Map.of("rooms", new Names("room", product.roomNames())))
                .read(new Sources(given, System.getenv(), flags).withDecided(decided));
    }

    Config read(Product product) throws ConfigFaults {
        return read(product, Map.of());
    }

    static void applyLog(Config config, Format otherwise) {
        LogConfig log = config.get(LogConfig.class);
        Format format = log.format();
        Logging.apply(format == null ? otherwise : format, log.level());
    }

    /** The rooms that a node with this configuration runs. */
    static List<String> chosenRooms(Product product, Config config) {
        List<String> chosen = config.get(RoomsConfig.class).rooms();
        return chosen.isEmpty() ? product.roomNames() : chosen;
    }
}
