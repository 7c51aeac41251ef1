package io.corebus.mcp;

import io.corebus.bus.Bus;
import io.corebus.bus.NodeView;
import io.corebus.door.Authentication;
import io.corebus.door.Door;
import io.corebus.door.DoorLimits;
import io.corebus.door.DoorMetrics;
import io.corebus.door.Doorway;
import io.corebus.door.RateLimit;
import io.corebus.feature.Features;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The mcp door: on the server of the http room where the process has one, else on its own. */
public final class McpVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(McpVerticle.class);
    private static final String ROOM = "mcp";
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int IDLE_SECONDS = 60;
    private static final int MAX_IN_FLIGHT = 2_000;
    private static final long MAX_BODY = 1_048_576;

    private final McpConfig config;
    private final Function<Vertx, Offer> offering;
    private final Bus bus;
    private final MeterRegistry meters;
    private final NodeView node;
    private final boolean alone;
    private @Nullable HttpServer server;
    private Doorway.@Nullable Guest guest;

    /** @param alone whether the process has no http room */
    public McpVerticle(
            McpConfig config, Features features, Bus bus, MeterRegistry meters, NodeView node, boolean alone) {
        this(config, vertx -> new FeatureOffer(vertx, features, bus, OfferLimits.standard()), bus, meters, node, alone);
    }

    /** @param offering makes what one event loop offers */
    McpVerticle(
            McpConfig config,
            Function<Vertx, Offer> offering,
            Bus bus,
            MeterRegistry meters,
            NodeView node,
            boolean alone) {
        this.config = config;
        this.offering = offering;
        this.bus = bus;
        this.meters = meters;
        this.node = node;
        this.alone = alone;
    }

    @Override
    public Future<?> start() {
        McpParts parts = new McpParts(vertx, config, offers(), bus, McpMetrics.of(vertx, meters), node);
        if (!alone) {
            Doorway.of(vertx).offer(ROOM, (door, router, authentication) -> McpMount.on(parts, door, authentication));
            return Future.succeededFuture();
        }
        return listen(parts);
    }

    /** Each event loop has an offer of its own; the suite has one for all, as its fixtures tell each other of changes. */
    private Supplier<Offer> offers() {
        if (config.conformance()) {
            LOG.warn(
                    "mcp.conformance is on: /mcp serves test fixtures, without a token, to callers on this machine. Never set it in production.");
            ConformanceOffer suite = new ConformanceOffer();
            return () -> suite;
        }
        return () -> offering.apply(vertx);
    }

    private Future<?> listen(McpParts parts) {
        Authentication authentication = new Authentication(bus);
        Router router = Router.router(vertx);
        DoorLimits limits = new DoorLimits(DEADLINE, MAX_BODY, MAX_IN_FLIGHT, MAX_IN_FLIGHT);
        Door door = new Door(router, limits, authentication, RateLimit.none(meters), new DoorMetrics(meters), node);
        McpMount mounted = McpMount.on(parts, door, authentication);
        door.close();
        guest = mounted;
        HttpServer opening = vertx.createHttpServer(options()).requestHandler(router);
        server = opening;
        return authentication
                .start()
                .compose(subscribed -> mounted.start())
                .compose(started -> opening.listen())
                .onSuccess(open -> node.listens(ROOM, "http://" + config.host() + ":" + open.actualPort()));
    }

    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setHost(config.host())
                .setPort(config.port())
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setTcpNoDelay(true);
    }

    @Override
    public Future<?> stop() {
        Doorway.of(vertx).withdraw(ROOM);
        Future<Void> ended = guest == null ? Future.succeededFuture() : guest.stop();
        return ended.transform(done -> close());
    }

    private Future<Void> close() {
        return server == null ? Future.succeededFuture() : server.shutdown(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
