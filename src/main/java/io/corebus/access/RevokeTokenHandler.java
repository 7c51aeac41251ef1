package io.corebus.access;

import io.corebus.access.AccessMessages.Done;
import io.corebus.access.AccessMessages.UserChanged;
import io.corebus.access.TokenMessages.RevokeToken;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.IdentityMessages;
import io.corebus.storage.IdentityMessages.DeleteToken;
import io.vertx.core.Future;

/** Revokes an API token and tells all nodes. */
final class RevokeTokenHandler implements Service<RevokeToken, Done> {
    private final Bus bus;

    RevokeTokenHandler(Bus bus) {
        this.bus = bus;
    }

    @Override
    public Future<Done> handle(RevokeToken request, Caller caller) {
        Admission.requireSelfOrAdmin(request.user(), caller, "Only an admin may revoke the tokens of other users.");
        Admission.requireUnscoped(caller);
        String user = Admission.userId(request.user());
        return bus.request(IdentityMessages.DELETE_TOKEN, new DeleteToken(request.id(), user), caller)
                .onSuccess(done -> bus.publish(AccessMessages.USER_CHANGED, new UserChanged(user)))
                .map(new Done());
    }
}
