package io.corebus.access;

import io.corebus.access.AccessMessages.Client;
import io.corebus.access.AccessMessages.SignIn;
import io.corebus.access.AccessMessages.Tokens;
import io.corebus.access.Sessions.Begun;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.FindUser;
import io.corebus.storage.StorageMessages.FoundUser;
import io.corebus.storage.StorageMessages.User;
import io.vertx.core.Future;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Exchanges an e-mail address and a password for tokens. Wrong, unknown and disabled look the same, in words and in time. */
final class SignInHandler implements Service<SignIn, Tokens> {
    private final Bus bus;
    private final PasswordHasher passwords;
    private final PasswordUpgrade upgrade;
    private final Sessions sessions;
    private final AccessTrail trail;
    private final DeviceProof devices;
    private final AccessMetrics metrics;

    SignInHandler(
            Bus bus,
            PasswordHasher passwords,
            PasswordUpgrade upgrade,
            Sessions sessions,
            AccessTrail trail,
            DeviceProof devices,
            AccessMetrics metrics) {
        this.bus = bus;
        this.passwords = passwords;
        this.upgrade = upgrade;
        this.sessions = sessions;
        this.trail = trail;
        this.devices = devices;
        this.metrics = metrics;
    }

    @Override
    public Future<Tokens> handle(SignIn request, Caller caller) {
        return Future.succeededFuture(request)
                .map(SignInHandler::checked)
                .compose(checked -> signIn(checked, caller))
                .onComplete(done -> metrics.signIn(done.cause()));
    }

    private static SignIn checked(SignIn request) {
        Faults faults = new Faults();
        String email = EmailRules.check(request.email(), faults);
        String password = PasswordRules.checkShown(request.password(), faults);
        faults.refuse();
        return new SignIn(email, password, request.client(), request.known());
    }

    private Future<Tokens> signIn(SignIn request, Caller caller) {
        return find(new FindUser(null, request.email()), caller)
                .compose(found -> signIn(found.user(), request, caller));
    }

    private Future<Tokens> signIn(@Nullable User user, SignIn request, Caller caller) {
        return verify(user, request, caller)
                .compose(right -> begin(right, request, caller))
                .recover(refused -> fail(user, request, refused, caller));
    }

    private Future<Tokens> fail(@Nullable User user, SignIn request, Throwable refused, Caller caller) {
        if (!Refusals.is(refused, "invalid-credentials")) {
            return Future.failedFuture(refused);
        }
        return trail.signInFailed(user == null ? null : user.id(), attempt(request), refused, caller);
    }

    private static Attempt attempt(SignIn request) {
        return Attempt.by(Attempt.Way.PASSWORD, request.client());
    }

    private Future<Tokens> begin(User user, SignIn request, Caller caller) {
        return sessions.begin(user.id(), Client.orUnknown(request.client()), caller)
                .recover(SignInHandler::goneMeanwhile)
                .compose(begun -> confirm(user, request, begun, caller));
    }

    /**
     * Looks at the user once more, now that the session is there. Whoever changes a password or disables a user does so first and ends the sessions then; so
     * either this look sees the change, or the session was there early enough to be ended with the others.
     */
    private Future<Tokens> confirm(User user, SignIn request, Begun begun, Caller caller) {
        return find(new FindUser(user.id(), null), caller)
                .compose(found -> verifyAgain(user, found.user(), request, caller))
                .compose(now -> upgrade.apply(now, request.password(), caller).map(now))
                .compose(now -> trail.signedIn(user.id(), begun.id(), attempt(request), caller)
                        .map(now))
                .map(now -> begun.tokens().with(devices.create(now)))
                .recover(refused -> withdraw(begun.tokens(), refused, caller));
    }

    private Future<User> verifyAgain(User before, @Nullable User now, SignIn request, Caller caller) {
        boolean unchanged = now != null && !now.disabled() && Objects.equals(now.passwordHash(), before.passwordHash());
        return unchanged ? Future.succeededFuture(now) : verify(now, request, caller);
    }

    private Future<User> verify(@Nullable User user, SignIn request, Caller caller) {
        String hash = user == null || user.disabled() ? null : user.passwordHash();
        return passwords
                .check(request.password(), hash, request.known(), caller)
                .map(right -> admit(user, right));
    }

    private static User admit(@Nullable User user, boolean right) {
        if (user == null || !right) {
            throw Refusals.invalidCredentials();
        }
        return user;
    }

    private Future<Tokens> withdraw(Tokens tokens, Throwable refused, Caller caller) {
        return sessions.withdraw(tokens.refreshToken(), caller).transform(ended -> Future.failedFuture(refused));
    }

    private static <T> Future<T> goneMeanwhile(Throwable cause) {
        boolean gone = Refusals.is(cause, "not-found") || Refusals.is(cause, "reference-not-found");
        return Future.failedFuture(gone ? Refusals.invalidCredentials() : cause);
    }

    private Future<FoundUser> find(FindUser query, Caller caller) {
        return bus.request(StorageMessages.FIND_USER, query, caller);
    }
}
