package io.corebus.door;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;

/**
 * The routes of a door by what their paths begin with, such as {@code /api/tasks}, and by how many parts they have. A request is held against those that it
 * can meet, not against those of every feature there is.
 */
final class Branches {
    private static final String API = "/api/";

    private final Vertx vertx;
    private final Map<String, Map<Integer, Router>> byBeginning = new HashMap<>();

    /** From here on they come before what is added to the trunk. */
    Branches(Vertx vertx, Router trunk) {
        this.vertx = vertx;
        trunk.route().handler(this::enter);
    }

    /** @param path has no wild card */
    Router of(String path) {
        return byBeginning
                .computeIfAbsent(beginning(path), unknown -> new HashMap<>())
                .computeIfAbsent(parts(path), unknown -> Router.router(vertx));
    }

    private void enter(RoutingContext routing) {
        String path = routing.normalizedPath();
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
