package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.storage.HookMessages.FindHook;
import io.corebus.storage.HookMessages.FoundHook;
import io.corebus.storage.HookMessages.HeldHook;
import io.corebus.storage.HookMessages.HeldHooks;
import io.corebus.storage.HookMessages.HoldHooks;
import io.corebus.storage.HookMessages.Hook;
import io.corebus.storage.HookMessages.HookPage;
import io.corebus.storage.HookMessages.ListHooks;
import io.corebus.storage.HookMessages.ReleaseHooks;
import io.corebus.storage.StorageMessages.Done;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;

/** Which webhooks there are, and which instance sends to them. */
final class HookReads {
    static final String FIND = "SELECT " + HookRows.HOOK + " FROM corebus.webhooks WHERE id = $1";
    private static final String LIST =
            "SELECT " + HookRows.HOOK + " FROM corebus.webhooks WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT $2";

    private static final String HOLD = """
            SELECT %s, (
                SELECT count(*) FROM (
                    SELECT 1 FROM corebus.webhook_deliveries WHERE webhook_id = held.id AND status = 'pending' LIMIT $3
                ) pending) AS pending
            FROM corebus.hold_webhooks($1, make_interval(secs => $2)) held
            """.formatted(HookRows.HOOK);

    private static final String RELEASE = """
            WITH gone AS (
                DELETE FROM corebus.webhook_workers WHERE worker = $1
            )
            UPDATE corebus.webhooks SET worker = NULL, worker_until = NULL WHERE worker = $1
            """;

    private final Database database;

    HookReads(Database database) {
        this.database = database;
    }

    Future<FoundHook> find(FindHook request, Caller caller) {
        UUID id = AccountId.parse(request.id());
        return id == null
                ? Future.succeededFuture(new FoundHook(null))
                : database.read(FIND, Tuple.of(id))
                        .map(rows -> new FoundHook(HookRows.first(rows).orElse(null)));
    }

    Future<HookPage> list(ListHooks request, Caller caller) {
        UUID after = AccountId.parse(request.after());
        // One more than asked for tells whether there is another page.
        return database.read(LIST, Tuple.of(after, request.limit() + 1L))
                .map(rows -> Rows.page(rows, request.limit(), HookRows::hook, Hook::id, HookPage::new));
    }

    Future<HeldHooks> hold(HoldHooks request, Caller caller) {
        UUID worker = AccountId.require(request.worker());
        Tuple arguments = Tuple.of(worker, request.leaseMillis() / 1_000.0, (long) request.maxPending());
        return database.write(HOLD, arguments).map(rows -> new HeldHooks(Rows.all(rows, HookReads::held)));
    }

    private static HeldHook held(Row row) {
        return new HeldHook(HookRows.hook(row), row.getLong("pending").intValue());
    }

    Future<Done> release(ReleaseHooks request, Caller caller) {
        return database.write(RELEASE, Tuple.of(AccountId.require(request.worker())))
                .map(new Done());
    }
}
