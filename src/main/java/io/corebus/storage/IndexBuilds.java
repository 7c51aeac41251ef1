package io.corebus.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the indexes of tables that have rows already, without keeping anybody from writing meanwhile ({@code CREATE INDEX CONCURRENTLY}), after everything else was
 * committed: that takes no transaction. One process at a time makes some. What a process that ended in the middle has left is made anew. Without an index all works,
 * only slower, so what cannot be done now is no reason not to start. Blocks.
 */
final class IndexBuilds {
    private static final Logger LOG = LoggerFactory.getLogger(IndexBuilds.class);

    /** Whoever waits for a lock in a statement would have a snapshot, for the end of which the one who has the lock waits: so it is asked for again and again. */
    private static final String TRY_LOCK = "SELECT pg_try_advisory_lock(hashtextextended('corebus.indexes', 0))";

    private static final long POLL_MILLIS = 250;
    private static final int ATTEMPTS = 2;
    private static final String LATER =
            " Lists that want it may be slow until ./corebus migrate, or a start, has made it.";

    private final JdbcUrl url;
    private final Connection connection;
    private final Duration patience;
    private final List<String> unfinished = new ArrayList<>();

    private IndexBuilds(JdbcUrl url, Connection connection, Duration patience) {
        this.url = url;
        this.connection = connection;
        this.patience = patience;
    }

    /**
     * Makes what is missing, and then drops what is declared no more.
     *
     * @param patience for another process that makes indexes, and for each transaction that was begun before
     * @return what could not be done because something was in the way, for people; empty where all is as it should be
     * @throws MigrationRefused where the rows do not fit
     */
    static List<String> run(JdbcUrl url, List<DeclaredTable> tables, Duration patience) throws MigrationRefused {
        if (tables.isEmpty()) {
            return List.of();
        }
        try (Connection connection = url.connect()) {
            IndexBuilds builds = new IndexBuilds(url, connection, patience);
            builds.build(tables);
            return builds.unfinished;
        } catch (SQLException e) {
            throw MigrationFailures.of(e, url);
        }
    }

    private void build(List<DeclaredTable> tables) throws SQLException, MigrationRefused {
        if (!isAlone()) {
            unfinished.add(
                    "Another process is making indexes. What is missing when it has ended is made by ./corebus migrate, or by a start.");
            return;
        }
        // What the user may have been given: to make an index takes as long as it takes.
        Jdbc.execute(connection, "SET statement_timeout = 0");
        Jdbc.execute(connection, "SET lock_timeout = " + patience.toMillis());
        for (DeclaredTable table : tables) {
            build(table);
        }
    }

    /** The lock goes with the connection. */
    private boolean isAlone() throws SQLException {
        long end = System.nanoTime() + patience.toNanos();
        while (!Jdbc.isTrue(connection, TRY_LOCK)) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            Jdbc.pause(connection, POLL_MILLIS);
        }
        return true;
    }

    /** An index goes when all that may take its place are there. */
    private void build(DeclaredTable table) throws SQLException, MigrationRefused {
        ActualSchema.Table there = ActualSchema.read(connection).tables().get(table.name());
        if (there == null) {
            return;
        }
        boolean complete = true;
        for (Map.Entry<String, String> index : table.indexes().entrySet()) {
            String name = index.getKey();
            boolean halfMade = there.unfinished.contains(name);
            if (!there.isMade(name)) {
                complete &= (!halfMade || isDropped(table, name)) && isCreated(table, name, index.getValue());
            }
        }
        for (String name : there.indexes) {
            if (complete && !table.indexes().containsKey(name)) {
                isDropped(table, name);
            }
        }
    }

    private boolean isCreated(DeclaredTable table, String name, String definition)
            throws SQLException, MigrationRefused {
        long began = System.nanoTime();
        String sql = "CREATE INDEX CONCURRENTLY " + FeatureTable.quoted(name) + " ON " + table.qualifiedName() + " "
                + definition;
        LOG.info("Making the index {} of {}, which is read and written meanwhile", name, table.name());
        try {
            createWhenOthersLet(sql, name);
            LOG.info("The index {} is there, after {} ms", name, (System.nanoTime() - began) / 1_000_000);
            return true;
        } catch (SQLException e) {
            if (MigrationFailures.isThere(e)) {
                return true; // Somebody who does not ask for the lock was faster.
            }
            if (DatabaseFailures.isOfData(e.getSQLState())) {
                isDropped(table, name);
                throw new MigrationRefused(
                        "An index cannot be made of the rows that are there. All else is what the descriptors say.\n    "
                                + sql + ";\n    " + e.getMessage());
            }
            return isLater(e, "The index " + name + " of " + table.name() + " is not there yet: ", LATER);
        }
    }

    /** Two processes that change the same table may wait for each other, until PostgreSQL ends one of them. */
    private void createWhenOthersLet(String sql, String name) throws SQLException {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            try {
                Jdbc.execute(connection, sql);
                return;
            } catch (SQLException e) {
                if (!MigrationFailures.isInTheWay(e)) {
                    throw e;
                }
                drop(name);
            }
        }
        Jdbc.execute(connection, sql);
    }

    private boolean isDropped(DeclaredTable table, String name) throws SQLException {
        try {
            drop(name);
            return true;
        } catch (SQLException e) {
            return isLater(
                    e, "The index " + name + " of " + table.name() + ", which is of no use, is still there: ", "");
        }
    }

    private void drop(String name) throws SQLException {
        Jdbc.execute(connection, "DROP INDEX CONCURRENTLY IF EXISTS " + FeatureTable.name(name));
    }

    /** False; or fails, where it will not go better another time. */
    private boolean isLater(SQLException cause, String what, String more) throws SQLException {
        String reason = MigrationFailures.laterReason(cause, url);
        if (reason == null) {
            throw cause;
        }
        unfinished.add(what + reason + more);
        return false;
    }
}
