package io.corebus.access;

import io.corebus.access.AccessMessages.CompleteSetup;
import io.corebus.access.AccessMessages.Tokens;
import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.vertx.core.Future;

/** Creates the first admin for whoever has the one-time token, and signs it in. */
final class CompleteSetupHandler implements Service<CompleteSetup, Tokens> {
    private final FirstAdmin firstAdmin;
    private final Sessions sessions;
    private final AccessTrail trail;
    private final PasswordRules passwordRules;

    CompleteSetupHandler(FirstAdmin firstAdmin, Sessions sessions, AccessTrail trail, AccessConfig config) {
        this.firstAdmin = firstAdmin;
        this.sessions = sessions;
        this.trail = trail;
        this.passwordRules = new PasswordRules(config.passwordMinLength());
    }

    @Override
    public Future<Tokens> handle(CompleteSetup request, Caller caller) {
        CompleteSetup checked = checked(request);
        Attempt attempt = Attempt.by(Attempt.Way.SETUP, checked.client());
        return firstAdmin
                .create(checked.email(), checked.password(), checked.token(), caller)
                .recover(refused -> fail(attempt, refused, caller))
                .compose(user -> begin(user, attempt, caller));
    }

    /** Who comes late is told so and leaves no entry; whoever shows a token that is none does. */
    private Future<String> fail(Attempt attempt, Throwable refused, Caller caller) {
        return Refusals.is(refused, "setup-token")
                ? trail.signInFailed(null, attempt, refused, caller)
                : Future.failedFuture(refused);
    }

    private Future<Tokens> begin(String user, Attempt attempt, Caller caller) {
        return sessions.begin(user, attempt.client(), caller)
                .compose(begun ->
                        trail.signedIn(user, begun.id(), attempt, caller).map(begun.tokens()));
    }

    private CompleteSetup checked(CompleteSetup request) {
        // What can be no token is looked up like any other: where there is an admin already, that is the answer.
        String token = request.token() == null ? "" : request.token();
        Faults faults = new Faults();
        String email = EmailRules.check(request.email(), faults);
        String password = passwordRules.checkNew(request.password(), faults);
        faults.refuse();
        return new CompleteSetup(token, email, password, request.client());
    }
}
