package io.corebus.access;

import io.corebus.access.TokenMessages.ApiTokens;
import io.corebus.access.TokenMessages.ListTokens;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.IdentityMessages;
import io.vertx.core.Future;

final class ListTokensHandler implements Service<ListTokens, ApiTokens> {
    private final Bus bus;

    ListTokensHandler(Bus bus) {
        this.bus = bus;
    }

    @Override
    public Future<ApiTokens> handle(ListTokens request, Caller caller) {
        Admission.requireSelfOrAdmin(request.user(), caller, "Only an admin may list the tokens of other users.");
        Admission.requireReading(caller);
        String user = Admission.userId(request.user());
        IdentityMessages.ListTokens query = new IdentityMessages.ListTokens(user);
        return OwnerLookup.require(bus, user, caller)
                .compose(there -> bus.request(IdentityMessages.LIST_TOKENS, query, caller))
                .map(ListTokensHandler::profiles);
    }

    private static ApiTokens profiles(IdentityMessages.ApiTokens found) {
        return new ApiTokens(found.tokens().stream().map(Profiles::of).toList());
    }
}
