package io.corebus.storage;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the indexes of tables that have rows already, without keeping anybody from writing meanwhile ({@code CREATE INDEX CONCURRENTLY}), after everything else was
 * committed: that takes no transaction. One process at a time makes some. What a process that ended in the middle has left is made anew. Blocks.
 */
final class IndexBuilds {
    private static final Logger LOG = LoggerFactory.getLogger(IndexBuilds.class);

    /** Whoever waits for a lock in a statement would have a snapshot, for the end of which the one who has the lock waits: so it is asked for again and again. */
    private static final String TRY_LOCK = "SELECT pg_try_advisory_lock(hashtextextended('corebus.indexes', 0))";

    private static final long PATIENCE_SECONDS = 60;
    private static final long POLL_MILLIS = 250;
    private static final int ATTEMPTS = 3;
    /** For each of those that were there before. */
    private static final String LOCK_WAITS = "10s";

    private final JdbcUrl url;
    private final Connection connection;
    private final List<String> unfinished = new ArrayList<>();

    private IndexBuilds(JdbcUrl url, Connection connection) {
        this.url = url;
        this.connection = connection;
    }

    /**
     * Makes what is missing, and drops what is declared no more.
     *
     * @return what could not be done because something was in the way, for people; empty where all is as it should be
     * @throws MigrationRefused where the rows do not fit
     */
    static List<String> run(JdbcUrl url, List<DeclaredTable> tables) throws MigrationRefused {
        if (tables.isEmpty()) {
            return List.of();
        }
        try (Connection connection = url.connect()) {
            IndexBuilds builds = new IndexBuilds(url, connection);
            builds.build(tables);
            return builds.unfinished;
        } catch (SQLException e) {
            throw MigrationFailures.of(e, url);
        }
    }

    private void build(List<DeclaredTable> tables) throws SQLException, MigrationRefused {
        if (!isAlone()) {
            unfinished.add("Another process has been making indexes for " + PATIENCE_SECONDS
                    + " seconds. What is missing then is made by ./corebus migrate, or by a start.");
            return;
        }
        execute("SET lock_timeout = '" + LOCK_WAITS + "'");
        for (DeclaredTable table : tables) {
            build(table);
        }
    }

    /** The lock goes with the connection. */
    private boolean isAlone() throws SQLException {
        long end = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
        while (!tryLock()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            Pause.on(connection, POLL_MILLIS);
        }
        return true;
    }

    private boolean tryLock() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(TRY_LOCK)) {
            answer.next();
            return answer.getBoolean(1);
        }
    }

    /** What replaces another index is there before that one goes. */
    private void build(DeclaredTable table) throws SQLException, MigrationRefused {
        ActualSchema.Table there = ActualSchema.read(connection).tables().get(table.name());
        if (there == null) {
            return;
        }
        for (Map.Entry<String, String> index : table.indexes().entrySet()) {
            String name = index.getKey();
            if (!there.indexes.contains(name)) {
                create(table, name, index.getValue());
            } else if (there.unfinished.contains(name)) {
                drop(name);
                create(table, name, index.getValue());
            }
        }
        for (String name : there.indexes) {
            if (!table.indexes().containsKey(name)) {
                drop(name);
            }
        }
    }

    private void create(DeclaredTable table, String name, String definition) throws SQLException, MigrationRefused {
        long began = System.nanoTime();
        String sql = "CREATE INDEX CONCURRENTLY " + FeatureTable.quoted(name) + " ON " + table.qualifiedName() + " "
                + definition;
        LOG.info("Making the index {} of {}, which is read and written meanwhile", name, table.name());
        try {
            createWhenOthersLet(sql, name);
            LOG.info("The index {} is there, after {} ms", name, (System.nanoTime() - began) / 1_000_000);
        } catch (SQLException e) {
            if (!MigrationFailures.isInTheWay(e)) {
                drop(name);
                throw refusal(e, sql);
            }
            unfinished.add(
                    "The index " + name + " of " + table.name()
                            + " is not there yet: something that was begun before does not come to its end, such as a backup or a"
                            + " transaction that was left open. Lists that want the index may be slow until ./corebus migrate, or a start, has made it.");
        }
    }

    /** Two processes that change the same table may wait for each other, until PostgreSQL ends one of them. */
    private void createWhenOthersLet(String sql, String name) throws SQLException {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            try {
                execute(sql);
                return;
            } catch (SQLException e) {
                if (!MigrationFailures.isInTheWay(e)) {
                    throw e;
                }
                drop(name);
            }
        }
        execute(sql);
    }

    private MigrationRefused refusal(SQLException e, String sql) {
        if (!MigrationFailures.isOfRows(e)) {
            throw MigrationFailures.ofStep(e, url);
        }
        return new MigrationRefused(
                "An index cannot be made of the rows that are there. All else is what the descriptors say.\n    " + sql
                        + ";\n    " + e.getMessage());
    }

    private void drop(String name) throws SQLException {
        execute("DROP INDEX CONCURRENTLY IF EXISTS " + FeatureTable.name(name));
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
