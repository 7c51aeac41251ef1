package io.corebus.door;

import io.corebus.config.WebOrigin;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import java.util.List;
import java.util.Set;

/**
 * Lets pages of named origins call (CORS, Fetch standard 3.2). Tokens come in a header, never in a cookie, so browsers need send no credentials. Everyone else
 * is answered as if there were no such thing: the browser keeps the answer from the page.
 */
public final class CrossOrigin {
    private static final int PREFLIGHT_SECONDS = 600;
    private static final Set<String> SENT = Set.of(
            "accept",
            "authorization",
            "content-type",
            "idempotency-key",
            "if-match",
            "if-none-match",
            "last-event-id",
            "mcp-method",
            "mcp-name",
            "mcp-protocol-version",
            "prefer",
            "traceparent");
    private static final Set<String> READ = Set.of(
            "accept-patch",
            "deprecation",
            "etag",
            "idempotency-replayed",
            "link",
            "location",
            "preference-applied",
            "ratelimit",
            "ratelimit-policy",
            "retry-after",
            "sunset",
            "www-authenticate");

    private final Set<String> origins;
    private final CorsHandler handler;

    private CrossOrigin(List<String> origins) {
        this.origins = Set.copyOf(origins);
        this.handler = CorsHandler.create()
                .addOrigins(origins)
                .allowedMethods(Methods.SERVED)
                .allowedHeaders(SENT)
                .exposedHeaders(READ)
                .maxAgeSeconds(PREFLIGHT_SECONDS);
    }

    /** Before all other routes. */
    public static void mount(Router router, List<String> origins) {
        if (!origins.isEmpty()) {
            List<String> sent = origins.stream().map(WebOrigin::normal).toList();
            router.route().handler(new CrossOrigin(sent)::handle);
        }
    }

    private void handle(RoutingContext routing) {
        String origin = routing.request().getHeader(HttpHeaders.ORIGIN);
        if (origin != null && origins.contains(origin)) {
            handler.handle(routing);
            return;
        }
        routing.response().headers().add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        routing.next();
    }
}
