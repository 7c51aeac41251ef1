package io.corebus.access;

import io.corebus.access.AccessMessages.Client;
import io.corebus.access.OidcMessages.FinishOidc;
import io.corebus.access.OidcMessages.FinishedOidc;
import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Goes on with a sign-in elsewhere when the browser is back from the provider. What comes of it is a session whose first refresh token nobody has whole: the page
 * gets a code, and its browser keeps a binding where no script sees it. Both together are that token, for one minute and one exchange.
 */
final class FinishOidcHandler implements Service<FinishOidc, FinishedOidc> {
    private final OidcProvider provider;
    private final OidcUsers users;
    private final SigningKeys keys;
    private final Sessions sessions;
    private final AccessTrail trail;
    private final OpaqueTokens random;
    private final Clock clock;

    FinishOidcHandler(
            OidcProvider provider,
            OidcUsers users,
            SigningKeys keys,
            Sessions sessions,
            AccessTrail trail,
            OpaqueTokens random,
            Clock clock) {
        this.provider = provider;
        this.users = users;
        this.keys = keys;
        this.sessions = sessions;
        this.trail = trail;
        this.random = random;
        this.clock = clock;
    }

    @Override
    public Future<FinishedOidc> handle(FinishOidc request, Caller caller) {
        String sealed = request.flow();
        if (sealed == null) {
            return Future.failedFuture(Refusals.oidcState());
        }
        return keys.find(Encoding.nameOf(sealed))
                .map(key -> open(sealed, key, request.state()))
                .compose(flow -> finish(flow, request, caller));
    }

    private OidcFlow open(String sealed, Optional<SigningKey> key, @Nullable String state) {
        OidcFlow flow = OidcFlow.open(sealed, key.orElseThrow(Refusals::oidcState), clock.instant());
        if (state == null || !Encoding.isSame(flow.state(), state)) {
            throw Refusals.oidcState();
        }
        return flow;
    }

    private Future<FinishedOidc> finish(OidcFlow flow, FinishOidc request, Caller caller) {
        return provider.requireIssuer(request.issuer())
                .map(right -> code(request))
                .compose(code -> provider.claims(flow, code))
                .compose(claims -> users.find(claims, caller))
                .compose(user -> begin(user, flow, Client.orUnknown(request.client()), caller));
    }

    private static String code(FinishOidc request) {
        String code = request.code();
        if (request.error() != null || code == null) {
            throw Refusals.oidcRefused("The provider did not let you in. Sign in again, or ask an admin.");
        }
        return code;
    }

    private Future<FinishedOidc> begin(String user, OidcFlow flow, Client client, Caller caller) {
        String code = random.create();
        String binding = random.create();
        return sessions.beginBriefly(user, together(code, binding), client, caller)
                .compose(begun -> trail.signedIn(user, caller))
                .map(new FinishedOidc(code, binding, flow.returnTo()));
    }

    /** The refresh token that a code and a binding are together. */
    static String together(String code, String binding) {
        return Encoding.base64url(Encoding.hmacSha256(Encoding.utf8(binding), code));
    }
}
