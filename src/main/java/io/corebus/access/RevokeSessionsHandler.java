package io.corebus.access;

import io.corebus.access.AccessMessages.Done;
import io.corebus.access.SessionMessages.RevokeSessions;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.vertx.core.Future;

/** Ends the sessions of a user, but for the one in which it is asked. */
final class RevokeSessionsHandler implements Service<RevokeSessions, Done> {
    private final Bus bus;
    private final Sessions sessions;
    private final AccessTrail trail;

    RevokeSessionsHandler(Bus bus, Sessions sessions, AccessTrail trail) {
        this.bus = bus;
        this.sessions = sessions;
        this.trail = trail;
    }

    @Override
    public Future<Done> handle(RevokeSessions request, Caller caller) {
        Admission.requireSelfOrAdmin(request.user(), caller, "Only an admin may end the sessions of other users.");
        Admission.requireUnscoped(caller);
        String user = Admission.userId(request.user());
        return OwnerLookup.require(bus, user, caller)
                .compose(there -> sessions.endOthers(user, TokenIds.session(caller.token()), caller))
                .compose(ended -> trail.sessionsRevoked(user, caller))
                .map(new Done());
    }
}
