package io.corebus.storage;

import io.corebus.bus.OutageLog;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets no connection for writes be used that leads to another PostgreSQL cluster than the one that the journal lives in ({@link Era}). A dump that is restored
 * elsewhere while nodes run has a journal of later transactions than the new cluster gives away: what would be written then had its place before what is sealed,
 * and would never be sealed. The start of a node begins a new era, so one restart is enough for all of them. Belongs to one event loop.
 */
final class ClusterGuard {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterGuard.class);

    private static final String IS_HOME = """
            SELECT system_identifier::text =
                (SELECT nullif(system_identifier, 'unknown') FROM corebus.era ORDER BY era DESC LIMIT 1)
            FROM pg_control_system()
            """;
    /** The driver has no way to close a connection that a pool has begun to open. */
    private static final String END = "SELECT pg_terminate_backend(pg_backend_pid())";

    private final OutageLog log = new OutageLog(LOG, "PostgreSQL is the one that the journal lives in");
    private boolean elsewhere;

    /** Whether the newest connection was refused. */
    boolean isElsewhere() {
        return elsewhere;
    }

    /** For each new one, before anything else uses it. What cannot be asked, or could not be at the last start, because the user has no right to, is let in: {@link Era} warns of that. */
    void admit(SqlConnection connection) {
        connection
                .query(IS_HOME)
                .execute()
                .map(ClusterGuard::isElsewhere)
                .recover(unknown -> Future.succeededFuture(false))
                .onSuccess(isElsewhere -> {
                    elsewhere = isElsewhere;
                    if (isElsewhere) {
                        refuse(connection);
                    } else {
                        log.succeeded();
                        connection.close(); // To the pool, which hands it out now.
                    }
                });
    }

    private static boolean isElsewhere(RowSet<Row> rows) {
        Row row = rows.iterator().next();
        return Boolean.FALSE.equals(row.getBoolean(0));
    }

    private void refuse(SqlConnection connection) {
        log.failed(
                "storage.url leads to another PostgreSQL cluster than the one that the journal lives in, as after the"
                        + " restore of a dump: writes are refused, because they could not be sealed. Start a node anew, or run"
                        + " ./corebus migrate as the owner of the tables: that makes the journal go on there");
        connection.query(END).execute();
    }
}
