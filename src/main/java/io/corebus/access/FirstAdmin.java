package io.corebus.access;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.CheckSetup;
import io.corebus.storage.StorageMessages.FindUser;
import io.corebus.storage.StorageMessages.InsertFirstAdmin;
import io.corebus.storage.StorageMessages.User;
import io.vertx.core.Future;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Creates the user that every installation begins with, once per database whatever many nodes try. */
final class FirstAdmin {
    private final Bus bus;
    private final PasswordHasher passwords;
    private final Clock clock;

    FirstAdmin(Bus bus, PasswordHasher passwords, Clock clock) {
        this.bus = bus;
        this.passwords = passwords;
        this.clock = clock;
    }

    /**
     * The id of the new admin. Fails with {@code setup-closed} 409 and {@code setup-token} 403.
     *
     * @param setupToken null where the environment names the admin
     */
    Future<String> create(String email, String password, @Nullable String setupToken, Caller caller) {
        String id = UserIds.create(clock.millis(), caller.trace(), email);
        String tokenHash = setupToken == null ? null : OpaqueTokens.hash(setupToken);
        return checked(tokenHash, caller)
                .compose(good -> passwords.hash(password, caller))
                .compose(hash -> insert(new InsertFirstAdmin(id, email, hash, tokenHash), caller))
                .recover(cause -> explain(cause, id, email, caller));
    }

    /** Before the hash: anybody may come here, and a hash is dear. */
    private Future<Void> checked(@Nullable String tokenHash, Caller caller) {
        return tokenHash == null
                ? Future.succeededFuture()
                : bus.request(StorageMessages.CHECK_SETUP, new CheckSetup(tokenHash), caller)
                        .mapEmpty();
    }

    private Future<String> insert(InsertFirstAdmin command, Caller caller) {
        return bus.request(StorageMessages.INSERT_FIRST_ADMIN, command, caller).map(User::id);
    }

    private Future<String> explain(Throwable cause, String id, String email, Caller caller) {
        if (Refusals.is(cause, "setup-token")) {
            return Future.failedFuture(Refusals.setupToken());
        }
        if (Refusals.is(cause, "setup-closed")) {
            return createdBefore(id, email, caller);
        }
        return Future.failedFuture(cause);
    }

    /** An attempt whose answer was lost may have closed the set-up: then the admin that is there is the one that was asked for. */
    private Future<String> createdBefore(String id, String email, Caller caller) {
        return bus.request(StorageMessages.FIND_USER, new FindUser(null, email), caller)
                .map(found -> sameOrClosed(found.user(), id));
    }

    private static String sameOrClosed(@Nullable User user, String id) {
        if (user == null || !UserIds.areOfSameCommand(user.id(), id)) {
            throw Refusals.setupClosed();
        }
        return user.id();
    }
}
