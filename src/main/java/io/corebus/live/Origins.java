package io.corebus.live;

import io.corebus.bus.Failure;
import io.corebus.config.WebOrigin;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which pages may connect: a browser says where a page came from, and lets any page open a WebSocket. Who sends no origin is no browser. */
final class Origins {
    private final Set<String> allowed;

    Origins(List<String> allowed) {
        this.allowed = allowed.stream().map(WebOrigin::normal).collect(Collectors.toUnmodifiableSet());
    }

    /** Null where it may. */
    @Nullable
    Failure refusal(HttpServerRequest request) {
        String origin = request.getHeader("origin");
        if (origin == null || allowed.contains(WebOrigin.normal(origin)) || isSame(origin, request.authority())) {
            return null;
        }
        return new Failure(
                "origin-not-allowed",
                403,
                "Pages of this origin may not connect. Let the operator add it to live.origins.");
    }

    /** Compares host and port only: whether TLS was ended by a proxy in front is not known here. */
    private static boolean isSame(String origin, @Nullable HostAndPort authority) {
        if (authority == null) {
            return false;
        }
        String host = authority.host().toLowerCase(Locale.ROOT);
        String own = authority.port() < 0 ? host : host + ":" + authority.port();
        return List.of("http://" + own, "https://" + own).contains(WebOrigin.normal(origin));
    }
}
