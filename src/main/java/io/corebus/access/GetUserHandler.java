package io.corebus.access;

import io.corebus.access.AccessMessages.GetUser;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.FailureException;
import io.corebus.bus.Service;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.FindUser;
import io.corebus.storage.StorageMessages.FoundUser;
import io.corebus.storage.StorageMessages.User;
import io.vertx.core.Future;

final class GetUserHandler implements Service<GetUser, AccessMessages.User> {
    private final Bus bus;

    GetUserHandler(Bus bus) {
        this.bus = bus;
    }

    @Override
    public Future<AccessMessages.User> handle(GetUser request, Caller caller) {
        Admission.requireSelfOrAdmin(request.id(), caller, "Only an admin may look at other users.");
        return bus.request(StorageMessages.FIND_USER, query(request), caller)
                .map(found ->
                        existing(found, request.email() == null ? Refusals.noSuchUser() : Refusals.noSuchAddress()))
                .map(Profiles::of);
    }

    private static FindUser query(GetUser request) {
        String email = request.email();
        return email == null
                ? new FindUser(Admission.userId(request.id()), null)
                : new FindUser(null, EmailRules.trimmed(email));
    }

    /** Fails with {@code not-found} 404 where there is none. */
    static User existing(FoundUser found) {
        return existing(found, Refusals.noSuchUser());
    }

    private static User existing(FoundUser found, FailureException otherwise) {
        User user = found.user();
        if (user == null) {
            throw otherwise;
        }
        return user;
    }
}
