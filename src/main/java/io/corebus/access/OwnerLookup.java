package io.corebus.access;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.FindUser;
import io.corebus.storage.StorageMessages.User;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Whose sessions and tokens these are: nobody's are not the same as none. */
final class OwnerLookup {
    private OwnerLookup() {}

    /**
     * Fails with {@code not-found} 404 where there is no such user.
     *
     * @param user the id in the form in which storage has it
     */
    static Future<Void> require(Bus bus, String user, Caller caller) {
        if (user.equals(caller.user())) {
            return Future.succeededFuture(); // Whoever asks is there.
        }
        return bus.request(StorageMessages.FIND_USER, new FindUser(user, null), caller)
                .map(GetUserHandler::existing)
                .mapEmpty();
    }

    /** Fails with {@code not-found} 404, and with {@code user-disabled} 409. */
    static Future<Void> requireEnabled(Bus bus, String user, Caller caller) {
        if (user.equals(caller.user())) {
            return Future.succeededFuture(); // Whoever asks was let in.
        }
        return bus.request(StorageMessages.FIND_USER, new FindUser(user, null), caller)
                .map(GetUserHandler::existing)
                .map(OwnerLookup::enabled);
    }

    private static @Nullable Void enabled(User user) {
        if (user.disabled()) {
            throw Refusals.userDisabled();
        }
        return null;
    }
}
