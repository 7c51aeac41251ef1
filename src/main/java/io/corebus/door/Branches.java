package io.corebus.door;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The routes of a door by what their paths begin with, such as {@code /api/tasks}, and by how many parts they have. A request is held against those that it
 * can meet, not against those of every feature there is; and where a path is written out, it is not held against any route.
 */
final class Branches {
    private static final String API = "/api/";

    private final Vertx vertx;
    private final Map<String, Map<Integer, Router>> byBeginning = new HashMap<>();
    /** By whole path and method. What is there is in its branch, too, for paths that are written otherwise and mean the same. */
    private final Map<String, Map<HttpMethod, Handler<RoutingContext>>> byPath = new HashMap<>();

    /** From here on they come before what is added to the trunk. */
    Branches(Vertx vertx, Router trunk) {
        this.vertx = vertx;
        trunk.route().handler(this::enter);
    }

    /**
     * @param path has no wild card, but may have parameters; one without them comes before one with
     * @param handler answers, or fails: it leaves nothing to the routes behind
     */
    void add(Set<HttpMethod> methods, String path, Handler<RoutingContext> handler) {
        Route route = of(path).route(path).handler(handler);
        methods.forEach(route::method);
        if (path.indexOf(':') < 0) {
            Map<HttpMethod, Handler<RoutingContext>> byMethod =
                    byPath.computeIfAbsent(path, unknown -> new HashMap<>());
            methods.forEach(method -> byMethod.putIfAbsent(method, handler));
        }
    }

    /** For every method that no route has which was added before. */
    void addLast(String path, Handler<RoutingContext> handler) {
        of(path).route(path).handler(handler);
    }

    private Router of(String path) {
        return byBeginning
                .computeIfAbsent(beginning(path), unknown -> new HashMap<>())
                .computeIfAbsent(parts(path), unknown -> Router.router(vertx));
    }

    private void enter(RoutingContext routing) {
        String path = routing.normalizedPath();
        Handler<RoutingContext> handler =
                byPath.getOrDefault(path, Map.of()).get(routing.request().method());
        if (handler != null) {
            handler.handle(routing);
        } else {
            enter(routing, path);
        }
    }

    private void enter(RoutingContext routing, String path) {
        Map<Integer, Router> branches = byBeginning.get(beginning(path));
        Router branch = branches == null ? null : branches.get(parts(path));
        if (branch == null) {
            routing.next();
        } else {
            branch.handleContext(routing);
        }
    }

    private static String beginning(String path) {
        int end = path.indexOf('/', path.startsWith(API) ? API.length() : 1);
        return end < 0 ? path : path.substring(0, end);
    }

    /** A slash at the end begins none. */
    private static int parts(String path) {
        int parts = 0;
        for (int i = 0; i < path.length() - 1; i++) {
            parts += path.charAt(i) == '/' ? 1 : 0;
        }
        return parts;
    }
}
