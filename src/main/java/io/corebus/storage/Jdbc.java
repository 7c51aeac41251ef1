package io.corebus.storage;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Statements without arguments, for the migrations. All of it blocks. */
final class Jdbc {
    private Jdbc() {}

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The values of each row as texts. */
    static List<List<String>> query(Connection connection, String sql) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            int width = found.getMetaData().getColumnCount();
            while (found.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= width; i++) {
                    row.add(String.valueOf(found.getString(i)));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    /** What a statement says whose one answer is true or false. */
    static boolean isTrue(Connection connection, String sql) throws SQLException {
        return query(connection, sql).get(0).get(0).equals("t");
    }

    /** Waits a moment between two tries, in PostgreSQL: so whoever ends the connection ends the wait, too. In a transaction it keeps that open. */
    static void pause(Connection connection, long millis) throws SQLException {
        execute(connection, "SELECT pg_sleep(" + millis / 1_000.0 + ")");
    }
}
