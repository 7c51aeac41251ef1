package io.corebus.http;

import io.corebus.access.AccessMessages;
import io.corebus.access.AccessMessages.Recognize;
import io.corebus.access.AccessMessages.Tokens;
import io.corebus.bus.Bus;
import io.corebus.door.Exchange;
import io.vertx.core.Future;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The cookie by which a browser shows that it signed in to an account before. It lets nobody in; it only keeps strangers' attempts from counting against it. */
final class DeviceCookie {
    private static final String NAME = "corebus_device";
    private static final String PATH = "/api/auth";
    private static final Duration LIFE = Duration.ofDays(180);

    private final Bus bus;
    private final boolean secure;

    /** @param secure whether browsers come by https */
    DeviceCookie(Bus bus, boolean secure) {
        this.bus = bus;
        this.secure = secure;
    }

    /** The device, where it is one of this account; null where it is not, or nobody can tell at the moment. */
    Future<@Nullable String> known(Exchange exchange, String email) {
        Cookie cookie = exchange.request().getCookie(NAME);
        if (cookie == null) {
            return Future.succeededFuture(null);
        }
        String device = cookie.getValue();
        return bus.request(AccessMessages.RECOGNIZE, new Recognize(email, device), exchange.caller())
                .map(recognized -> recognized.known() ? device : null)
                .otherwise((String) null);
    }

    void give(Exchange exchange, Tokens tokens) {
        String device = tokens.device();
        if (device != null) {
            exchange.response()
                    .addCookie(Cookie.cookie(NAME, device)
                            .setPath(PATH)
                            .setMaxAge(LIFE.toSeconds())
                            .setHttpOnly(true)
                            .setSecure(secure)
                            .setSameSite(CookieSameSite.STRICT));
        }
    }
}
