package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.IdentityMessages.FindSession;
import io.corebus.storage.IdentityMessages.FoundSession;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;

/** {@link IdentityMessages#FIND_SESSION}. */
final class FindSessionHandler implements Service<FindSession, FoundSession> {
    private static final String FIND =
            "SELECT id FROM corebus.sessions WHERE id = $1 AND NOT ended AND expires_at > now()";

    private final Database database;

    FindSessionHandler(Database database) {
        this.database = database;
    }

    @Override
    public Future<FoundSession> handle(FindSession request, Caller caller) {
        UUID id = AccountId.parse(request.id());
        return id == null
                ? Future.succeededFuture(new FoundSession(false))
                : database.read(FIND, Tuple.of(id)).map(rows -> new FoundSession(rows.size() == 1));
    }
}
