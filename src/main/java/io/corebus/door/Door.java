package io.corebus.door;

import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.Futures;
import io.corebus.bus.NodeView;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What every route of the HTTP door has in common: a bound on the work in hand, the caller's name, metrics, and one place where every failure becomes an
 * answer.
 */
public final class Door {
    private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("x-content-type-options");
    private static final CharSequence CONTENT_POLICY = HttpHeaders.createOptimized("content-security-policy");
    /** What is answered is data: where a browser shows it as a page all the same, nothing in it may load, run or be framed. */
    private static final CharSequence NO_CONTENT =
            HttpHeaders.createOptimized("default-src 'none'; frame-ancestors 'none'");

    private final Router router;
    private final Routes routes;
    private final DoorLimits limits;
    private final Authentication authentication;
    private final RateLimit rates;
    private final DoorMetrics metrics;
    private final NodeView node;
    private final Bodies bodies;
    private final Bulkhead bulkhead;

    /** Its routes come before all that are added to the router from now on. */
    public Door(
            Router router,
            DoorLimits limits,
            Authentication authentication,
            RateLimit rates,
            DoorMetrics metrics,
            NodeView node) {
        this.router = router;
        this.routes = new Routes(router);
        this.limits = limits;
        this.bulkhead = new Bulkhead(limits);
        this.authentication = authentication;
        this.rates = rates;
        this.metrics = metrics;
        this.node = node;
        this.bodies = new Bodies(limits.maxBody());
    }

    /** For what is answered without asking who calls. */
    public Routes routes() {
        return routes;
    }

    /** What is counted here, for what does not come as requests of its own. */
    public RateLimit rates() {
        return rates;
    }

    /** Serves a request without a body. The handler answers and completes, or fails. */
    public void on(
            HttpMethod method, String path, String feature, String action, Function<Exchange, Future<Void>> handler) {
        routes.on(method, path, routing -> serve(exchange(routing), feature, action, handler));
    }

    /** Serves a request whose body is read first, up to the limit. */
    public void withBody(
            HttpMethod method, String path, String feature, String action, Function<Exchange, Future<Void>> handler) {
        routes.on(
                method,
                path,
                routing -> bodies.read(
                        routing, body -> serve(exchange(routing).withBody(body), feature, action, handler)));
    }

    /** Serves a PATCH. Whoever sends another type, or asks what can be done here, is told those that it takes (RFC 5789, section 3.1). */
    public void patch(
            String path, Set<String> types, String feature, String action, Function<Exchange, Future<Void>> handler) {
        String accepted = String.join(", ", types.stream().sorted().toList());
        routes.takesPatches(path, accepted);
        withBody(
                HttpMethod.PATCH,
                path,
                feature,
                action,
                exchange -> Futures.begun(() -> handler.apply(exchange))
                        .recover(cause -> tellPatches(exchange, accepted, cause)));
    }

    private static Future<Void> tellPatches(Exchange exchange, String accepted, Throwable cause) {
        if (FailureException.of(cause).status() == 415) {
            exchange.response().putHeader(Routes.ACCEPT_PATCH, accepted);
        }
        return Future.failedFuture(cause);
    }

    /** As {@link #withBody}, for a protocol that asks for a token in its own words: the handler finds out who calls. */
    public void unidentified(
            HttpMethod method, String path, String feature, String action, Function<Exchange, Future<Void>> handler) {
        routes.on(
                method,
                path,
                routing -> bodies.read(
                        routing,
                        body -> admit(
                                exchange(routing).withBody(body),
                                feature,
                                action,
                                exchange -> Futures.begun(() -> handler.apply(exchange)))));
    }

    /** Serves a request whose body the handler takes as a stream: nothing of it comes before it is resumed. What the handler leaves of it is thrown away. */
    public void streaming(
            HttpMethod method, String path, String feature, String action, Function<Exchange, Future<Void>> handler) {
        routes.on(method, path, routing -> stream(routing, feature, action, handler));
    }

    private void stream(
            RoutingContext routing, String feature, String action, Function<Exchange, Future<Void>> handler) {
        routing.request().pause();
        routing.addEndHandler(answered -> discardRest(routing.request()));
        serve(exchange(routing), feature, action, handler);
    }

    /** Over HTTP/2, Vert.x takes it for a mistake to resume a request of which nothing is left. */
    private static void discardRest(HttpServerRequest request) {
        if (!request.isEnded()) {
            request.resume();
        }
    }

    private Exchange exchange(RoutingContext routing) {
        return new Exchange(routing, limits.deadline());
    }

    /** After the last route: what is left is a wrong method, an unknown path or something that failed on the way. */
    public void close() {
        routes.close("See /openapi.json for what there is.");
        router.route().failureHandler(this::answerFailure);
    }

    private void serve(Exchange exchange, String feature, String action, Function<Exchange, Future<Void>> handler) {
        admit(exchange, feature, action, admitted -> {
            Future<Exchange> known = identify(admitted);
            return (rates.limitsFeatures() ? known.compose(rates::admitFeature) : known).compose(handler);
        });
    }

    /** @param handler does not throw: what fails, fails in its future */
    private void admit(Exchange exchange, String feature, String action, Function<Exchange, Future<Void>> handler) {
        exchange.is(feature, action);
        decorate(exchange);
        Failure full = bulkhead.enter(feature);
        if (full != null) {
            exchange.fail(full);
            metrics.answered(exchange);
            return;
        }
        handler.apply(exchange).onComplete((done, failure) -> leave(exchange, feature, failure));
    }

    /** Whoever guesses tokens is counted as one who has none. */
    private Future<Exchange> identify(Exchange exchange) {
        return authentication
                .identify(exchange)
                .compose(
                        rates::admitCaller,
                        invalid -> rates.admitAddress(exchange).compose(counted -> Future.failedFuture(invalid)));
    }

    private void leave(Exchange exchange, String feature, @Nullable Throwable failure) {
        try {
            if (failure != null) {
                exchange.fail(failure);
            }
        } finally {
            bulkhead.leave(feature);
            metrics.answered(exchange);
        }
    }

    private void decorate(Exchange exchange) {
        exchange.response().putHeader(CONTENT_TYPE_OPTIONS, NOSNIFF).putHeader(CONTENT_POLICY, NO_CONTENT);
        if (!node.ready() && exchange.request().version() != HttpVersion.HTTP_2) {
            // Draining: the client should take its next request to another node. HTTP/2 has GOAWAY for that, and no
            // such header (RFC 9113, 8.2.2).
            exchange.response().putHeader(HttpHeaderNames.CONNECTION, "close");
        }
    }

    private void answerFailure(RoutingContext routing) {
        Routes.refuse(routing, failure(routing));
    }

    private Failure failure(RoutingContext routing) {
        return switch (routing.statusCode()) {
            case 400 -> new Failure("bad-request", 400, "The request is not well-formed HTTP.");
            case 413 -> new Failure("body-too-large", 413, "The body may have at most " + limits.maxBody() + " bytes.");
            case 414 -> new Failure("uri-too-long", 414, "The path and query are too long.");
            default -> {
                exchange(routing).fail(routing.failure());
                yield Failure.internal();
            }
        };
    }
}
