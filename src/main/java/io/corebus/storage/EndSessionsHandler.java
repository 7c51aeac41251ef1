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
    private static final String END_ONE = """
            UPDATE corebus.sessions SET ended = true, expires_at = least(expires_at, now())
            WHERE id = (SELECT session_id FROM corebus.refresh_tokens WHERE hash = $1) AND NOT ended
            RETURNING user_id
            """;

    private final Database database;

    EndSessionsHandler(Database database) {
        this.database = database;
    }

    @Override
    public Future<EndedSessions> handle(EndSessions request, Caller caller) {
        return endOne(request.tokenHash())
                .compose(ended -> endAll(AccountId.parse(request.user()), ended))
                .recover(AccountFailures::explain);
    }

    private Future<EndedSessions> endOne(@Nullable String tokenHash) {
        return tokenHash == null
                ? Future.succeededFuture(new EndedSessions(null))
                : database.write(END_ONE, Tuple.of(tokenHash)).map(EndSessionsHandler::ended);
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
