package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.storage.HookMessages.Delivery;
import io.corebus.storage.HookMessages.DeliveryPage;
import io.corebus.storage.HookMessages.DropDeliveries;
import io.corebus.storage.HookMessages.Due;
import io.corebus.storage.HookMessages.DueDelivery;
import io.corebus.storage.HookMessages.FindDue;
import io.corebus.storage.HookMessages.ListDeliveries;
import io.corebus.storage.HookMessages.QueueDeliveries;
import io.corebus.storage.HookMessages.Queued;
import io.corebus.storage.HookMessages.RecordAttempt;
import io.corebus.storage.HookMessages.Recorded;
import io.corebus.storage.HookMessages.ReplayDelivery;
import io.corebus.storage.HookMessages.Wanted;
import io.corebus.storage.StorageMessages.Done;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;

/** What is to be sent to webhooks, and what came of it. */
final class HookDeliveries {
    /** Both or none: so a crash at any moment neither skips an event nor forgets one. One that is there already is put in line again: a replay. */
    private static final String QUEUE = """
            WITH moved AS (
                UPDATE corebus.webhooks SET cursor = $3 WHERE id = $1 AND cursor = $2 AND ($8 = 0 OR version = $8)
                RETURNING id
            ), queued AS (
                INSERT INTO corebus.webhook_deliveries (webhook_id, seq, feature, resource_id, kind, status)
                SELECT moved.id, wanted.*, 'pending'
                FROM moved, unnest($4::bigint[], $5::text[], $6::uuid[], $7::text[]) AS wanted(seq, feature, resource, kind)
                ON CONFLICT (webhook_id, seq) DO UPDATE SET status = 'pending', attempts = 0, next_at = now()
                WHERE webhook_deliveries.status <> 'pending'
            )
            SELECT EXISTS (SELECT FROM moved), coalesce((SELECT cursor FROM corebus.webhooks WHERE id = $1), 0)
            """;

    private static final String DUE = """
            (SELECT seq, attempts FROM corebus.webhook_deliveries
                WHERE webhook_id = $1 AND status = 'pending' AND attempts = 0 AND seq <> ALL ($4)
                ORDER BY seq LIMIT $2)
            UNION ALL
            (SELECT seq, attempts FROM corebus.webhook_deliveries
                WHERE webhook_id = $1 AND status = 'pending' AND attempts > 0 AND next_at <= now() AND seq <> ALL ($4)
                ORDER BY next_at LIMIT $3)
            ORDER BY seq
            """;

    private static final String RECORD = """
            WITH attempt AS (
                UPDATE corebus.webhook_deliveries
                SET status = $4, attempts = attempts + 1, next_at = now() + make_interval(secs => $5), last_at = now(),
                    response_status = $6, error = $7
                WHERE webhook_id = $1 AND seq = $2 AND status = 'pending' AND attempts = $3
            ), recovered AS (
                UPDATE corebus.webhooks SET failing_since = NULL
                WHERE id = $1 AND $4::text = 'delivered' AND failing_since IS NOT NULL
            ), failing AS (
                UPDATE corebus.webhooks SET failing_since = now()
                WHERE id = $1 AND $4::text <> 'delivered' AND failing_since IS NULL
            )
            SELECT coalesce(extract(epoch FROM now() - failing_since) * 1000, 0)::bigint
            FROM corebus.webhooks WHERE id = $1
            """;

    private static final String LIST = "SELECT " + HookRows.DELIVERY + """
             FROM corebus.webhook_deliveries
            WHERE webhook_id = $1 AND ($2::text IS NULL OR status = $2) AND ($3::bigint IS NULL OR seq < $3)
            ORDER BY seq DESC LIMIT $4
            """;

    private static final String REPLAY = """
            WITH change AS (
                UPDATE corebus.webhook_deliveries SET status = 'pending', attempts = 0, next_at = now()
                WHERE webhook_id = $6 AND seq = $7
                RETURNING *, webhook_id AS id, NULL::json AS before, json_build_object('seq', seq) AS after
            ), %s
            SELECT %s FROM change
            """.formatted(HookJournal.entry("webhook-replayed"), HookRows.DELIVERY);

    private static final String FIND =
            "SELECT " + HookRows.DELIVERY + " FROM corebus.webhook_deliveries WHERE webhook_id = $1 AND seq = $2";

    private static final String DROP = """
            DELETE FROM corebus.webhook_deliveries WHERE (webhook_id, seq) IN (
                SELECT webhook_id, seq FROM corebus.webhook_deliveries
                WHERE status <> 'pending' AND last_at < now() - make_interval(secs => $1) ORDER BY last_at LIMIT $2)
            """;

    /** In one statement; and how many statements one sweep has at most. */
    private static final int DROPPED = 5_000;

    private static final int SWEEPS = 8;

    private static final double MILLIS = 1_000.0;

    private final Database database;

    HookDeliveries(Database database) {
        this.database = database;
    }

    Future<Queued> queue(QueueDeliveries request, Caller caller) {
        List<Wanted> wanted = request.wanted();
        Tuple arguments = Tuple.tuple()
                .addUUID(HookRows.id(request.id()))
                .addLong(request.from())
                .addLong(request.through())
                .addArrayOfLong(wanted.stream().map(Wanted::seq).toArray(Long[]::new))
                .addArrayOfString(wanted.stream().map(Wanted::feature).toArray(String[]::new))
                .addArrayOfUUID(wanted.stream()
                        .map(each -> AccountId.parse(each.resourceId()))
                        .toArray(UUID[]::new))
                .addArrayOfString(wanted.stream().map(Wanted::kind).toArray(String[]::new))
                .addLong(request.version());
        return database.write(QUEUE, arguments)
                .map(rows -> queued(rows.iterator().next()));
    }

    private static Queued queued(Row row) {
        return new Queued(row.getBoolean(0), row.getLong(1));
    }

    Future<Due> due(FindDue request, Caller caller) {
        Tuple arguments = Tuple.tuple()
                .addUUID(HookRows.id(request.id()))
                .addLong((long) request.firsts())
                .addLong((long) request.retries())
                .addArrayOfLong(request.underWay().toArray(Long[]::new));
        return database.readJournal(DUE, arguments).map(rows -> new Due(Rows.all(rows, HookDeliveries::due)));
    }

    private static DueDelivery due(Row row) {
        return new DueDelivery(row.getLong(0), row.getInteger(1));
    }

    Future<Recorded> record(RecordAttempt request, Caller caller) {
        Tuple arguments = Tuple.tuple()
                .addUUID(HookRows.id(request.id()))
                .addLong(request.seq())
                .addInteger(request.attempts())
                .addString(request.status())
                .addDouble(request.nextMillis() / MILLIS)
                .addInteger(request.responseStatus())
                .addString(request.error());
        return database.write(RECORD, arguments).map(rows -> new Recorded(firstLong(rows)));
    }

    /** Zero where the hook is gone meanwhile. */
    private static long firstLong(RowSet<Row> rows) {
        return rows.size() == 0 ? 0 : rows.iterator().next().getLong(0);
    }

    Future<DeliveryPage> list(ListDeliveries request, Caller caller) {
        Tuple arguments = Tuple.tuple()
                .addUUID(HookRows.id(request.id()))
                .addString(request.status())
                .addLong(request.before())
                .addLong(request.limit() + 1L);
        return database.read(LIST, arguments)
                .map(rows -> Rows.page(rows, request.limit(), HookRows::delivery, Delivery::seq, DeliveryPage::new));
    }

    Future<Delivery> replay(ReplayDelivery request, Caller caller) {
        UUID id = HookRows.id(request.id());
        UUID command = UserJournal.command("webhook-replayed", caller.trace(), id, "one", request.seq());
        Tuple arguments = UserJournal.arguments(caller, command).addUUID(id).addLong(request.seq());
        return database.write(REPLAY, arguments)
                .recover(cause -> DatabaseFailures.isTaken(cause)
                        ? database.read(FIND, Tuple.of(id, request.seq()))
                        : AccountFailures.explain(cause))
                .map(HookDeliveries::replayed);
    }

    private static Delivery replayed(RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw noSuchDelivery();
        }
        return HookRows.delivery(rows.iterator().next());
    }

    private static FailureException noSuchDelivery() {
        return new Failure("not-found", 404, "There is no delivery with this number, or it is not kept any more.")
                .exception();
    }

    Future<Done> drop(DropDeliveries request, Caller caller) {
        return drop(request.keepMillis() / MILLIS, SWEEPS);
    }

    private Future<Done> drop(double seconds, int sweeps) {
        return database.write(DROP, Tuple.of(seconds, DROPPED))
                .compose(rows -> rows.rowCount() < DROPPED || sweeps == 1
                        ? Future.succeededFuture(new Done())
                        : drop(seconds, sweeps - 1));
    }
}
