package io.corebus.config;

import java.time.Duration;

/** How a node stops. */
@Section("shutdown")
public record ShutdownConfig(
        @Setting(
                value = "0s",
                min = 0,
                max = 300_000,
                doc =
                        "How long a node that was asked to stop still takes work while `/readyz` already answers 503, so that load balancers notice.")
        Duration delay,

        @Setting(
                value = "20s",
                min = 100,
                max = 600_000,
                doc = "How long work in flight may take to finish after that. What is not done then is broken off.")
        Duration drainTimeout) {
    /** When what is to end from now on has to be over, as {@link System#nanoTime} tells it. */
    public long drainDeadline() {
        return System.nanoTime() + drainTimeout.toNanos();
    }
}
