package io.corebus.node;

import io.corebus.config.Section;
import io.corebus.config.Setting;
import java.nio.file.Path;

@Section("features")
public record FeaturesConfig(
        @Setting(value = "conf/features", doc = "The directory of the feature descriptors, one `*.yaml` file each.")
        Path dir,

        @Setting(
                value = "files",
                doc =
                        "Where a node takes its features from. `files`: from `features.dir`, at its start. `database`: what `corebus feature activate` has activated last, at its start and while it runs; from `features.dir` where nothing was activated yet.")
        From from) {
    /** Where features come from. */
    public enum From {
        FILES,
        DATABASE
    }
}
