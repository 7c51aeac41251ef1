package io.corebus.door;

import io.corebus.bus.Failure;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The routes of one server, whoever is behind them: {@code HEAD} works where {@code GET} does, {@code OPTIONS} tells what does, and all else is refused. */
public final class Routes {
    static final CharSequence ACCEPT_PATCH = HttpHeaders.createOptimized("accept-patch");

    private final Router router;
    private final Branches branches;
    private final TreeMap<String, TreeSet<String>> methods = new TreeMap<>();
    /** By path: the media types that a PATCH takes. */
    private final Map<String, String> patches = new HashMap<>();

    /** They come before all that are added to the router from now on. */
    public Routes(Router router) {
        this.router = router;
        this.branches = new Branches(router);
    }

    /**
     * What is added first for a method and a path stays.
     *
     * @param path may have parameters, such as {@code /ws/:feature}
     * @param handler answers, or fails
     */
    public void on(HttpMethod method, String path, Handler<RoutingContext> handler) {
        Set<HttpMethod> served = method.equals(HttpMethod.GET) ? Set.of(method, HttpMethod.HEAD) : Set.of(method);
        TreeSet<String> allowed = methods.computeIfAbsent(path, key -> new TreeSet<>());
        served.forEach(one -> allowed.add(one.name()));
        branches.add(served, path, handler);
    }

    /** @param types what {@code Accept-Patch} says where one asks what can be done under a path (RFC 5789, section 3.1) */
    void takesPatches(String path, String types) {
        patches.put(path, types);
    }

    /**
     * After the last route: what is left is a wrong method or an unknown path.
     *
     * @param advice a sentence for who asks for a path that is not there
     */
    public void close(String advice) {
        methods.forEach((path, allowed) -> branches.addLast(path, routing -> refuseMethod(routing, path, allowed)));
        Failure nothing = new Failure("no-such-path", 404, "There is nothing under this path. " + advice);
        router.route().handler(routing -> refuse(routing, nothing));
    }

    private void refuseMethod(RoutingContext routing, String path, SortedSet<String> allowed) {
        routing.response().putHeader(HttpHeaderNames.ALLOW, String.join(", ", allowed));
        String types = patches.get(path);
        if (types != null) {
            routing.response().putHeader(ACCEPT_PATCH, types);
        }
        if (routing.request().method().equals(HttpMethod.OPTIONS)) {
            routing.response().setStatusCode(204).end();
            return;
        }
        refuse(
                routing,
                new Failure(
                        "method-not-allowed",
                        405,
                        "This path takes other methods: " + String.join(", ", allowed) + "."));
    }

    static void refuse(RoutingContext routing, Failure failure) {
        new Exchange(routing, Duration.ZERO).fail(failure);
    }
}
