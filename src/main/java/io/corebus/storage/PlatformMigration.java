package io.corebus.storage;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the platform's own tables up to date: journal, seals, accounts and webhooks, schema {@code corebus}. Any number of nodes may try at once: one does it, the others wait
 * and find it done. A database that a newer Corebus has migrated already is left as it is. Blocks; never for an event loop.
 */
final class PlatformMigration {
    private static final Logger LOG = LoggerFactory.getLogger(PlatformMigration.class);

    static final String SCHEMA = "corebus";
    static final String SCRIPTS = "io/corebus/storage/migration";
    /** The number of the newest script. Flyway takes a second in a fresh JVM to find that there is nothing to do; asking for this number takes milliseconds. */
    static final int NEWEST = 17;

    private static final int OLDEST_POSTGRESQL = 15;
    private static final String HISTORY = "flyway_schema_history";
    private static final String UNDEFINED_TABLE = "42P01";

    private static final String LOCK = "SELECT pg_advisory_lock(hashtextextended('corebus.migration', 0))";
    /** Not {@code IF NOT EXISTS}: that asks for the right to create even where there is nothing to create. */
    private static final String CREATE_SCHEMA = """
            DO $$ BEGIN
                IF to_regnamespace('corebus') IS NULL THEN CREATE SCHEMA corebus; END IF;
            END $$
            """;

    private PlatformMigration() {}

    /** Fails with {@code storage-unavailable} where PostgreSQL does not answer, with {@code migration-failed} where it refuses. */
    static void run(String storageUrl) {
        JdbcUrl url = JdbcUrl.of(storageUrl);
        try (Connection connection = url.connect()) {
            checkVersion(connection);
            if (installed(connection) < NEWEST) {
                migrateAlone(connection, url);
            }
        } catch (SQLException e) {
            throw MigrationFailures.of(e, url);
        } catch (FlywayException e) {
            throw MigrationFailures.of(e, url);
        }
    }

    private static void checkVersion(Connection connection) throws SQLException {
        int version = connection.getMetaData().getDatabaseMajorVersion();
        if (version < OLDEST_POSTGRESQL) {
            throw MigrationFailures.refused("This is PostgreSQL " + version + ", and Corebus needs " + OLDEST_POSTGRESQL
                    + " or newer. Upgrade it, or name another one in storage.url.");
        }
    }

    /** Zero where there is nothing yet. */
    private static int installed(Connection connection) throws SQLException {
        String query = "SELECT max(version::int) FROM " + SCHEMA + "." + HISTORY + " WHERE success";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            if (UNDEFINED_TABLE.equals(e.getSQLState())) {
                return 0;
            }
            throw e;
        }
    }

    /** Flyway has a lock of its own, but not for the schema, and tries for ten seconds where it may not make one. Ours goes with the connection. */
    private static void migrateAlone(Connection connection, JdbcUrl url) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET lock_timeout = '60s'");
            statement.execute(LOCK);
            int before = installed(connection);
            if (before < NEWEST) {
                statement.execute(CREATE_SCHEMA);
                flyway(url).migrate();
                LOG.info("The platform's tables are at version {} now, they were at {}", installed(connection), before);
            }
        }
    }

    private static Flyway flyway(JdbcUrl url) {
        return Flyway.configure()
                .dataSource(url.dataSource())
                .schemas(SCHEMA)
                .createSchemas(false)
                .table(HISTORY)
                .locations("classpath:" + SCRIPTS)
                .failOnMissingLocations(true)
                .loggers("slf4j")
                .load();
    }
}
