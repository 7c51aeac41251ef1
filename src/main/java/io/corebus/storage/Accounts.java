package io.corebus.storage;

import io.corebus.bus.Bus;
import io.corebus.storage.StorageMessages.FoundUserCommand;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** The account side of the storage room: users, sessions, signing keys, set-up. */
final class Accounts {
    private Accounts() {}

    /**
     * Serves all its addresses on the calling verticle.
     *
     * @param bell for what is in the journal
     */
    static Future<?> serve(Bus bus, Database database, Bell bell) {
        return Future.all(List.of(
                bus.serve(StorageMessages.INSERT_USER, bell.after(new InsertUserHandler(database))),
                bus.serve(StorageMessages.FIND_USER, new FindUserHandler(database)),
                bus.serve(StorageMessages.LIST_USERS, new ListUsersHandler(database)),
                bus.serve(StorageMessages.UPDATE_USER, bell.after(new UpdateUserHandler(database))),
                bus.serve(
                        StorageMessages.FIND_USER_COMMAND,
                        (request, caller) -> UserJournal.isDone(database, UUID.fromString(request.commandId()))
                                .map(FoundUserCommand::new)),
                bus.serve(StorageMessages.DELETE_USER, bell.after(new DeleteUserHandler(database))),
                bus.serve(StorageMessages.INSERT_SESSION, new InsertSessionHandler(database)),
                bus.serve(StorageMessages.ROTATE_SESSION, bell.after(new RotateSessionHandler(database))),
                bus.serve(StorageMessages.END_SESSIONS, bell.after(new EndSessionsHandler(database))),
                bus.serve(StorageMessages.INSERT_KEY, new InsertKeyHandler(database)),
                bus.serve(StorageMessages.LIST_KEYS, new ListKeysHandler(database)),
                bus.serve(StorageMessages.SAVE_SETUP, new SaveSetupHandler(database)),
                bus.serve(StorageMessages.CHECK_SETUP, new CheckSetupHandler(database)),
                bus.serve(StorageMessages.INSERT_FIRST_ADMIN, bell.after(new InsertFirstAdminHandler(database)))));
    }
}
