package io.corebus.config;

import org.jspecify.annotations.Nullable;

/** Where health and metrics are answered. */
@Section("management")
public record ManagementConfig(
        @Setting(
                value = "127.0.0.1",
                doc = "The address on which `/livez`, `/readyz`, `/startupz`, `/health` and `/metrics` listen.")
        String host,

        @Setting(
                min = 0,
                max = 65535,
                doc =
                        "A port of their own for them, which every node opens whatever its rooms are; 0 picks a free one. Unset: they are answered on the HTTP port, by nodes that have the http room.")
        @Nullable
        Integer port) {}
