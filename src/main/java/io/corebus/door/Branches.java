package io.corebus.door;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.internal.net.RFC3986;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The routes of a door, which are many more than a router of Vert.x should look through one after the other: there are a dozen for each feature. A path that is
 * written out is looked up; one with parameters is held against those alone that begin as the request does, such as with {@code /api/tasks}, and have as many
 * parts.
 */
final class Branches {
    private static final String API = "/api/";

    private final Map<String, Path> written = new HashMap<>();
    private final Map<String, Map<Integer, List<Path>>> withParameters = new HashMap<>();

    /** From here on they come before what is added to the trunk. */
    Branches(Router trunk) {
        trunk.route().handler(this::enter);
    }

    /**
     * Serves requests of these methods. What was added first for a method and a path stays.
     *
     * @param path may have parameters, such as {@code /api/tasks/:id} or {@code /ws/:feature}, behind that with which it {@linkplain #beginning begins}; one without them
     *     comes before one with
     * @param handler answers, or fails: it leaves nothing to the routes behind
     */
    void add(Set<HttpMethod> methods, String path, Handler<RoutingContext> handler) {
        Path added = path(path);
        methods.forEach(method -> added.byMethod.putIfAbsent(method, handler));
    }

    /** Serves the other methods of a path. A path that is written out has them to itself: what one with parameters serves is something else. */
    void addLast(String path, Handler<RoutingContext> handler) {
        path(path).last = handler;
    }

    private Path path(String path) {
        if (path.indexOf(':') < 0) {
            return written.computeIfAbsent(path, Path::new);
        }
        List<Path> alike = withParameters
                .computeIfAbsent(beginning(path), unknown -> new HashMap<>())
                .computeIfAbsent(parts(path), unknown -> new ArrayList<>());
        for (Path known : alike) {
            if (known.path.equals(path)) {
                return known;
            }
        }
        Path added = new Path(path);
        alike.add(added);
        return added;
    }

    private void enter(RoutingContext routing) {
        String asked = withoutSlash(routing.normalizedPath());
        HttpMethod method = routing.request().method();
        Path exact = written.get(asked);
        Handler<RoutingContext> handler = exact == null ? null : exact.byMethod.get(method);
        if (handler == null && exact != null) {
            handler = exact.last;
        }
        if (handler != null) {
            handler.handle(routing);
        } else {
            enter(routing, asked, method);
        }
    }

    private void enter(RoutingContext routing, String asked, HttpMethod method) {
        Handler<RoutingContext> last = null;
        for (Path path : alike(asked)) {
            if (path.matches(asked)) {
                Handler<RoutingContext> handler = path.byMethod.get(method);
                if (handler != null) {
                    path.takeParameters(asked, routing.pathParams());
                    handler.handle(routing);
                    return;
                }
                last = last == null ? path.last : last;
            }
        }
        if (last != null) {
            last.handle(routing);
        } else {
            routing.next();
        }
    }

    private List<Path> alike(String asked) {
        return withParameters.getOrDefault(beginning(asked), Map.of()).getOrDefault(parts(asked), List.of());
    }

    private static String withoutSlash(String path) {
        int end = path.length() - 1;
        return end > 0 && path.charAt(end) == '/' ? path.substring(0, end) : path;
    }

    private static String beginning(String path) {
        int end = path.indexOf('/', path.startsWith(API) ? API.length() : 1);
        return end < 0 ? path : path.substring(0, end);
    }

    private static int parts(String path) {
        int parts = 0;
        for (int i = 0; i < path.length(); i++) {
            parts += path.charAt(i) == '/' ? 1 : 0;
        }
        return parts;
    }

    /** One path and who serves it. */
    private static final class Path {
        private final String path;
        private final String[] parts;
        private final Map<HttpMethod, Handler<RoutingContext>> byMethod = new HashMap<>();
        private @Nullable Handler<RoutingContext> last;

        Path(String path) {
            this.path = path;
            this.parts = path.substring(1).split("/", -1);
        }

        /** @param asked has as many parts */
        boolean matches(String asked) {
            int at = 1;
            for (String part : parts) {
                int end = end(asked, at);
                boolean matches =
                        isParameter(part) ? end > at : end - at == part.length() && asked.startsWith(part, at);
                if (!matches) {
                    return false;
                }
                at = end + 1;
            }
            return true;
        }

        /** @param asked matches, and is normalized: what is wrongly encoded does not come here */
        void takeParameters(String asked, Map<String, String> taken) {
            int at = 1;
            for (String part : parts) {
                int end = end(asked, at);
                if (isParameter(part)) {
                    taken.put(part.substring(1), RFC3986.decodeURIComponent(asked.substring(at, end), false));
                }
                at = end + 1;
            }
        }

        private static boolean isParameter(String part) {
            return part.startsWith(":");
        }

        private static int end(String asked, int at) {
            int end = asked.indexOf('/', at);
            return end < 0 ? asked.length() : end;
        }
    }
}
