package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.FailureException;
import io.corebus.bus.Service;
import io.corebus.storage.StorageMessages.InsertFirstAdmin;
import io.corebus.storage.StorageMessages.User;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;

/** {@link StorageMessages#INSERT_FIRST_ADMIN}. The id names the command. The set-up token is used up with it. */
final class InsertFirstAdminHandler implements Service<InsertFirstAdmin, User> {
    private static final String INSERT = """
            WITH change AS (
                INSERT INTO corebus.users (id, email, comparable_email, password_hash, roles)
                SELECT $6::uuid, $7::text, $8::text, $9::text, ARRAY['%s']
                WHERE NOT corebus.has_admin() AND ($10::text IS NULL OR EXISTS (
                    SELECT FROM corebus.setup WHERE token_hash = $10 AND expires_at > now()))
                RETURNING *, NULL::json AS before, %s AS after
            ), used AS (
                DELETE FROM corebus.setup WHERE EXISTS (SELECT FROM change)
            ), %s
            SELECT %s FROM change
            """.formatted(
            Caller.ADMIN_ROLE, Users.profile("users"), UserJournal.entry("user-created", "true"), Users.COLUMNS);

    private static final String HAS_ADMIN = "SELECT EXISTS (SELECT FROM corebus.users WHERE enabled_admin)";

    private final Database database;

    InsertFirstAdminHandler(Database database) {
        this.database = database;
    }

    @Override
    public Future<User> handle(InsertFirstAdmin request, Caller caller) {
        UUID id = AccountId.require(request.id());
        UUID command = UserJournal.command("user-created", id);
        return database.write(INSERT, arguments(id, request, UserJournal.arguments(caller, command)))
                .map(Users::first)
                .recover(cause -> orRepeated(cause, command))
                .compose(created -> created.isPresent() ? Future.succeededFuture(created) : firstResult(command))
                .compose(created -> created.map(Future::succeededFuture).orElseGet(this::refuse));
    }

    private static Tuple arguments(UUID id, InsertFirstAdmin request, Tuple entry) {
        return entry.addUUID(id)
                .addString(request.email())
                .addString(Users.comparable(request.email()))
                .addString(request.passwordHash())
                .addString(request.setupTokenHash());
    }

    private Future<Optional<User>> firstResult(UUID command) {
        return UserJournal.firstResult(database, command);
    }

    private Future<Optional<User>> orRepeated(Throwable cause, UUID command) {
        return DatabaseFailures.isTaken(cause)
                ? firstResult(command).map(InsertFirstAdminHandler::orTaken)
                : AccountFailures.explain(cause);
    }

    private static Optional<User> orTaken(Optional<User> first) {
        if (first.isEmpty()) {
            throw AccountFailures.emailTaken();
        }
        return first;
    }

    private Future<User> refuse() {
        return database.read(HAS_ADMIN, Tuple.tuple()).compose(rows -> Future.failedFuture(reason(rows)));
    }

    private static FailureException reason(RowSet<Row> rows) {
        boolean hasAdmin = rows.iterator().next().getBoolean(0);
        return hasAdmin ? AccountFailures.setupClosed() : AccountFailures.setupToken();
    }
}
