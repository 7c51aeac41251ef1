package io.corebus.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Waits a moment between two tries, in PostgreSQL: so whoever ends the connection ends the wait, too. */
final class Pause {
    private Pause() {}

    /** Blocks. In a transaction it keeps that open. */
    static void on(Connection connection, long millis) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_sleep(" + millis / 1_000.0 + ")");
        }
    }
}
