package io.corebus.storage;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The connections to PostgreSQL. Reads are pipelined over a few; a write has its connection to itself, because commits on one connection wait for each other's
 * flush. Where PostgreSQL cannot be reached, or takes no writes, methods fail with {@code storage-unavailable} 503; what it says of a statement comes as it is, a {@link
 * io.vertx.pgclient.PgException}.
 */
final class Database {
    private static final int PIPELINED_READS = 64;
    /** A list may take long, and those behind it on the connection wait: where all others have as many already. */
    private static final int PIPELINED_QUERIES = 8;

    private static final int MAX_WAITING_READS = 5_000;
    private static final int MAX_WAITING_WRITES = 1_000;
    private static final int CACHED_STATEMENTS = 256;
    private static final int MAX_CACHED_STATEMENT_LENGTH = 20_000;
    /** On top of what PostgreSQL gives a statement itself: for the case that the server hangs and breaks off nothing. */
    private static final long GRACE_MILLIS = 2_000;

    /** For those who read what is sealed; sealing has one of its own. */
    private static final int JOURNAL_CONNECTIONS = 2;

    private final SqlClient reads;
    private final ReadConnections queries;
    private final ReadConnections journal;
    private final SqlClient sealing;
    private final WriteConnections writes;
    private final ClusterGuard guard = new ClusterGuard();
    private final long patienceMillis;

    Database(Vertx vertx, StorageConfig config) {
        this.patienceMillis = config.statementTimeout().toMillis() + GRACE_MILLIS;
        this.reads = client(
                vertx,
                pool("storage-reads", config.readConnections(), config).setMaxWaitQueueSize(MAX_WAITING_READS),
                options("storage-reads", config).setPipeliningLimit(PIPELINED_READS));
        this.queries =
                several(vertx, config.readConnections(), config, toQuery(options("storage-queries", config), config));
        this.journal = several(
                vertx,
                JOURNAL_CONNECTIONS,
                config,
                byKey(options("storage-journal", config)).setPipeliningLimit(PIPELINED_QUERIES));
        this.sealing = client(vertx, pool("storage-sealing", 1, config), byKey(options("storage-sealing", config)));
        this.writes = new WriteConnections(vertx, () -> writes(vertx, config, guard), patienceMillis);
    }

    private static SqlClient client(Vertx vertx, PoolOptions pool, PgConnectOptions options) {
        return PgBuilder.client().with(pool).connectingTo(options).using(vertx).build();
    }

    private static ReadConnections several(Vertx vertx, int count, StorageConfig config, PgConnectOptions options) {
        PoolOptions one = pool(options.getMetricsName(), 1, config).setMaxWaitQueueSize(MAX_WAITING_READS / count);
        return new ReadConnections(count, () -> client(vertx, one, options));
    }

    private static Pool writes(Vertx vertx, StorageConfig config, ClusterGuard guard) {
        return PgBuilder.pool()
                .with(pool("storage-writes", config.writeConnections(), config).setMaxWaitQueueSize(MAX_WAITING_WRITES))
                .connectingTo(byKey(options("storage-writes", config)).setPipeliningLimit(1))
                .withConnectHandler(guard::admit)
                .using(vertx)
                .build();
    }

    private static PoolOptions pool(String name, int connections, StorageConfig config) {
        return new PoolOptions()
                .setName(name)
                .setMaxSize(connections)
                .setConnectionTimeout((int) config.connectTimeout().toMillis())
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
    }

    private static PgConnectOptions options(String name, StorageConfig config) {
        PgConnectOptions options = PgConnectOptions.fromUri(Objects.requireNonNull(config.url(), "storage.url"));
        options.setMetricsName(name);
        options.setCachePreparedStatements(true)
                .setPreparedStatementCacheMaxSize(CACHED_STATEMENTS)
                .setPreparedStatementCacheSqlFilter(sql -> sql.length() < MAX_CACHED_STATEMENT_LENGTH);
        options.addProperty("application_name", "corebus")
                .addProperty(
                        "statement_timeout",
                        Long.toString(config.statementTimeout().toMillis()));
        return options;
    }

    /**
     * For statements that find rows by keys only. PostgreSQL plans a prepared statement by what it knows of the tables then, and it knows nothing of new ones: it
     * would go on reading them from end to end while they grow.
     */
    private static PgConnectOptions byKey(PgConnectOptions options) {
        options.addProperty("enable_seqscan", "off");
        return options;
    }

    /**
     * For lists, which ask for whatever a client thinks of: one that has values is planned for these very values, because what is best for a common one is the worst
     * for a rare one; and each is broken off when it takes too long.
     */
    private static PgConnectOptions toQuery(PgConnectOptions options, StorageConfig config) {
        options.setPipeliningLimit(PIPELINED_QUERIES);
        options.addProperty("plan_cache_mode", "force_custom_plan")
                .addProperty(
                        "statement_timeout", Long.toString(config.queryTimeout().toMillis()));
        return options;
    }

    /** A list or a count, of which nobody knows how long it takes. Fails with {@code query-too-slow} 422 where that is too long. */
    Future<RowSet<Row>> query(String sql, Tuple arguments) {
        return bounded(queries.execute(sql, arguments).recover(DatabaseFailures::tooSlow));
    }

    /** A query of the journal and its seals that finds what it wants by keys, on connections of its own: its pages are large, and other reads do not wait for them. */
    Future<RowSet<Row>> readJournal(String sql, Tuple arguments) {
        return bounded(journal.execute(sql, arguments));
    }

    /** What is to be sealed, on a connection of its own: nobody's question keeps a node from sealing. */
    Future<RowSet<Row>> readUnsealed(String sql, Tuple arguments) {
        return bounded(sealing.preparedQuery(sql).execute(arguments));
    }

    /** A query that changes nothing. */
    Future<RowSet<Row>> read(String sql, Tuple arguments) {
        return bounded(reads.preparedQuery(sql).execute(arguments));
    }

    /** One statement that is a transaction of its own: committed, on disk, when the future succeeds. */
    Future<RowSet<Row>> write(String sql, Tuple arguments) {
        return bounded(writes.write(sql, arguments));
    }

    /** Several statements that are committed together when the work succeeds, and rolled back when it fails. */
    <T> Future<T> transaction(Function<SqlConnection, Future<T>> work) {
        return bounded(writes.transaction(work));
    }

    /**
     * Whether PostgreSQL answers, and takes writes. Those who write are asked only after a refusal: a check must not wait behind what they have to do. A standby says
     * by itself what it is.
     */
    Future<Boolean> takesWrites() {
        return writes.areRefused() || guard.isElsewhere()
                ? bounded(writes.areTaken())
                : read("SELECT NOT pg_is_in_recovery()", Tuple.tuple())
                        .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** Whether it is another PostgreSQL than at the start of this node, and takes no writes for that. */
    boolean isElsewhere() {
        return guard.isElsewhere();
    }

    /** Opens the first connections, so that the first request finds them open. */
    Future<Void> open() {
        return Future.all(read("SELECT 1", Tuple.tuple()), query("SELECT 1", Tuple.tuple()), bounded(writes.areTaken()))
                .mapEmpty();
    }

    Future<Void> close() {
        return Future.join(reads.close(), queries.close(), journal.close(), sealing.close(), writes.close())
                .mapEmpty();
    }

    private <T> Future<T> bounded(Future<T> work) {
        return work.timeout(patienceMillis, TimeUnit.MILLISECONDS)
                .onSuccess(done -> DatabaseFailures.answered())
                .recover(DatabaseFailures::translate);
    }
}
