package io.corebus.node;

import io.corebus.config.Section;
import io.corebus.config.Setting;
import org.jspecify.annotations.Nullable;

@Section("log")
public record LogConfig(
        @Setting(
                doc =
                        "`text` for people or `json` for machines, one line an entry. Unset: `text` in `dev`, `json` in `start`.")
        @Nullable
        Format format,

        @Setting(
                value = "info",
                doc =
                        "What is logged at least: `error`, `warn`, `info`, `debug` or `trace`. Libraries stay one step quieter.")
        Level level) {

    public enum Format {
        TEXT,
        JSON
    }

    public enum Level {
        ERROR,
        WARN,
        INFO,
        DEBUG,
        TRACE
    }
}
