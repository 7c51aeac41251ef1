package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.StorageMessages.EndSessions;
import io.corebus.storage.StorageMessages.EndedSessions;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@link StorageMessages#END_SESSIONS}. */
final class EndSessionsHandler implements Service<EndSessions, EndedSessions> {
    /** What is no session, or was ended, leaves no entry: anybody may send anything for a token. */
    private static final String END_ONE = """
            WITH session AS (
                UPDATE corebus.sessions SET ended = true, expires_at = least(expires_at, now())
                WHERE id = (SELECT session_id FROM corebus.refresh_tokens WHERE hash = $6) AND NOT ended
                RETURNING id, user_id
            ), change AS (
                SELECT user_id AS id, json_build_object('session', id) AS before, NULL::json AS after FROM session
            ), %s
            SELECT user_id FROM session
            """.formatted(UserJournal.entryOfUser("signed-out", "$7::boolean"));

    private final Database database;

    EndSessionsHandler(Database database) {
        this.database = database;
    }

    @Override
    public Future<EndedSessions> handle(EndSessions request, Caller caller) {
        return endOne(request, caller)
                .compose(ended -> endAll(AccountId.parse(request.user()), ended))
                .recover(AccountFailures::explain);
    }

    private Future<EndedSessions> endOne(EndSessions request, Caller caller) {
        String tokenHash = request.tokenHash();
        if (tokenHash == null) {
            return Future.succeededFuture(new EndedSessions(null));
        }
        UUID command = UserJournal.command("signed-out", caller.trace(), tokenHash);
        Tuple arguments =
                UserJournal.arguments(caller, command).addString(tokenHash).addBoolean(request.signedOut());
        return database.write(END_ONE, arguments).map(EndSessionsHandler::ended);
    }

    private static EndedSessions ended(RowSet<Row> rows) {
        return new EndedSessions(
                rows.size() == 0
                        ? null
                        : rows.iterator().next().getUUID("user_id").toString());
    }

    private Future<EndedSessions> endAll(@Nullable UUID user, EndedSessions ended) {
        return user == null
                ? Future.succeededFuture(ended)
                : RevokeOthersHandler.revoke(database, user, null).map(new EndedSessions(user.toString()));
    }
}
