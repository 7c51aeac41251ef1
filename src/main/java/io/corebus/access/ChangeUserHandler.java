package io.corebus.access;

import io.corebus.access.AccessMessages.ChangeUser;
import io.corebus.access.AccessMessages.UserChanged;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.FindUser;
import io.corebus.storage.StorageMessages.UpdateUser;
import io.corebus.storage.StorageMessages.User;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes a user, tells all nodes, and ends its sessions where it should not go on with them. In this order: a sign-in that runs at the same time looks at
 * the user again after its session began.
 */
final class ChangeUserHandler implements Service<ChangeUser, AccessMessages.User> {
    private final Bus bus;
    private final PasswordHasher passwords;
    private final Sessions sessions;
    private final PasswordRules passwordRules;

    ChangeUserHandler(Bus bus, PasswordHasher passwords, Sessions sessions, AccessConfig config) {
        this.bus = bus;
        this.passwords = passwords;
        this.sessions = sessions;
        this.passwordRules = new PasswordRules(config.passwordMinLength());
    }

    @Override
    public Future<AccessMessages.User> handle(ChangeUser request, Caller caller) {
        admit(request, caller);
        ChangeUser checked = checked(request);
        return change(checked, caller).map(Profiles::of);
    }

    private static void admit(ChangeUser request, Caller caller) {
        Admission.requireSelfOrAdmin(request.id(), caller, "Only an admin may change other users.");
        if (request.roles() != null || request.disabled() != null) {
            Admission.requireAdmin(caller, "Only an admin may change roles or disable users.");
        }
        if (request.password() != null) {
            Admission.requireAdmin(
                    caller, "Only an admin may set passwords. Change your own with POST /api/me/password.");
        }
    }

    private ChangeUser checked(ChangeUser request) {
        String id = Admission.userId(request.id());
        Faults faults = new Faults();
        if (request.password() != null) {
            passwordRules.checkNew(request.password(), faults);
        }
        List<String> roles = request.roles() == null ? null : RoleRules.check(request.roles(), faults);
        faults.refuse();
        return new ChangeUser(id, request.password(), roles, request.disabled());
    }

    private Future<User> change(ChangeUser request, Caller caller) {
        if (request.password() == null && request.roles() == null && request.disabled() == null) {
            return bus.request(StorageMessages.FIND_USER, new FindUser(request.id(), null), caller)
                    .map(GetUserHandler::existing);
        }
        return hash(request.password(), caller)
                .compose(hashed -> update(request, hashed.orNull(), caller))
                .onSuccess(user -> bus.publish(AccessMessages.USER_CHANGED, new UserChanged(user.id())))
                .compose(user -> endSessions(request, user, caller));
    }

    private Future<Hashed> hash(@Nullable String password, Caller caller) {
        return password == null
                ? Future.succeededFuture(new Hashed(null))
                : passwords.hash(password, caller).map(Hashed::new);
    }

    private Future<User> update(ChangeUser request, @Nullable String hash, Caller caller) {
        boolean locksOut = hash != null || Boolean.TRUE.equals(request.disabled());
        UpdateUser command =
                new UpdateUser(request.id(), hash, request.roles(), request.disabled()).endingSessions(locksOut, null);
        return bus.request(StorageMessages.UPDATE_USER, command, caller).recover(ChangeUserHandler::inOurWords);
    }

    /** Those that there were have ended with the change. One that began while it was made is seen by a later statement only. */
    private Future<User> endSessions(ChangeUser request, User user, Caller caller) {
        boolean locksOut = request.password() != null || user.disabled();
        return locksOut ? sessions.endAll(user.id(), caller).map(user) : Future.succeededFuture(user);
    }

    static <T> Future<T> inOurWords(Throwable cause) {
        return Future.failedFuture(Refusals.is(cause, "not-found") ? Refusals.noSuchUser() : cause);
    }

    /** A hash, where there is a new password. */
    private record Hashed(@Nullable String orNull) {
        @Override
        public String toString() {
            return "Hashed[]";
        }
    }
}
