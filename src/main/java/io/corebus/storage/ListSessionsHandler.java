package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.IdentityMessages.ListSessions;
import io.corebus.storage.IdentityMessages.Session;
import io.corebus.storage.IdentityMessages.Sessions;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;

/** {@link IdentityMessages#LIST_SESSIONS}. */
final class ListSessionsHandler implements Service<ListSessions, Sessions> {
    private static final String LIST =
            """
            SELECT id, address, user_agent, %s AS created_at, %s AS last_used_at, %s AS expires_at
            FROM corebus.sessions session
            WHERE user_id = $1 AND NOT ended AND session.expires_at > now()
            ORDER BY session.created_at DESC, id LIMIT 1000
            """.formatted(Rows.time("created_at"), Rows.time("last_used_at"), Rows.time("expires_at"));

    private final Database database;

    ListSessionsHandler(Database database) {
        this.database = database;
    }

    @Override
    public Future<Sessions> handle(ListSessions request, Caller caller) {
        UUID user = AccountId.parse(request.user());
        return user == null
                ? Future.succeededFuture(new Sessions(List.of()))
                : database.read(LIST, Tuple.of(user))
                        .map(rows -> new Sessions(Rows.all(rows, ListSessionsHandler::session)));
    }

    private static Session session(Row row) {
        return new Session(
                row.getUUID("id").toString(),
                row.getString("created_at"),
                row.getString("last_used_at"),
                row.getString("expires_at"),
                row.getString("address"),
                row.getString("user_agent"));
    }
}
