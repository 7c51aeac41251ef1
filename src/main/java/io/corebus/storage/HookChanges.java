package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.storage.HookMessages.DeleteHook;
import io.corebus.storage.HookMessages.DisableHook;
import io.corebus.storage.HookMessages.Hook;
import io.corebus.storage.HookMessages.HookSettings;
import io.corebus.storage.HookMessages.InsertHook;
import io.corebus.storage.HookMessages.RewindHook;
import io.corebus.storage.HookMessages.RotateSecret;
import io.corebus.storage.HookMessages.UpdateHook;
import io.corebus.storage.StorageMessages.Done;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The commands on webhooks. Each is one statement that writes its journal entry, too; one that comes again is answered with the hook as it is now. */
final class HookChanges {
    private static final String INSERT = change("webhook-created", """
            INSERT INTO corebus.webhooks
                (id, url, features, kinds, filter, description, active, secret, cursor, created_by)
            SELECT $6, $7, $8, $9, $10, $11, $12, $13, $14, $1
            WHERE (SELECT count(*) FROM corebus.webhooks) < $15
            RETURNING *, NULL::json AS before, %s AS after
            """.formatted(HookJournal.profile("webhooks")));

    private static final String UPDATE = changeOfTarget("webhook-changed", """
            SET url = $7, features = $8, kinds = $9, filter = $10, description = $11, active = $12,
                disabled_reason = CASE WHEN $12 THEN NULL ELSE target.disabled_reason END,
                failing_since = CASE WHEN $12 AND NOT target.active THEN NULL ELSE target.failing_since END,
                version = target.version + 1, updated_at = now()
            """, "version = $13");

    private static final String ROTATE = changeOfTarget("webhook-secret-rotated", """
            SET secret = $7, previous_secret = target.secret,
                previous_until = now() + make_interval(secs => $8), updated_at = now()
            """, "true");

    private static final String DISABLE = changeOfTarget(
            "webhook-disabled",
            """
            SET active = false, disabled_reason = $7, version = target.version + 1, updated_at = now()
            """,
            "active AND ($8::float8 = 0 OR failing_since <= now() - make_interval(secs => $8))");

    private static final String DELETE = change("webhook-deleted", """
            DELETE FROM corebus.webhooks WHERE id = $6 RETURNING *, %s AS before, NULL::json AS after
            """.formatted(HookJournal.profile("webhooks")));

    private static final String REWIND = change("webhook-replayed", """
            UPDATE corebus.webhooks SET cursor = least(cursor, $7) WHERE id = $6
            RETURNING *, NULL::json AS before, json_build_object('since', $7::bigint) AS after
            """);

    private static final double MILLIS = 1_000.0;

    private final Database database;

    HookChanges(Database database) {
        this.database = database;
    }

    private static String change(String kind, String statement) {
        return "WITH " + changed(kind, statement);
    }

    private static String changed(String kind, String statement) {
        return "change AS (\n" + statement + "), " + HookJournal.entry(kind) + "\nSELECT " + HookRows.HOOK
                + " FROM change";
    }

    /** The row is locked first, so that {@code before} is what the change met. */
    private static String changeOfTarget(String kind, String set, String condition) {
        String statement = """
                UPDATE corebus.webhooks %s FROM target WHERE webhooks.id = target.id
                RETURNING webhooks.*, %s AS before, %s AS after
                """.formatted(set, HookJournal.profile("target"), HookJournal.profile("webhooks"));
        return "WITH target AS (SELECT * FROM corebus.webhooks WHERE id = $6 AND " + condition + " FOR UPDATE), "
                + changed(kind, statement);
    }

    Future<Hook> insert(InsertHook request, Caller caller) {
        UUID id = AccountId.require(request.id());
        UUID command = UserJournal.command("webhook-created", id);
        Tuple arguments = settings(UserJournal.arguments(caller, command).addUUID(id), request.settings())
                .addString(request.secret())
                .addLong(request.cursor())
                .addLong((long) request.max());
        return execute(INSERT, arguments, id, command, HookChanges::tooMany);
    }

    Future<Hook> update(UpdateHook request, Caller caller) {
        UUID id = HookRows.id(request.id());
        UUID command =
                UserJournal.command("webhook-changed", caller.trace(), id, request.version(), request.settings());
        Tuple arguments = settings(UserJournal.arguments(caller, command).addUUID(id), request.settings())
                .addLong(request.version());
        return execute(UPDATE, arguments, id, command, HookChanges::missed);
    }

    Future<Hook> rotate(RotateSecret request, Caller caller) {
        UUID id = HookRows.id(request.id());
        UUID command = UserJournal.command("webhook-secret-rotated", caller.trace(), id);
        Tuple arguments = UserJournal.arguments(caller, command)
                .addUUID(id)
                .addString(request.secret())
                .addDouble(request.overlapMillis() / MILLIS);
        return execute(ROTATE, arguments, id, command, HookChanges::missed);
    }

    Future<Done> disable(DisableHook request, Caller caller) {
        UUID id = HookRows.id(request.id());
        UUID command = UserJournal.command("webhook-disabled", caller.trace(), id);
        Tuple arguments = UserJournal.arguments(caller, command)
                .addUUID(id)
                .addString(request.reason())
                .addDouble(request.failingMillis() / MILLIS);
        return database.write(DISABLE, arguments)
                .recover(AccountFailures::explain)
                .map(new Done());
    }

    Future<Done> delete(DeleteHook request, Caller caller) {
        UUID id = HookRows.id(request.id());
        UUID command = UserJournal.command("webhook-deleted", caller.trace(), id);
        Tuple arguments = UserJournal.arguments(caller, command).addUUID(id);
        return UserJournal.doOnce(database, DELETE, arguments, command, HookRows::noSuchHook);
    }

    Future<Hook> rewind(RewindHook request, Caller caller) {
        UUID id = HookRows.id(request.id());
        UUID command = UserJournal.command("webhook-replayed", caller.trace(), id, request.since());
        Tuple arguments = UserJournal.arguments(caller, command).addUUID(id).addLong(request.since());
        return execute(REWIND, arguments, id, command, HookChanges::missed);
    }

    private static Tuple settings(Tuple arguments, HookSettings settings) {
        return arguments
                .addString(settings.url())
                .addArrayOfString(TextArray.of(settings.features()))
                .addArrayOfString(TextArray.of(settings.kinds()))
                .addString(settings.filter())
                .addString(settings.description())
                .addBoolean(settings.active());
    }

    /** What a statement that did nothing means. */
    private interface Refusal {
        FailureException of(Optional<Hook> now);
    }

    private Future<Hook> execute(String sql, Tuple arguments, UUID id, UUID command, Refusal refusal) {
        return database.write(sql, arguments)
                .map(HookRows::first)
                .recover(cause -> DatabaseFailures.isTaken(cause)
                        ? Future.succeededFuture(Optional.empty())
                        : AccountFailures.explain(cause))
                .compose(changed -> changed.isPresent()
                        ? Future.succeededFuture(changed.get())
                        : afterNothing(id, command, refusal));
    }

    private Future<Hook> afterNothing(UUID id, UUID command, Refusal refusal) {
        Future<Optional<Hook>> now = database.read(HookReads.FIND, Tuple.of(id)).map(HookRows::first);
        return Future.all(now, UserJournal.isDone(database, command))
                .map(both -> decided(now.result(), both.resultAt(1), refusal));
    }

    private static Hook decided(Optional<Hook> now, boolean done, Refusal refusal) {
        if (done) {
            return now.orElseThrow(HookRows::noSuchHook);
        }
        throw refusal.of(now);
    }

    private static FailureException tooMany(Optional<Hook> now) {
        return new Failure("too-many-webhooks", 409, "There are as many webhooks as there may be. Delete one first.")
                .exception();
    }

    private static FailureException missed(Optional<Hook> now) {
        return now.isEmpty()
                ? HookRows.noSuchHook()
                : new Failure(
                                "version-mismatch",
                                412,
                                "Somebody else changed this webhook at the same moment. Try again.",
                                List.of(),
                                now.get().version(),
                                null)
                        .exception();
    }
}
