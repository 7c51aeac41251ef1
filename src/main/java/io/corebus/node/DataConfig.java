package io.corebus.node;

import io.corebus.config.Section;
import io.corebus.config.Setting;
import java.nio.file.Path;

@Section("data")
public record DataConfig(
        @Setting(value = "data", doc = "The directory of the embedded servers of `dev`. Used by one process at a time.")
        Path dir) {}
