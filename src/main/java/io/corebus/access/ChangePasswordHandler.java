package io.corebus.access;

import io.corebus.access.AccessMessages.Done;
import io.corebus.access.SessionMessages.ChangePassword;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.FailureException;
import io.corebus.bus.FieldFault;
import io.corebus.bus.Service;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.FindUser;
import io.corebus.storage.StorageMessages.FindUserCommand;
import io.corebus.storage.StorageMessages.UpdateUser;
import io.corebus.storage.StorageMessages.User;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** Changes the caller's own password, for whoever knows the old one: a token that was stolen is not enough. */
final class ChangePasswordHandler implements Service<ChangePassword, Done> {
    private final Bus bus;
    private final PasswordHasher passwords;
    private final Sessions sessions;
    private final AccessTrail trail;
    private final PasswordRules passwordRules;

    ChangePasswordHandler(
            Bus bus, PasswordHasher passwords, Sessions sessions, AccessTrail trail, AccessConfig config) {
        this.bus = bus;
        this.passwords = passwords;
        this.sessions = sessions;
        this.trail = trail;
        this.passwordRules = new PasswordRules(config.passwordMinLength());
    }

    @Override
    public Future<Done> handle(ChangePassword request, Caller caller) {
        Admission.requireSignedIn(caller);
        Admission.requireUnscoped(caller);
        ChangePassword checked = checked(request);
        String user = Admission.userId(caller.user());
        return bus.request(StorageMessages.FIND_USER, new FindUser(user, null), caller)
                .map(GetUserHandler::existing)
                .map(ChangePasswordHandler::requireOne)
                .compose(found -> change(found, checked, caller))
                .compose(updated -> sessions.endOthers(user, TokenIds.session(caller.token()), caller))
                .map(new Done());
    }

    private Future<User> change(User user, ChangePassword request, Caller caller) {
        return passwords
                .check(request.oldPassword(), user.passwordHash(), true, caller)
                .compose(right -> right ? replace(user, request, caller) : unlessDone(user, caller));
    }

    private Future<User> replace(User user, ChangePassword request, Caller caller) {
        return passwords.hash(request.password(), caller).compose(hash -> update(user, hash, caller));
    }

    /** An attempt whose answer was lost may have changed it already: then the old one is the one that was wrong from then on. */
    private Future<User> unlessDone(User user, Caller caller) {
        return bus.request(StorageMessages.FIND_USER_COMMAND, new FindUserCommand(command(user.id(), caller)), caller)
                .compose(found -> found.done() ? Future.succeededFuture(user) : refuse(user.id(), caller));
    }

    /** The same when the bus asks again: each request has a trace of its own. */
    private static String command(String user, Caller caller) {
        String name = "password-changed " + caller.trace() + ' ' + user;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private ChangePassword checked(ChangePassword request) {
        Faults faults = new Faults();
        if (request.oldPassword() == null || request.oldPassword().length() > PasswordRules.MAX_LENGTH * 2) {
            faults.add("/old_password", "required", "The password you have now is required.");
        }
        passwordRules.checkNew(request.password(), faults);
        faults.refuse();
        return request;
    }

    private <T> Future<T> refuse(String user, Caller caller) {
        return trail.signInFailed(user, Attempt.by(Attempt.Way.PASSWORD_CHANGE, null), wrong(), caller);
    }

    private static User requireOne(User user) {
        if (user.passwordHash() == null) {
            throw Refusals.validation(List.of(new FieldFault(
                    "/old_password",
                    "none",
                    "You have no password: you sign in with a provider. Ask an admin to give you one.")));
        }
        return user;
    }

    /** Not 401: the caller is signed in, and signing in again would not help. */
    private static FailureException wrong() {
        return Refusals.validation(
                List.of(new FieldFault("/old_password", "wrong", "This is not the password you have now.")));
    }

    /**
     * The other sessions that there are end with it. One that began while it was made is seen by a later statement only. Hashing takes a while: where an admin has
     * set another password meanwhile, the old one is wrong by now, and the admin's stays.
     */
    private Future<User> update(User user, String hash, Caller caller) {
        UpdateUser command = new UpdateUser(user.id(), hash, null, null)
                .endingSessions(true, TokenIds.session(caller.token()))
                .expecting(user.passwordHash())
                .named(command(user.id(), caller));
        return bus.request(StorageMessages.UPDATE_USER, command, caller)
                .recover(cause -> Refusals.is(cause, "conflict")
                        ? refuse(user.id(), caller)
                        : ChangeUserHandler.inOurWords(cause));
    }
}
