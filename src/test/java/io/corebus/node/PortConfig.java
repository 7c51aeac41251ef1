package io.corebus.node;

import io.corebus.config.Section;
import io.corebus.config.Setting;

@Section("http")
public record PortConfig(
        @Setting(value = "127.0.0.1", doc = "Address.") String host,

        @Setting(value = "8080", min = 0, max = 65535, doc = "Port; 0 picks a free one.")
        int port) {}
