package io.corebus.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How to reach Redis: the cache of the resource room and the rate limit at the doors. */
@Section("redis")
public record RedisConfig(
        @Setting(
                form = RedisAddress.class,
                doc =
                        "Where Redis is: `redis://host:port` or `redis://:password@host:port/database`; with TLS `rediss://host:port`, where the certificate must be valid for the host, to the trust store of Java. Unset: `dev` starts one of its own.",
                secret = true)
        @Nullable
        String url,

        @Setting(
                value = "300ms",
                min = 10,
                max = 10_000,
                doc = "How long one answer of Redis may take. After that, work goes on without it.")
        Duration timeout,

        @Setting(
                value = "8",
                min = 1,
                max = 1000,
                doc = "Connections that each instance of a room that uses Redis may open.")
        int connections) {

    @Override
    public String toString() {
        return "RedisConfig[]";
    }
}
