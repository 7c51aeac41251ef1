package io.corebus.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has PostgreSQL look whether the rows of tables keep to the rules that were added to them, while others read and write ({@code VALIDATE CONSTRAINT}). The rules hold for
 * what is written since they are there, and the rows before that were looked at before, so what cannot be done now is no reason not to start. Blocks.
 */
final class RowProofs {
    private static final Logger LOG = LoggerFactory.getLogger(RowProofs.class);
    private static final String UNPROVEN = """
            SELECT c.relname, k.conname
            FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = 'data' AND NOT k.convalidated ORDER BY c.relname, k.conname
            """;

    private RowProofs() {}

    /**
     * Also those that a process which ended in the middle has left.
     *
     * @param patience for whatever is in the way of one of them
     * @return what could not be done because something was in the way, for people; empty where all is as it should be
     * @throws MigrationRefused where a row was written meanwhile that breaks a rule
     */
    static List<String> run(JdbcUrl url, Duration patience) throws MigrationRefused {
        List<String> unfinished = new ArrayList<>();
        try (Connection connection = url.connect()) {
            List<List<String>> rules = Jdbc.query(connection, UNPROVEN);
            if (!rules.isEmpty()) {
                // What the user may have been given: to look at all rows takes as long as it takes.
                Jdbc.execute(connection, "SET statement_timeout = 0");
                Jdbc.execute(connection, "SET lock_timeout = " + patience.toMillis());
            }
            for (List<String> rule : rules) {
                String later = prove(connection, url, rule.get(0), rule.get(1));
                if (!later.isEmpty()) {
                    unfinished.add(later);
                }
            }
        } catch (SQLException e) {
            throw MigrationFailures.of(e, url);
        }
        return unfinished;
    }

    /** Empty where it is done; else why not yet. */
    private static String prove(Connection connection, JdbcUrl url, String table, String rule)
            throws SQLException, MigrationRefused {
        String sql = "ALTER TABLE " + FeatureTable.name(table) + " VALIDATE CONSTRAINT " + FeatureTable.quoted(rule);
        try {
            LOG.info("Looking whether the rows of {} keep to {}; they are read and written meanwhile", table, rule);
            Jdbc.execute(connection, sql);
            return "";
        } catch (SQLException e) {
            if (DatabaseFailures.isOfData(e.getSQLState())) {
                throw new MigrationRefused(
                        "A row was written, while the tables were changed, that does not fit what the descriptors say. All else is what they say.\n    "
                                + sql + ";\n    " + e.getMessage());
            }
            String reason = MigrationFailures.laterReason(e, url);
            if (reason == null) {
                throw e;
            }
            return "Whether all rows of " + table + " keep to " + rule + " was not looked at once more: " + reason;
        }
    }
}
