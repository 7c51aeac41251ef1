package io.corebus.live;

import io.corebus.bus.Bus;
import io.corebus.bus.NodeView;
import io.corebus.config.LimitsConfig;
import io.corebus.config.RedisConfig;
import io.corebus.door.Doorway;
import io.corebus.door.LoneDoor;
import io.corebus.door.RateLimit;
import io.corebus.door.WebSockets;
import io.corebus.feature.Features;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServerOptions;
import org.jspecify.annotations.Nullable;

/** The live door: on the server of the http room where the process has one, else on its own. */
public final class LiveVerticle extends VerticleBase {
    private static final String ROOM = "live";

    private final LiveConfig config;
    private final RedisConfig redis;
    private final LimitsConfig rateLimits;
    private final Features features;
    private final Bus bus;
    private final MeterRegistry meters;
    private final NodeView node;
    private final boolean alone;
    private @Nullable LoneDoor lone;
    private Doorway.@Nullable Mount offered;

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
        Doorway.Mount mount = (door, router, authentication) -> LiveMount.on(parts, door, router, authentication);
        if (!alone) {
            offered = mount;
            Doorway.of(vertx).offer(ROOM, mount);
            return Future.succeededFuture();
        }
        LoneDoor opening = new LoneDoor(vertx, bus, meters, node, new RateLimit(vertx, rateLimits, redis, meters));
        lone = opening;
        HttpServerOptions options = WebSockets.bounded(new HttpServerOptions())
                .setHost(config.host())
                .setPort(config.port());
        return opening.open(ROOM, options, WebSockets.MAX_MESSAGE, mount);
    }

    @Override
    public Future<?> stop() {
        if (offered != null) {
            Doorway.of(vertx).withdraw(ROOM, offered);
        }
        return lone == null ? Future.succeededFuture() : lone.close();
    }
}
