package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.StorageMessages.DeleteUser;
import io.corebus.storage.StorageMessages.Done;
import io.vertx.core.Future;
import java.util.UUID;

/** {@link StorageMessages#DELETE_USER}. The trace and the id name the command. Sessions go by reference; that an admin is left is up to a trigger. */
final class DeleteUserHandler implements Service<DeleteUser, Done> {
    private static final String DELETE =
            """
            WITH change AS (
                DELETE FROM corebus.users WHERE id = $6
                RETURNING id, %s AS before, NULL::json AS after
            ), %s
            SELECT id FROM change
            """.formatted(Users.profile("users"), UserJournal.entry("user-deleted", "true"));

    private final Database database;

    DeleteUserHandler(Database database) {
        this.database = database;
    }

    @Override
    public Future<Done> handle(DeleteUser request, Caller caller) {
        UUID id = AccountId.parse(request.id());
        if (id == null) {
            return Future.failedFuture(AccountFailures.noSuchUser());
        }
        UUID command = UserJournal.command("user-deleted", caller.trace(), id);
        return database.write(DELETE, UserJournal.arguments(caller, command).addUUID(id))
                .recover(AccountFailures::explain)
                .compose(rows -> rows.size() == 1 ? Future.succeededFuture(new Done()) : orRepeated(command));
    }

    private Future<Done> orRepeated(UUID command) {
        return UserJournal.firstResult(database, command)
                .map(first -> first.map(deleted -> new Done()).orElseThrow(AccountFailures::noSuchUser));
    }
}
