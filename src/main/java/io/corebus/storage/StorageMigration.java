package io.corebus.storage;

import io.corebus.feature.Features;
import io.corebus.feature.Losses;
import io.corebus.storage.MigrationPlan.Step;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the database to what the program and the descriptors say: all of it or nothing, one node at a time, but for indexes of tables that have rows, and for the
 * proof that their rows keep to new rules, which come afterwards. Blocks.
 */
public final class StorageMigration {
    private static final Logger LOG = LoggerFactory.getLogger(StorageMigration.class);
    /** Behind a change of a table that waits for its turn, everything waits that reads the table. */
    private static final String STEP_WAITS = "2s";

    private static final String COUNT_GENERATION = """
            INSERT INTO corebus.row_generations AS known (feature, generation) VALUES (?, 1)
            ON CONFLICT (feature) DO UPDATE SET generation = known.generation + 1
            """;

    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final long LONGEST_PAUSE_MILLIS = 3_000;

    private StorageMigration() {}

    /**
     * @param losses what may be lost
     * @param patience for whatever is in the way of an index: nobody waits for that, but for the return
     * @return what is still to be done because something was in the way, for people: indexes, without which all works, and some lists are slow
     * @throws MigrationRefused where it cannot be done without that; then the feature tables are as they were
     * @throws io.corebus.bus.FailureException {@code storage-unavailable} where PostgreSQL does not answer, {@code migration-failed} where it refuses
     */
    public static List<String> run(StorageConfig config, Features features, Losses losses, Duration patience)
            throws MigrationRefused {
        String storageUrl = Objects.requireNonNull(config.url(), "storage.url");
        PlatformMigration.run(storageUrl);
        JdbcUrl url = JdbcUrl.of(storageUrl);
        List<DeclaredTable> indexed = changed(url, features, losses);
        return Stream.of(RowProofs.run(url, patience), IndexBuilds.run(url, indexed, patience))
                .flatMap(List::stream)
                .toList();
    }

    /**
     * Tries again while something else uses the tables, and lets others to them meanwhile.
     *
     * @return the tables whose indexes are still to be made
     */
    private static List<DeclaredTable> changed(JdbcUrl url, Features features, Losses losses) throws MigrationRefused {
        try (Connection connection = url.connect()) {
            connection.setAutoCommit(false);
            long end = System.nanoTime() + PATIENCE_NANOS;
            for (int attempt = 1; ; attempt++) {
                try {
                    return changed(connection, url, features, losses);
                } catch (StepInTheWay e) {
                    connection.rollback();
                    if (System.nanoTime() - end > 0) {
                        throw MigrationFailures.inTheWay(e.cause, url);
                    }
                    LOG.info("A table is used by something that takes its time; trying again");
                    Jdbc.pause(connection, Math.min(LONGEST_PAUSE_MILLIS, attempt * 500L));
                    connection.rollback();
                }
            }
        } catch (SQLException e) {
            throw MigrationFailures.of(e, url);
        }
    }

    private static List<DeclaredTable> changed(Connection connection, JdbcUrl url, Features features, Losses losses)
            throws SQLException, MigrationRefused, StepInTheWay {
        boolean alone = false;
        try {
            // What the user may have been given: to look at all rows takes as long as it takes.
            Jdbc.execute(connection, "SET LOCAL statement_timeout = 0");
            Jdbc.execute(connection, "SET LOCAL lock_timeout = '60s'");
            Jdbc.execute(connection, "SELECT pg_advisory_xact_lock(hashtextextended('corebus.features', 0))");
            alone = true;
            Jdbc.execute(connection, "SET LOCAL lock_timeout = '" + STEP_WAITS + "'");
            List<DeclaredTable> indexed = features.areKnown() ? migrate(connection, url, features, losses) : List.of();
            Era.keep(connection);
            connection.commit();
            return indexed;
        } catch (SQLException e) {
            if (MigrationFailures.isDeadlock(e) || (alone && MigrationFailures.isInTheWay(e))) {
                throw new StepInTheWay(e);
            }
            throw e;
        }
    }

    private static List<DeclaredTable> migrate(Connection connection, JdbcUrl url, Features features, Losses losses)
            throws SQLException, MigrationRefused {
        List<DeclaredTable> declared =
                features.all().stream().map(DeclaredTable::of).toList();
        MigrationPlan.Plan plan = MigrationPlan.make(connection, declared, ActualSchema.read(connection), losses);
        List<Step> losing =
                plan.steps().stream().filter(step -> !step.reason().isEmpty()).toList();
        if (!losing.isEmpty() && losses != Losses.ANY) {
            throw new MigrationRefused(refusal(losing));
        }
        for (Step step : plan.steps()) {
            if (step.early()) {
                requireKept(connection, step);
            }
        }
        for (Step step : plan.steps()) {
            LOG.debug("{}", step.sql());
            executeStep(connection, url, step);
        }
        for (String feature : plan.rewritten()) {
            countGeneration(connection, feature);
        }
        if (!plan.steps().isEmpty()) {
            LOG.info(
                    "The feature tables are what the descriptors say now, after {} statements",
                    plan.steps().size());
        }
        return plan.indexed();
    }

    private static void countGeneration(Connection connection, String feature) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COUNT_GENERATION)) {
            statement.setString(1, feature);
            statement.executeUpdate();
        }
    }

    /** A step waited for whatever uses its table. */
    private static final class StepInTheWay extends Exception {
        private static final long serialVersionUID = 1L;

        private final SQLException cause;

        StepInTheWay(SQLException cause) {
            super(cause);
            this.cause = cause;
        }
    }

    private static String refusal(List<Step> losing) {
        StringBuilder text = new StringBuilder("The database is not brought to what the descriptors say:\n");
        for (Step step : losing) {
            text.append("  - ")
                    .append(step.reason())
                    .append(".\n    ")
                    .append(step.sql())
                    .append(";\n");
        }
        return text.append(
                        "Nothing was changed. Correct the descriptors, or do it with ./corebus migrate --allow-destructive, in dev with ./corebus dev --allow-destructive.")
                .toString();
    }

    private static void executeStep(Connection connection, JdbcUrl url, Step step)
            throws SQLException, MigrationRefused {
        try {
            if (!step.early()) {
                requireKept(connection, step);
            }
            Jdbc.execute(connection, step.sql());
        } catch (SQLException e) {
            if (MigrationFailures.isInTheWay(e)) {
                throw e;
            }
            if (!DatabaseFailures.isOfData(String.valueOf(e.getSQLState()))) {
                throw MigrationFailures.ofStep(e, url);
            }
            throw rowsDoNotFit(step, String.valueOf(e.getMessage()));
        }
    }

    private static void requireKept(Connection connection, Step step) throws SQLException, MigrationRefused {
        if (step.broken() != null && ActualSchema.exists(connection, step.broken())) {
            throw rowsDoNotFit(step, "There are rows that break it.");
        }
    }

    private static MigrationRefused rowsDoNotFit(Step step, String why) {
        return new MigrationRefused(
                "The rows that are there do not fit what the descriptors say. Nothing was changed.\n    " + step.sql()
                        + ";\n    " + why);
    }
}
