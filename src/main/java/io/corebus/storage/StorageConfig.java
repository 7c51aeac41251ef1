package io.corebus.storage;

import io.corebus.config.Section;
import io.corebus.config.Setting;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Settings of the storage room. */
@Section("storage")
public record StorageConfig(
        @Setting(
                form = PostgresAddress.class,
                doc =
                        "Where PostgreSQL (15 or newer) is: `postgresql://user:password@host:port/database`. Unset: `dev` starts one of its own.",
                secret = true)
        @Nullable
        String url,

        @Setting(
                value = "4",
                min = 1,
                max = 100,
                doc =
                        "Connections for writes that each instance opens. Writes that arrive while all are busy share the next statement, so few are enough.")
        int writeConnections,

        @Setting(
                value = "4",
                min = 1,
                max = 100,
                doc =
                        "Connections for reads that each instance opens, and as many again for lists; several reads share one at a time.")
        int readConnections,

        @Setting(value = "128", min = 1, max = 1000, doc = "Writes that one statement takes at most.")
        int maxBatch,

        @Setting(
                value = "5000",
                min = 10,
                max = 1_000_000,
                doc = "Writes that may wait for a statement; what comes on top is answered 503 `overloaded`.")
        int maxWaiting,

        @Setting(value = "2s", min = 100, max = 60_000, doc = "How long opening a connection may take.")
        Duration connectTimeout,

        @Setting(
                value = "20s",
                min = 0,
                max = 600_000,
                doc = "How long a node that starts waits for PostgreSQL, where that does not answer yet.")
        Duration startTimeout,

        @Setting(
                value = "10s",
                min = 100,
                max = 600_000,
                doc = "How long one statement may take; PostgreSQL breaks it off after that.")
        Duration statementTimeout,

        @Setting(
                value = "2s",
                min = 50,
                max = 2_000,
                doc =
                        "How long one list, search or count may take; PostgreSQL breaks it off after that, and it is answered 422 `query-too-slow`.")
        Duration queryTimeout) {

    @Override
    public String toString() {
        return "StorageConfig[]";
    }
}
