package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.StorageMessages.UpdateUser;
import io.corebus.storage.StorageMessages.User;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@link StorageMessages#UPDATE_USER}. Where the command has no name, the trace and what is asked name it. What changes nothing is not in the journal; of a new password it tells that
 * there is one. That an admin is left is up to a trigger.
 */
final class UpdateUserHandler implements Service<UpdateUser, User> {
    /**
     * The row is locked first, so that {@code before} is what the change met, not what was there when the statement began; and so is the hash that was
     * expected: PostgreSQL looks at the condition again once it has the lock.
     */
    private static final String UPDATE = """
            WITH target AS (
                SELECT * FROM corebus.users
                WHERE id = $6 AND ($13::text IS NULL OR password_hash = $13)
                FOR UPDATE
            ), change AS (
                UPDATE corebus.users
                SET password_hash = coalesce($7, target.password_hash),
                    roles = coalesce($8, target.roles),
                    disabled = coalesce($9, target.disabled)
                FROM target
                WHERE users.id = target.id
                RETURNING users.*, %s AS before,
                    CASE WHEN users.password_hash IS DISTINCT FROM target.password_hash THEN %s ELSE %s END AS after,
                    (users.password_hash, users.roles, users.disabled)
                        IS DISTINCT FROM (target.password_hash, target.roles, target.disabled) AS differs
            ), ended AS (
                UPDATE corebus.sessions session SET ended = true, expires_at = least(expires_at, now())
                FROM change
                WHERE $11::boolean AND session.user_id = change.id AND NOT session.ended
                    AND session.id IS DISTINCT FROM $12::uuid
            ), %s
            SELECT %s FROM change
            """.formatted(
                    Users.profile("target"),
                    Users.profileWith("$10::text", "users"),
                    Users.profile("users"),
                    UserJournal.entry("user-changed", "differs"),
                    Users.COLUMNS);

    private static final String EXISTS = "SELECT 1 FROM corebus.users WHERE id = $1";

    private final Database database;

    UpdateUserHandler(Database database) {
        this.database = database;
    }

    @Override
    public Future<User> handle(UpdateUser request, Caller caller) {
        UUID id = AccountId.parse(request.id());
        if (id == null) {
            return Future.failedFuture(AccountFailures.noSuchUser());
        }
        UUID command = command(request, caller);
        return database.write(UPDATE, arguments(id, request, UserJournal.arguments(caller, command)))
                .map(Users::first)
                .compose(changed -> changed.isPresent() ? Future.succeededFuture(changed) : firstResult(command))
                .recover(cause ->
                        DatabaseFailures.isTaken(cause) ? firstResult(command) : AccountFailures.explain(cause))
                .compose(changed ->
                        changed.map(Future::succeededFuture).orElseGet(() -> unchanged(id, request.expectedHash())));
    }

    private static UUID command(UpdateUser request, Caller caller) {
        if (request.commandId() != null) {
            return UUID.fromString(request.commandId());
        }
        return UserJournal.command(
                "user-changed",
                caller.trace(),
                request.id(),
                String.valueOf(request.passwordHash()),
                String.valueOf(request.roles()),
                String.valueOf(request.disabled()));
    }

    private static Tuple arguments(UUID id, UpdateUser request, Tuple entry) {
        return entry.addUUID(id)
                .addString(request.passwordHash())
                .addArrayOfString(TextArray.of(request.roles()))
                .addBoolean(request.disabled())
                .addString(request.samePassword() ? "password_rehashed" : "password_changed")
                .addBoolean(request.endsSessions())
                .addUUID(AccountId.parse(request.keptSession()))
                .addString(request.expectedHash());
    }

    /** Undone or not done because it had been done before, or nothing to do because the user was deleted or its password changed since. */
    private Future<Optional<User>> firstResult(UUID command) {
        return UserJournal.firstResult(database, command);
    }

    private Future<User> unchanged(UUID id, @Nullable String expectedHash) {
        if (expectedHash == null) {
            return Future.failedFuture(AccountFailures.noSuchUser());
        }
        return database.read(EXISTS, Tuple.of(id))
                .compose(rows -> Future.failedFuture(
                        rows.size() == 0 ? AccountFailures.noSuchUser() : AccountFailures.passwordChanged()));
    }
}
