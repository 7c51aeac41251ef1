package io.corebus.access;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.config.OidcConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;

/** The part of the access room that signs people in with a provider, where one is configured. */
final class Oidc {
    private Oidc() {}

    static Future<?> serve(
            Vertx vertx,
            Bus bus,
            OidcConfig config,
            SigningKeys keys,
            Sessions sessions,
            AccessTrail trail,
            RefreshHandler refresh,
            Clock clock) {
        if (config.issuer() == null) {
            return Future.all(
                    bus.serve(OidcMessages.FIND_OIDC, offer(false)),
                    bus.serve(OidcMessages.BEGIN_OIDC, Oidc::isOff),
                    bus.serve(OidcMessages.FINISH_OIDC, Oidc::isOff),
                    bus.serve(OidcMessages.REDEEM_OIDC, Oidc::isOff));
        }
        OpaqueTokens random = new OpaqueTokens();
        OidcProvider provider = new OidcProvider(config, new ProviderHttp(vertx), clock);
        OidcUsers users = new OidcUsers(bus, config, provider.issuer(), clock);
        Service<OidcMessages.FinishOidc, OidcMessages.FinishedOidc> finish =
                new FinishOidcHandler(provider, users, keys, sessions, trail, random, clock);
        return Future.all(
                bus.serve(OidcMessages.FIND_OIDC, offer(true)),
                bus.serve(OidcMessages.BEGIN_OIDC, new BeginOidcHandler(provider, keys, random, clock)),
                bus.serve(OidcMessages.FINISH_OIDC, finish),
                bus.serve(OidcMessages.REDEEM_OIDC, new RedeemOidcHandler(refresh)));
    }

    private static Service<OidcMessages.FindOidc, OidcMessages.OidcOffer> offer(boolean configured) {
        return (question, caller) -> Future.succeededFuture(new OidcMessages.OidcOffer(configured));
    }

    private static <Q, R> Future<R> isOff(Q request, Caller caller) {
        return Future.failedFuture(Refusals.oidcNotConfigured());
    }
}
