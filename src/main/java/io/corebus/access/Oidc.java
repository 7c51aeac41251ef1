package io.corebus.access;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.config.OidcConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** The part of the access room that signs people in with a provider, where one is configured. */
final class Oidc {
    private Oidc() {}

    /** Null where none is configured. */
    static @Nullable OidcProvider provider(Vertx vertx, OidcConfig config, Clock clock) {
        return config.issuer() == null ? null : new OidcProvider(config, new ProviderHttp(vertx), clock);
    }

    static Future<?> serve(
            Bus bus,
            OidcConfig config,
            @Nullable OidcProvider provider,
            SigningKeys keys,
            Sessions sessions,
            AccessTrail trail,
            RefreshHandler refresh,
            Clock clock) {
        if (provider == null) {
            return Future.all(
                    bus.serve(OidcMessages.FIND_OIDC, offer(false, null)),
                    bus.serve(OidcMessages.BEGIN_OIDC, Oidc::isOff),
                    bus.serve(OidcMessages.FINISH_OIDC, Oidc::isOff),
                    bus.serve(OidcMessages.REDEEM_OIDC, Oidc::isOff));
        }
        OpaqueTokens random = new OpaqueTokens();
        OidcUsers users = new OidcUsers(bus, config, provider.issuer(), clock);
        Service<OidcMessages.FinishOidc, OidcMessages.FinishedOidc> finish =
                new FinishOidcHandler(provider, users, keys, sessions, trail, random, clock);
        return Future.all(
                bus.serve(OidcMessages.FIND_OIDC, offer(true, config.audiences().isEmpty() ? null : provider.issuer())),
                bus.serve(OidcMessages.BEGIN_OIDC, new BeginOidcHandler(provider, keys, random, clock)),
                bus.serve(OidcMessages.FINISH_OIDC, finish),
                bus.serve(OidcMessages.REDEEM_OIDC, new RedeemOidcHandler(refresh)));
    }

    private static Service<OidcMessages.FindOidc, OidcMessages.OidcOffer> offer(
            boolean configured, @Nullable String tokenIssuer) {
        return (question, caller) -> Future.succeededFuture(new OidcMessages.OidcOffer(configured, tokenIssuer));
    }

    private static <Q, R> Future<R> isOff(Q request, Caller caller) {
        return Future.failedFuture(Refusals.oidcNotConfigured());
    }
}
