package io.corebus.node;

import io.corebus.config.Section;
import io.corebus.config.Setting;
import java.nio.file.Path;

@Section("features")
public record FeaturesConfig(
        @Setting(value = "conf/features", doc = "The directory of the feature descriptors, one `*.yaml` file each.")
        Path dir) {}
