package io.corebus.resource;

import io.corebus.config.Section;
import io.corebus.config.Setting;
import java.time.Duration;

/** Settings of the resource room. */
@Section("resource")
public record ResourceConfig(
        @Setting(
                value = "500ms",
                min = 50,
                max = 60_000,
                doc = "How long the cache is left alone before it is tried again.")
        Duration cacheRetry,

        @Setting(
                value = "100000",
                min = 100,
                max = 10_000_000,
                doc =
                        "Resources whose cache entry could not be renewed that are remembered for repair. Above that, the whole cache is"
                                + " started anew.")
        int cacheRepairs,

        @Setting(
                value = "30s",
                min = 100,
                max = 3_600_000,
                doc = "How long one job is done before others that wait have a turn.")
        Duration jobTurn) {}
