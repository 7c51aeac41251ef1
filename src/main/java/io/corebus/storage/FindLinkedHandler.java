package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.IdentityMessages.FindLinked;
import io.corebus.storage.StorageMessages.FoundUser;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;

/** {@link IdentityMessages#FIND_LINKED}. */
final class FindLinkedHandler implements Service<FindLinked, FoundUser> {
    private static final String FIND = "SELECT " + Users.COLUMNS
            + " FROM corebus.users WHERE id = (SELECT user_id FROM corebus.foreign_identities WHERE issuer = $1 AND subject = $2)";

    private final Database database;

    FindLinkedHandler(Database database) {
        this.database = database;
    }

    @Override
    public Future<FoundUser> handle(FindLinked request, Caller caller) {
        return database.read(FIND, Tuple.of(request.issuer(), request.subject()))
                .recover(AccountFailures::explain)
                .map(rows -> new FoundUser(Users.first(rows).orElse(null)));
    }
}
