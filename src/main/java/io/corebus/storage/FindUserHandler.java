package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.StorageMessages.FindUser;
import io.corebus.storage.StorageMessages.FoundUser;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;

/** {@link StorageMessages#FIND_USER}. */
final class FindUserHandler implements Service<FindUser, FoundUser> {
    private static final String BY_ID = "SELECT " + Users.COLUMNS + " FROM corebus.users WHERE id = $1";
    private static final String BY_EMAIL =
            "SELECT " + Users.COLUMNS + " FROM corebus.users WHERE comparable_email = $1";

    private final Database database;

    FindUserHandler(Database database) {
        this.database = database;
    }

    @Override
    public Future<FoundUser> handle(FindUser request, Caller caller) {
        String email = request.email();
        if (request.id() != null || email == null) {
            UUID id = AccountId.parse(request.id());
            return id == null ? nobody() : find(BY_ID, id);
        }
        // PostgreSQL has no text with a NUL character, so nobody has such an address.
        return email.indexOf('\0') >= 0 ? nobody() : find(BY_EMAIL, Users.comparable(email));
    }

    private Future<FoundUser> find(String sql, Object key) {
        return database.read(sql, Tuple.of(key))
                .map(rows -> new FoundUser(Users.first(rows).orElse(null)));
    }

    private static Future<FoundUser> nobody() {
        return Future.succeededFuture(new FoundUser(null));
    }
}
