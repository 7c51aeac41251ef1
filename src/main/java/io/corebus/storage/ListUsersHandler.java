package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.StorageMessages.ListUsers;
import io.corebus.storage.StorageMessages.User;
import io.corebus.storage.StorageMessages.UserPage;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;

/** {@link StorageMessages#LIST_USERS}, in the order of their ids. */
final class ListUsersHandler implements Service<ListUsers, UserPage> {
    private static final String LIST =
            "SELECT " + Users.COLUMNS + " FROM corebus.users WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT $2";

    private final Database database;

    ListUsersHandler(Database database) {
        this.database = database;
    }

    @Override
    public Future<UserPage> handle(ListUsers request, Caller caller) {
        UUID after = AccountId.parse(request.after());
        if (request.after() != null && after == null) {
            return Future.succeededFuture(new UserPage(List.of(), null));
        }
        // One more than asked for tells whether there is another page.
        return database.read(LIST, Tuple.of(after, request.limit() + 1L))
                .map(rows -> Rows.page(rows, request.limit(), Users::read, User::id, UserPage::new));
    }
}
