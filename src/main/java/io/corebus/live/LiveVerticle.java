package io.corebus.live;

import io.corebus.bus.Bus;
import io.corebus.bus.NodeView;
import io.corebus.config.LimitsConfig;
import io.corebus.config.RedisConfig;
import io.corebus.door.Authentication;
import io.corebus.door.Door;
import io.corebus.door.DoorLimits;
import io.corebus.door.DoorMetrics;
import io.corebus.door.Doorway;
import io.corebus.door.RateLimit;
import io.corebus.door.WebSockets;
import io.corebus.feature.Features;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The live door: on the server of the http room where the process has one, else on its own. */
public final class LiveVerticle extends VerticleBase {
    private static final String ROOM = "live";
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int IDLE_SECONDS = 60;
    private static final int MAX_IN_FLIGHT = 2_000;

    private final LiveConfig config;
    private final RedisConfig redis;
    private final LimitsConfig rateLimits;
    private final Features features;
    private final Bus bus;
    private final MeterRegistry meters;
    private final NodeView node;
    private final boolean alone;
    private @Nullable HttpServer server;
    private @Nullable RateLimit counting;
    private Doorway.@Nullable Guest guest;

    /** @param alone whether the process has no http room */
    public LiveVerticle(
            LiveConfig config,
            RedisConfig redis,
            LimitsConfig rateLimits,
            Features features,
            Bus bus,
            MeterRegistry meters,
            NodeView node,
            boolean alone) {
        this.config = config;
        this.redis = redis;
        this.rateLimits = rateLimits;
        this.features = features;
        this.bus = bus;
        this.meters = meters;
        this.node = node;
        this.alone = alone;
    }

    @Override
    public Future<?> start() {
        LiveParts parts = new LiveParts(vertx, config, features, bus, LiveMetrics.of(vertx, meters), node);
        if (!alone) {
            Doorway.of(vertx)
                    .offer(ROOM, (door, router, authentication) -> LiveMount.on(parts, door, router, authentication));
            return Future.succeededFuture();
        }
        return listen(parts);
    }

    private Future<?> listen(LiveParts parts) {
        Authentication authentication = new Authentication(bus);
        Router router = Router.router(vertx);
        DoorLimits limits = new DoorLimits(DEADLINE, WebSockets.MAX_MESSAGE, MAX_IN_FLIGHT, MAX_IN_FLIGHT);
        RateLimit rates = new RateLimit(vertx, rateLimits, redis, meters);
        counting = rates;
        Door door = new Door(router, limits, authentication, rates, new DoorMetrics(meters), node);
        LiveMount mounted = LiveMount.on(parts, door, router, authentication);
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
        return WebSockets.bounded(new HttpServerOptions())
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
        Future<Void> closed =
                server == null ? Future.succeededFuture() : server.shutdown(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        return closed.eventually(() -> counting == null ? Future.succeededFuture() : counting.close());
    }
}
