package io.corebus.access;

import io.corebus.access.TokenMessages.IssueToken;
import io.corebus.access.TokenMessages.IssuedToken;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.IdentityMessages;
import io.corebus.storage.IdentityMessages.InsertToken;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;

/** Issues an API token. Storage keeps its hash; the token itself is in the answer and nowhere else. */
final class IssueTokenHandler implements Service<IssueToken, IssuedToken> {
    private final Bus bus;
    private final Clock clock;

    IssueTokenHandler(Bus bus, Clock clock) {
        this.bus = bus;
        this.clock = clock;
    }

    @Override
    public Future<IssuedToken> handle(IssueToken request, Caller caller) {
        Admission.requireSelfOrAdmin(request.user(), caller, "Only an admin may issue tokens for other users.");
        Admission.requireSession(
                caller, "API tokens are issued by people: sign in with a password to get another one.");
        String user = Admission.userId(request.user());
        IssueToken checked = TokenRules.check(request, clock.instant());
        String token = TokenText.of(checked.seed());
        return OwnerLookup.requireEnabled(bus, user, caller)
                .compose(enabled -> insert(command(user, checked, token, caller), caller))
                .map(inserted -> new IssuedToken(Profiles.of(inserted), token));
    }

    private Future<IdentityMessages.ApiToken> insert(InsertToken command, Caller caller) {
        return bus.request(IdentityMessages.INSERT_TOKEN, command, caller);
    }

    private InsertToken command(String user, IssueToken request, String token, Caller caller) {
        List<String> scopes = request.scopes() == null ? List.of() : request.scopes();
        String id = UserIds.create(clock.millis(), caller.trace(), token);
        return new InsertToken(
                id,
                user,
                OpaqueTokens.hash(token),
                TokenText.prefix(token),
                request.name(),
                scopes,
                request.rate(),
                request.expiresAt());
    }
}
