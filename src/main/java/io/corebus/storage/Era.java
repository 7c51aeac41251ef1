package io.corebus.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the database clusters that the journal has lived in. Transaction ids start anew in each, and the journal's order is written with them; so when a dump
 * was restored into another one, a new era begins, and all of the old era comes before it.
 */
final class Era {
    private static final Logger LOG = LoggerFactory.getLogger(Era.class);

    private static final String UNKNOWN = "unknown";
    private static final String MAY_ASK =
            "SELECT has_function_privilege('pg_catalog.pg_control_system()', 'EXECUTE')::text";
    private static final String READ_CLUSTER = "SELECT system_identifier::text FROM pg_control_system()";
    private static final String READ_NEWEST =
            "SELECT era, system_identifier FROM corebus.era ORDER BY era DESC LIMIT 1";
    /** An id that this cluster has not given away yet is of another one. */
    private static final String IS_FROM_ELSEWHERE = """
            SELECT coalesce((
                SELECT txid >= pg_snapshot_xmax(pg_current_snapshot()) FROM corebus.journal
                WHERE era = %d ORDER BY txid DESC LIMIT 1), false)::text
            """;

    private static final String INSERT = "INSERT INTO corebus.era (era, system_identifier) VALUES (?, ?)";

    /** @param number 0 where there is none yet */
    private record Known(int number, String cluster) {}

    private Era() {}

    /** Begins the next era where this is another cluster than that of the last start. Within the migration's transaction, and under its lock. */
    static void keep(Connection connection) throws SQLException {
        Known newest = newest(connection);
        String cluster = cluster(connection, newest);
        int current = Math.max(newest.number(), 1);
        boolean isFromElsewhere = Boolean.parseBoolean(text(connection, IS_FROM_ELSEWHERE.formatted(current)));
        boolean isNew = newest.number() == 0;
        if (isFromElsewhere || (!isNew && !cluster.equals(newest.cluster()))) {
            begin(connection, current + 1, cluster);
        } else if (isNew) {
            insert(connection, current, cluster);
        }
    }

    private static Known newest(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(READ_NEWEST)) {
            return row.next() ? new Known(row.getInt(1), row.getString(2)) : new Known(0, UNKNOWN);
        }
    }

    /** Where it may not be read, the one of the last start. */
    private static String cluster(Connection connection, Known newest) throws SQLException {
        if (Boolean.parseBoolean(text(connection, MAY_ASK))) {
            return text(connection, READ_CLUSTER);
        }
        LOG.warn("The database user may not execute pg_control_system(), so that a restore into another PostgreSQL"
                + " cluster may go unnoticed, and the journal's order with it. Grant it: GRANT EXECUTE ON FUNCTION"
                + " pg_control_system() TO the user.");
        return newest.cluster();
    }

    private static void begin(Connection connection, int era, String cluster) throws SQLException {
        insert(connection, era, cluster);
        Jdbc.execute(connection, "ALTER TABLE corebus.journal ALTER COLUMN era SET DEFAULT " + era);
        LOG.info("The database came from another PostgreSQL cluster: the journal goes on in era {}", era);
    }

    private static void insert(Connection connection, int era, String cluster) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setInt(1, era);
            statement.setString(2, cluster);
            statement.executeUpdate();
        }
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
