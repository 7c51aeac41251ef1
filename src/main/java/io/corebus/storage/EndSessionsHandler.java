package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.StorageMessages.Done;
import io.corebus.storage.StorageMessages.EndSessions;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@link StorageMessages#END_SESSIONS}. */
final class EndSessionsHandler implements Service<EndSessions, Done> {
    private static final String END_ONE = """
            UPDATE corebus.sessions SET ended = true, expires_at = least(expires_at, now())
            WHERE id = (SELECT session_id FROM corebus.refresh_tokens WHERE hash = $1) AND NOT ended
            """;

    /** The lock on the user keeps two of these from locking the same sessions in different orders. */
    private static final String END_ALL = """
            WITH owner AS (
                SELECT id FROM corebus.users WHERE id = $1 FOR NO KEY UPDATE
            )
            UPDATE corebus.sessions SET ended = true, expires_at = least(expires_at, now())
            FROM owner WHERE user_id = owner.id AND NOT ended
            """;

    private final Database database;

    EndSessionsHandler(Database database) {
        this.database = database;
    }

    @Override
    public Future<Done> handle(EndSessions request, Caller caller) {
        return endOne(request.tokenHash())
                .compose(ended -> endAll(AccountId.parse(request.user())))
                .recover(AccountFailures::explain)
                .map(new Done());
    }

    private Future<?> endOne(@Nullable String tokenHash) {
        return tokenHash == null ? Future.succeededFuture() : database.write(END_ONE, Tuple.of(tokenHash));
    }

    private Future<?> endAll(@Nullable UUID user) {
        return user == null ? Future.succeededFuture() : database.write(END_ALL, Tuple.of(user));
    }
}
