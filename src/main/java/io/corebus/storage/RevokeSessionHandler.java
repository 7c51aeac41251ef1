package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.IdentityMessages.RevokeSession;
import io.corebus.storage.StorageMessages.Done;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;

/** {@link IdentityMessages#REVOKE_SESSION}. */
final class RevokeSessionHandler implements Service<RevokeSession, Done> {
    private static final String REVOKE = """
            WITH session AS (
                UPDATE corebus.sessions SET ended = true, expires_at = least(expires_at, now())
                WHERE id = $6 AND user_id = $7 AND NOT ended AND expires_at > now()
                RETURNING id, user_id
            ), change AS (
                SELECT user_id AS id, json_build_object('session', id) AS before, NULL::json AS after FROM session
            ), %s
            SELECT id FROM session
            """.formatted(UserJournal.entry("session-revoked", "true"));

    private final Database database;

    RevokeSessionHandler(Database database) {
        this.database = database;
    }

    @Override
    public Future<Done> handle(RevokeSession request, Caller caller) {
        UUID id = AccountId.parse(request.id());
        UUID user = AccountId.parse(request.user());
        if (id == null || user == null) {
            return Future.failedFuture(AccountFailures.noSuchSession());
        }
        UUID command = UserJournal.command("session-revoked", caller.trace(), id);
        Tuple arguments = UserJournal.arguments(caller, command).addUUID(id).addUUID(user);
        return UserJournal.doOnce(database, REVOKE, arguments, command, AccountFailures::noSuchSession);
    }
}
