package io.corebus.access;

import io.corebus.access.AccessMessages.Done;
import io.corebus.access.AccessMessages.UserChanged;
import io.corebus.access.SessionMessages.RevokeSession;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.IdentityMessages;
import io.vertx.core.Future;

/** Ends a session and tells all nodes, so that its access tokens end, too. */
final class RevokeSessionHandler implements Service<RevokeSession, Done> {
    private final Bus bus;

    RevokeSessionHandler(Bus bus) {
        this.bus = bus;
    }

    @Override
    public Future<Done> handle(RevokeSession request, Caller caller) {
        Admission.requireSelfOrAdmin(request.user(), caller, "Only an admin may end the sessions of other users.");
        Admission.requireUnscoped(caller);
        String user = Admission.userId(request.user());
        IdentityMessages.RevokeSession command = new IdentityMessages.RevokeSession(request.id(), user);
        return bus.request(IdentityMessages.REVOKE_SESSION, command, caller)
                .onSuccess(done -> bus.publish(AccessMessages.USER_CHANGED, new UserChanged(user)))
                .map(new Done());
    }
}
