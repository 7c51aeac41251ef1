package io.corebus.access;

import io.corebus.access.AccessMessages.Client;
import io.corebus.access.AccessMessages.CompleteSetup;
import io.corebus.access.AccessMessages.Tokens;
import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.vertx.core.Future;

/** Creates the first admin for whoever has the one-time token, and signs it in. */
final class CompleteSetupHandler implements Service<CompleteSetup, Tokens> {
    private final FirstAdmin firstAdmin;
    private final Sessions sessions;
    private final PasswordRules passwordRules;

    CompleteSetupHandler(FirstAdmin firstAdmin, Sessions sessions, AccessConfig config) {
        this.firstAdmin = firstAdmin;
        this.sessions = sessions;
        this.passwordRules = new PasswordRules(config.passwordMinLength());
    }

    @Override
    public Future<Tokens> handle(CompleteSetup request, Caller caller) {
        CompleteSetup checked = checked(request);
        return firstAdmin
                .create(checked.email(), checked.password(), checked.token(), caller)
                .compose(user -> sessions.begin(user, Client.orUnknown(checked.client()), caller));
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
