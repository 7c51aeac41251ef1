package io.corebus.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Looks into the database whether every entry of the journal has its seal. */
final class SealWatch {
    private static final String IS_UNSEALED = """
            select exists (
                select from corebus.journal where (era, txid, n) > (
                    select era, txid, n from corebus.seal order by number desc limit 1
                )
            )
            """;
    private static final int POLL_MILLIS = 10;
    private static final int PATIENCE_MILLIS = 30_000;

    private final ExternalServers servers;
    private final String database;

    SealWatch(ExternalServers servers, String database) {
        this.servers = servers;
        this.database = database;
    }

    /** @return how many milliseconds it took */
    double await() throws SQLException, InterruptedException, BenchFailure {
        long start = System.nanoTime();
        try (Connection connection = servers.connect(database);
                Statement statement = connection.createStatement()) {
            while (isUnsealed(statement)) {
                Thread.sleep(POLL_MILLIS);
                if (millisSince(start) > PATIENCE_MILLIS) {
                    throw new BenchFailure("Entries of the journal have no seal after " + PATIENCE_MILLIS + " ms.");
                }
            }
        }
        return millisSince(start);
    }

    private static boolean isUnsealed(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(IS_UNSEALED)) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / 1e6;
    }
}
