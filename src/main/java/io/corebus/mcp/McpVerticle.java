package io.corebus.mcp;

import io.corebus.bus.Bus;
import io.corebus.bus.NodeView;
import io.corebus.config.LimitsConfig;
import io.corebus.config.RedisConfig;
import io.corebus.door.Doorway;
import io.corebus.door.LoneDoor;
import io.corebus.door.RateLimit;
import io.corebus.feature.Features;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The mcp door: on the server of the http room where the process has one, else on its own. */
public final class McpVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(McpVerticle.class);
    private static final String ROOM = "mcp";
    private static final long MAX_BODY = 1_048_576;

    private final McpConfig config;
    private final RedisConfig redis;
    private final LimitsConfig rateLimits;
    private final BiFunction<Vertx, RateLimit, Offer> offering;
    private final Bus bus;
    private final MeterRegistry meters;
    private final NodeView node;
    private final boolean alone;
    private @Nullable LoneDoor lone;
    private Doorway.@Nullable Mount offered;

    /** @param alone whether the process has no http room */
    public McpVerticle(
            McpConfig config,
            RedisConfig redis,
            LimitsConfig rateLimits,
            Features features,
            Bus bus,
            MeterRegistry meters,
            NodeView node,
            boolean alone) {
        this(
                config,
                redis,
                rateLimits,
                (vertx, rates) -> new FeatureOffer(vertx, features, bus, OfferLimits.standard(), rates::admitFeature),
                bus,
                meters,
                node,
                alone);
    }

    /** @param offering makes what one event loop offers */
    McpVerticle(
            McpConfig config,
            RedisConfig redis,
            LimitsConfig rateLimits,
            BiFunction<Vertx, RateLimit, Offer> offering,
            Bus bus,
            MeterRegistry meters,
            NodeView node,
            boolean alone) {
        this.config = config;
        this.redis = redis;
        this.rateLimits = rateLimits;
        this.offering = offering;
        this.bus = bus;
        this.meters = meters;
        this.node = node;
        this.alone = alone;
    }

    @Override
    public Future<?> start() {
        McpParts parts = new McpParts(vertx, config, offers(), bus, McpMetrics.of(vertx, meters), node);
        Doorway.Mount mount = (door, router, authentication) -> McpMount.on(parts, door, authentication);
        if (!alone) {
            offered = mount;
            Doorway.of(vertx).offer(ROOM, mount);
            return Future.succeededFuture();
        }
        LoneDoor opening = new LoneDoor(vertx, bus, meters, node, new RateLimit(vertx, rateLimits, redis, meters));
        lone = opening;
        HttpServerOptions options =
                new HttpServerOptions().setHost(config.host()).setPort(config.port());
        return opening.open(ROOM, options, MAX_BODY, mount);
    }

    /** Each event loop has an offer of its own; the suite has one for all, as its fixtures tell each other of changes. */
    private Function<RateLimit, Offer> offers() {
        if (config.conformance()) {
            LOG.warn(
                    "mcp.conformance is on: /mcp serves test fixtures, without a token, to callers on this machine. Never set it in production.");
            ConformanceOffer suite = new ConformanceOffer();
            return rates -> suite;
        }
        return rates -> offering.apply(vertx, rates);
    }

    @Override
    public Future<?> stop() {
        if (offered != null) {
            Doorway.of(vertx).withdraw(ROOM, offered);
        }
        return lone == null ? Future.succeededFuture() : lone.close();
    }
}
