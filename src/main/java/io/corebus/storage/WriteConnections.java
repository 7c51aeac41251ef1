package io.corebus.storage;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections for writes, and whether PostgreSQL takes any. Where it has become read-only they are opened anew now and then: a session keeps the {@code
 * default_transaction_read_only} with which it began, and would refuse for good what the server takes again.
 */
final class WriteConnections {
    private static final String READ_ONLY = "SELECT current_setting('transaction_read_only') = 'on'";

    private final Vertx vertx;
    private final Supplier<Pool> opening;
    private final long patienceMillis;

    private Pool pool;
    private @Nullable Pool retired;
    private boolean refused;

    /** @param patienceMillis what is in work on connections that are given up is done or broken off after that */
    WriteConnections(Vertx vertx, Supplier<Pool> opening, long patienceMillis) {
        this.vertx = vertx;
        this.opening = opening;
        this.patienceMillis = patienceMillis;
        this.pool = opening.get();
    }

    Future<RowSet<Row>> write(String sql, Tuple arguments) {
        return watched(pool.preparedQuery(sql).execute(arguments));
    }

    <T> Future<T> transaction(Function<SqlConnection, Future<T>> work) {
        return watched(pool.withTransaction(work));
    }

    /** Whether PostgreSQL has refused a write because it is read-only, and has not taken one since. */
    boolean areRefused() {
        return refused;
    }

    /** Asks PostgreSQL whether it takes writes, as a new transaction would find it. */
    Future<Boolean> areTaken() {
        return pool.preparedQuery(READ_ONLY)
                .execute()
                .map(rows -> !rows.iterator().next().getBoolean(0))
                .onSuccess(this::found);
    }

    Future<Void> close() {
        Pool old = retired;
        retired = null;
        return old == null
                ? pool.close()
                : Future.join(old.close(), pool.close()).mapEmpty();
    }

    private <T> Future<T> watched(Future<T> work) {
        return work.onComplete(
                done -> {
                    if (refused) {
                        areTaken(); // What succeeded may have changed nothing.
                    }
                },
                cause -> {
                    if (DatabaseFailures.isReadOnly(cause)) {
                        found(false);
                    }
                });
    }

    private void found(boolean taken) {
        if (taken && refused) {
            DatabaseFailures.written();
        } else if (!taken) {
            renew();
        }
        refused = !taken;
    }

    private void renew() {
        if (retired == null) {
            Pool old = pool;
            retired = old;
            pool = opening.get();
            vertx.setTimer(patienceMillis, timer -> drop(old));
        }
    }

    private void drop(Pool old) {
        if (retired == old) {
            retired = null;
            old.close();
        }
    }
}
