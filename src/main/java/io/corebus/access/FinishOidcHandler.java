package io.corebus.access;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.access.OidcMessages.FinishOidc;
import io.corebus.access.OidcMessages.FinishedOidc;
import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.StorageMessages.User;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.Map;
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
                .compose(code -> provider.exchange(flow, code))
                .compose(answer -> finish(flow, answer, Attempt.by(Attempt.Way.PROVIDER, request.client()), caller));
    }

    /** From here on the provider has let somebody in: a refusal is in the trail. What came before, anybody can send as often as it likes. */
    private Future<FinishedOidc> finish(OidcFlow flow, JsonNode answer, Attempt attempt, Caller caller) {
        return provider.claims(flow, answer)
                .compose(claims -> users.find(claims, caller).map(user -> new Vouched(user, claims)))
                .recover(refused -> fail(null, attempt, refused, caller))
                .compose(vouched -> admit(vouched, attempt, caller))
                .compose(user -> begin(user, flow, attempt, caller));
    }

    private Future<String> admit(Vouched vouched, Attempt attempt, Caller caller) {
        return Future.succeededFuture(vouched)
                .compose(known -> users.admit(known.user(), known.claims(), caller))
                .recover(refused -> fail(vouched.user().id(), attempt, refused, caller));
    }

    private <T> Future<T> fail(@Nullable String user, Attempt attempt, Throwable refused, Caller caller) {
        return Refusals.is(refused, "oidc-refused")
                ? trail.signInFailed(user, attempt, refused, caller)
                : Future.failedFuture(refused);
    }

    private static String code(FinishOidc request) {
        String code = request.code();
        if (request.error() != null || code == null) {
            throw Refusals.oidcRefused("The provider did not let you in. Sign in again, or ask an admin.");
        }
        return code;
    }

    private Future<FinishedOidc> begin(String user, OidcFlow flow, Attempt attempt, Caller caller) {
        String code = random.create();
        String binding = random.create();
        return sessions.beginBriefly(user, together(code, binding), attempt.client(), caller)
                .compose(session -> trail.signedIn(user, session, attempt, caller))
                .map(new FinishedOidc(code, binding, flow.returnTo()));
    }

    /** The refresh token that a code and a binding are together. */
    static String together(String code, String binding) {
        return Encoding.base64url(Encoding.hmacSha256(Encoding.utf8(binding), code));
    }

    /** Somebody of whom the provider says that. */
    private record Vouched(User user, Map<String, JsonNode> claims) {}
}
