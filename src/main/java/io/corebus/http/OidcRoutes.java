package io.corebus.http;

import io.corebus.access.OidcMessages;
import io.corebus.access.OidcMessages.BeginOidc;
import io.corebus.access.OidcMessages.BegunOidc;
import io.corebus.access.OidcMessages.FindOidc;
import io.corebus.access.OidcMessages.FinishOidc;
import io.corebus.access.OidcMessages.FinishedOidc;
import io.corebus.access.OidcMessages.OidcOffer;
import io.corebus.access.OidcMessages.RedeemOidc;
import io.corebus.bus.Bus;
import io.corebus.door.Door;
import io.corebus.door.Exchange;
import io.corebus.door.QueryParameters;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Future;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sign-in with a provider of OpenID Connect: to the provider, back from it, and the exchange of the code that the page is given in its fragment, which goes to no
 * server and into no log.
 */
final class OidcRoutes {
    private static final String PATH = "/api/auth/oidc";
    private static final String CALLBACK = PATH + "/callback";
    private static final String FLOW = "corebus_oidc_flow";
    private static final String BINDING = "corebus_oidc_binding";
    private static final int FLOW_SECONDS = 600;
    private static final int BINDING_SECONDS = 60;

    private final Bus bus;
    private final @Nullable String publicUrl;
    private final boolean secure;

    OidcRoutes(Bus bus, HttpConfig config) {
        this.bus = bus;
        this.publicUrl = config.publicUrl();
        this.secure = config.isSecure();
    }

    void mount(Door door) {
        door.on(HttpMethod.GET, PATH, "auth", "oidc", this::find);
        door.on(HttpMethod.GET, PATH + "/login", "auth", "oidc-login", this::login);
        door.on(HttpMethod.GET, CALLBACK, "auth", "oidc-callback", this::callback);
        door.withBody(HttpMethod.POST, PATH + "/token", "auth", "oidc-token", this::token);
    }

    private Future<Void> find(Exchange exchange) {
        QueryParameters.none(exchange);
        return bus.request(OidcMessages.FIND_OIDC, new FindOidc(), exchange.caller())
                .compose(offer -> exchange.json(200, told(offer)));
    }

    private static byte[] told(OidcOffer offer) {
        return ("{\"configured\":" + offer.configured() + "}").getBytes(StandardCharsets.UTF_8);
    }

    private Future<Void> login(Exchange exchange) {
        String returnTo = QueryParameters.only(exchange, Set.of("return_to")).text("return_to");
        BeginOidc request = new BeginOidc(door(exchange) + CALLBACK, returnTo == null ? "/" : returnTo);
        return bus.request(OidcMessages.BEGIN_OIDC, request, exchange.caller()).compose(begun -> send(exchange, begun));
    }

    /** The provider compares it with what was registered there, so a forged host gets nowhere. */
    private String door(Exchange exchange) {
        if (publicUrl != null) {
            return publicUrl.endsWith("/") ? publicUrl.substring(0, publicUrl.length() - 1) : publicUrl;
        }
        return "http://" + exchange.request().authority();
    }

    private Future<Void> send(Exchange exchange, BegunOidc begun) {
        // Lax: the browser comes back from another site.
        keep(exchange, FLOW, begun.flow(), FLOW_SECONDS, CookieSameSite.LAX);
        return redirect(exchange, begun.location());
    }

    private Future<Void> callback(Exchange exchange) {
        Cookie flow = exchange.request().getCookie(FLOW);
        FinishOidc request = new FinishOidc(
                flow == null ? null : flow.getValue(),
                exchange.request().getParam("state"),
                exchange.request().getParam("code"),
                exchange.request().getParam("iss"),
                exchange.request().getParam("error"),
                AccountRoutes.client(exchange));
        keep(exchange, FLOW, "", 0, CookieSameSite.LAX);
        return bus.request(OidcMessages.FINISH_OIDC, request, exchange.caller())
                .compose(finished -> hand(exchange, finished));
    }

    private Future<Void> hand(Exchange exchange, FinishedOidc finished) {
        keep(exchange, BINDING, finished.binding(), BINDING_SECONDS, CookieSameSite.STRICT);
        return redirect(exchange, finished.returnTo() + "#oidc_code=" + finished.code());
    }

    private Future<Void> token(Exchange exchange) {
        JsonForm form = JsonForm.read(exchange, Set.of("code"));
        Cookie binding = exchange.request().getCookie(BINDING);
        RedeemOidc request = new RedeemOidc(form.text("code"), binding == null ? null : binding.getValue());
        form.requireValid();
        keep(exchange, BINDING, "", 0, CookieSameSite.STRICT);
        return bus.request(OidcMessages.REDEEM_OIDC, request, exchange.caller())
                .compose(tokens -> AccountRoutes.answerTokens(exchange, tokens));
    }

    private void keep(Exchange exchange, String name, String value, int seconds, CookieSameSite site) {
        exchange.response()
                .addCookie(Cookie.cookie(name, value)
                        .setPath(PATH)
                        .setMaxAge(seconds)
                        .setHttpOnly(true)
                        .setSecure(secure)
                        .setSameSite(site));
    }

    private static Future<Void> redirect(Exchange exchange, String location) {
        return exchange.response()
                .setStatusCode(303)
                .putHeader(HttpHeaderNames.LOCATION, location)
                .putHeader(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .putHeader("referrer-policy", "no-referrer")
                .end();
    }
}
