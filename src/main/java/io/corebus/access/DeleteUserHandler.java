package io.corebus.access;

import io.corebus.access.AccessMessages.DeleteUser;
import io.corebus.access.AccessMessages.Done;
import io.corebus.access.AccessMessages.UserChanged;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.StorageMessages;
import io.vertx.core.Future;

/** Deletes a user. Its sessions go with it, in the same statement. */
final class DeleteUserHandler implements Service<DeleteUser, Done> {
    private final Bus bus;

    DeleteUserHandler(Bus bus) {
        this.bus = bus;
    }

    @Override
    public Future<Done> handle(DeleteUser request, Caller caller) {
        Admission.requireAdmin(caller, "Only an admin may delete users.");
        String id = Admission.userId(request.id());
        return bus.request(StorageMessages.DELETE_USER, new StorageMessages.DeleteUser(id), caller)
                .recover(ChangeUserHandler::inOurWords)
                .onSuccess(done -> bus.publish(AccessMessages.USER_CHANGED, new UserChanged(id)))
                .map(new Done());
    }
}
