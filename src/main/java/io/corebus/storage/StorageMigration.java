package io.corebus.storage;

import io.corebus.feature.Features;
import io.corebus.storage.MigrationPlan.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the database to what the program and the descriptors say: all of it or nothing, one node at a time. Blocks. */
public final class StorageMigration {
    private static final Logger LOG = LoggerFactory.getLogger(StorageMigration.class);

    private StorageMigration() {}

    /**
     * @param allowDestructive whether to do what loses data, too
     * @throws MigrationRefused where it cannot be done without that; then the feature tables are as they were
     * @throws io.corebus.bus.FailureException {@code storage-unavailable} where PostgreSQL does not answer, {@code migration-failed} where it refuses
     */
    public static void run(StorageConfig config, Features features, boolean allowDestructive) throws MigrationRefused {
        String storageUrl = Objects.requireNonNull(config.url(), "storage.url");
        PlatformMigration.run(storageUrl);
        JdbcUrl url = JdbcUrl.of(storageUrl);
        try (Connection connection = url.connect()) {
            connection.setAutoCommit(false);
            execute(connection, "SET LOCAL lock_timeout = '60s'");
            execute(connection, "SELECT pg_advisory_xact_lock(hashtextextended('corebus.features', 0))");
            if (features.areKnown()) {
                migrate(connection, url, features, allowDestructive);
            }
            Era.keep(connection);
            connection.commit();
        } catch (SQLException e) {
            throw MigrationFailures.of(e, url);
        }
    }

    private static void migrate(Connection connection, JdbcUrl url, Features features, boolean allowDestructive)
            throws SQLException, MigrationRefused {
        List<DeclaredTable> declared =
                features.all().stream().map(DeclaredTable::of).toList();
        List<Step> steps = MigrationPlan.make(connection, declared, ActualSchema.read(connection));
        List<Step> losing =
                steps.stream().filter(step -> !step.reason().isEmpty()).toList();
        if (!losing.isEmpty() && !allowDestructive) {
            throw new MigrationRefused(refusal(losing));
        }
        for (Step step : steps) {
            LOG.debug("{}", step.sql());
            executeStep(connection, url, step);
        }
        if (!steps.isEmpty()) {
            LOG.info("The feature tables are what the descriptors say now, after {} statements", steps.size());
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

    private static void executeStep(Connection connection, JdbcUrl url, Step step) throws MigrationRefused {
        try {
            execute(connection, step.sql());
        } catch (SQLException e) {
            if (!MigrationFailures.isOfRows(e)) {
                throw MigrationFailures.ofStep(e, url);
            }
            throw new MigrationRefused(
                    "The rows that are there do not fit what the descriptors say. Nothing was changed.\n    "
                            + step.sql() + ";\n    " + e.getMessage());
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
