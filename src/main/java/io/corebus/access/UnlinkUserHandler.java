package io.corebus.access;

import io.corebus.access.AccessMessages.Done;
import io.corebus.access.OidcMessages.UnlinkUser;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.IdentityMessages;
import io.vertx.core.Future;

/** Forgets under which names providers know a user. One's own, too, only an admin may have forgotten: whoever took over a session could link a name of its own
 * otherwise. */
final class UnlinkUserHandler implements Service<UnlinkUser, Done> {
    private final Bus bus;

    UnlinkUserHandler(Bus bus) {
        this.bus = bus;
    }

    @Override
    public Future<Done> handle(UnlinkUser request, Caller caller) {
        Admission.requireAdmin(caller, "Only an admin may unlink users from a provider.");
        IdentityMessages.UnlinkUser command = new IdentityMessages.UnlinkUser(Admission.userId(request.user()));
        return bus.request(IdentityMessages.UNLINK_USER, command, caller).map(new Done());
    }
}
