package io.corebus.access;

import io.corebus.access.OidcMessages.ForeignIdentities;
import io.corebus.access.OidcMessages.ForeignIdentity;
import io.corebus.access.OidcMessages.ListIdentities;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.IdentityMessages;
import io.vertx.core.Future;

final class ListIdentitiesHandler implements Service<ListIdentities, ForeignIdentities> {
    private final Bus bus;

    ListIdentitiesHandler(Bus bus) {
        this.bus = bus;
    }

    @Override
    public Future<ForeignIdentities> handle(ListIdentities request, Caller caller) {
        Admission.requireSelfOrAdmin(request.user(), caller, "Only an admin may list the identities of other users.");
        Admission.requireReading(caller);
        String user = Admission.userId(request.user());
        IdentityMessages.ListIdentities query = new IdentityMessages.ListIdentities(user);
        return OwnerLookup.require(bus, user, caller)
                .compose(there -> bus.request(IdentityMessages.LIST_IDENTITIES, query, caller))
                .map(ListIdentitiesHandler::shown);
    }

    private static ForeignIdentities shown(IdentityMessages.ForeignIdentities found) {
        return new ForeignIdentities(found.identities().stream()
                .map(identity -> new ForeignIdentity(identity.issuer(), identity.subject(), identity.createdAt()))
                .toList());
    }
}
