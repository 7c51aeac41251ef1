package io.corebus.http;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.Health;
import io.corebus.bus.NodeView;
import io.corebus.door.Door;
import io.corebus.door.Exchange;
import io.corebus.door.QueryParameters;
import io.corebus.door.Routes;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.CheckResult;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;

/** {@code /livez}, {@code /readyz}, {@code /startupz}, {@code /health} and {@code /metrics}. */
final class ManagementRoutes {
    private static final Duration PATIENCE = Duration.ofMillis(1_500);

    private final Vertx vertx;
    private final Bus bus;
    private final NodeView node;
    private final List<String> needed;

    /** @param needed the rooms without which this node is of no use: it is not ready while one of them is down */
    ManagementRoutes(Vertx vertx, Bus bus, NodeView node, List<String> needed) {
        this.vertx = vertx;
        this.bus = bus;
        this.node = node;
        this.needed = List.copyOf(needed);
    }

    /** Made for each question: which rooms there are may change with the features. */
    private HealthChecks checks(List<String> rooms) {
        HealthChecks checks = HealthChecks.create(vertx);
        for (String room : rooms) {
            checks.register(room, PATIENCE.toMillis() + 500, promise -> ask(room, promise));
        }
        return checks;
    }

    void mount(Routes routes) {
        routes.on(HttpMethod.GET, "/livez", ManagementRoutes::live);
        routes.on(HttpMethod.GET, "/startupz", this::started);
        routes.on(HttpMethod.GET, "/readyz", this::ready);
        routes.on(HttpMethod.GET, "/health", this::health);
        routes.on(HttpMethod.GET, "/metrics", this::scrape);
    }

    /** Where they have a port of their own: of that port the health alone, and for admins alone, whose page can ask no other port than its own. */
    void mountForAdmins(Door door) {
        door.on(HttpMethod.GET, "/health", "health", "get", this::healthForAdmins);
    }

    /** That it answers is the answer. */
    private static void live(RoutingContext routing) {
        answer(routing, true, new JsonObject().put("status", "UP"));
    }

    private void started(RoutingContext routing) {
        answer(routing, node.started(), state("started", node.started()));
    }

    private void ready(RoutingContext routing) {
        if (!node.ready()) {
            answer(routing, false, state("ready", false));
            return;
        }
        HealthChecks checks = checks(needed);
        Future.all(needed.stream().map(checks::checkStatus).toList())
                .map(all -> all.<CheckResult>list().stream().allMatch(CheckResult::isUp))
                .otherwise(false)
                .onSuccess(up -> answer(routing, up, state("ready", up)));
    }

    private void health(RoutingContext routing) {
        checks(node.rooms()).checkStatus().onComplete(checked -> answerHealth(routing, checked));
    }

    private Future<Void> healthForAdmins(Exchange exchange) {
        QueryParameters.none(exchange);
        Caller caller = exchange.caller();
        if (!caller.isAdmin()) {
            throw caller.user().equals(Caller.ANONYMOUS)
                    ? new Failure(
                                    "unauthenticated",
                                    401,
                                    "The health takes the access token of an admin here. Sign in first.")
                            .exception()
                    : new Failure("forbidden", 403, "Only an admin may see the health here.").exception();
        }
        return checks(node.rooms()).checkStatus().transform(checked -> {
            exchange.response().putHeader(HttpHeaderNames.CACHE_CONTROL, "no-store");
            return exchange.json(
                    isUp(checked) ? 200 : 503, health(checked).toBuffer().getBytes());
        });
    }

    private static boolean isUp(AsyncResult<CheckResult> checked) {
        return checked.succeeded() && CheckResult.isUp(checked.result());
    }

    private void answerHealth(RoutingContext routing, AsyncResult<CheckResult> checked) {
        answer(routing, isUp(checked), health(checked));
    }

    private JsonObject health(AsyncResult<CheckResult> checked) {
        boolean up = isUp(checked);
        JsonObject body = new JsonObject()
                .put("status", up ? "UP" : "DOWN")
                .put("node", new JsonObject().put("started", node.started()).put("ready", node.ready()))
                .put("cluster", new JsonObject().put("members", new JsonArray(node.members())));
        if (checked.succeeded()) {
            body.put("checks", checked.result().toJson().getJsonArray("checks"));
        }
        return body;
    }

    private void ask(String room, Promise<Status> promise) {
        bus.request(Health.address(room), new Health.Check(), Caller.system(PATIENCE))
                .map(ManagementRoutes::status)
                .otherwise(away -> Status.KO(new JsonObject().put("reason", away.getMessage())))
                .onComplete(promise);
    }

    private static Status status(Health.Report report) {
        JsonObject parts = new JsonObject();
        report.parts().forEach(parts::put);
        return report.up() ? Status.OK(parts) : Status.KO(parts);
    }

    private void scrape(RoutingContext routing) {
        node.metrics().onSuccess(text -> answerMetrics(routing, text)).onFailure(routing::fail);
    }

    private static void answerMetrics(RoutingContext routing, String text) {
        routing.response()
                .putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
                .end(text);
    }

    private static JsonObject state(String name, boolean is) {
        return new JsonObject().put("status", is ? "UP" : "DOWN").put(name, is);
    }

    private static void answer(RoutingContext routing, boolean good, JsonObject body) {
        Future<Void> answered = routing.response()
                .setStatusCode(good ? 200 : 503)
                .putHeader("content-type", "application/json")
                .putHeader("cache-control", "no-store")
                .end(body.toBuffer());
        answered.onFailure(routing::fail);
    }
}
