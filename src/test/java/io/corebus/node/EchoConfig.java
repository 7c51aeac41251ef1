package io.corebus.node;

import io.corebus.config.Section;
import io.corebus.config.Setting;

@Section("echo")
public record EchoConfig(
        @Setting(value = "", doc = "Why it does not start; empty: it does.") @org.jspecify.annotations.Nullable
        String trouble,

        @Setting(value = "true", doc = "Whether it is well.")
        boolean well) {}
