package io.corebus.door;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;

/**
 * The routes of a door by what their paths begin with: {@code /api/tasks}, {@code /mcp}. A request is held against those that begin as its path does, not
 * against those of every feature there is.
 */
final class Branches {
    private static final String API = "/api/";

    private final Vertx vertx;
    private final Router trunk;
    private final Map<String, Router> byBeginning = new HashMap<>();

    Branches(Vertx vertx, Router trunk) {
        this.vertx = vertx;
        this.trunk = trunk;
    }

    /** Where a path may begin with anything, it is looked at for every request. */
    Router of(String path) {
        String beginning = beginning(path);
        return beginning.contains(":")
                ? trunk
                : byBeginning.computeIfAbsent(beginning, unknown -> Router.router(vertx));
    }

    /** After all routes of the trunk, and before what answers where nothing else did. */
    void close() {
        trunk.route().handler(this::enter);
    }

    private void enter(RoutingContext routing) {
        Router branch = byBeginning.get(beginning(routing.normalizedPath()));
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
}
