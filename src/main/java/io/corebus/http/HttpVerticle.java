package io.corebus.http;

import io.corebus.bus.Bus;
import io.corebus.bus.NodeView;
import io.corebus.config.LimitsConfig;
import io.corebus.config.RedisConfig;
import io.corebus.door.Authentication;
import io.corebus.door.CrossOrigin;
import io.corebus.door.Door;
import io.corebus.door.DoorLimits;
import io.corebus.door.DoorMetrics;
import io.corebus.door.Doorway;
import io.corebus.door.Exchange;
import io.corebus.door.HttpServers;
import io.corebus.door.RateLimit;
import io.corebus.door.WebSockets;
import io.corebus.feature.Features;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.AllowForwardHeaders;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The HTTP door. */
public final class HttpVerticle extends VerticleBase {
    private static final List<String> NEEDED_ROOMS = List.of("access", "resource", "storage");

    private final HttpConfig config;
    private final RedisConfig redis;
    private final LimitsConfig rateLimits;
    private final Features features;
    private final Bus bus;
    private final MeterRegistry meters;
    private final NodeView node;
    private final boolean management;
    private @Nullable HttpServer server;
    private @Nullable SignInLimit limit;
    private @Nullable RateLimit rates;
    private List<Doorway.Guest> guests = List.of();

    /**
     * @param management whether the management endpoints are served here, too
     */
    public HttpVerticle(
            HttpConfig config,
            RedisConfig redis,
            LimitsConfig rateLimits,
            Features features,
            Bus bus,
            MeterRegistry meters,
            NodeView node,
            boolean management) {
        this.config = config;
        this.redis = redis;
        this.rateLimits = rateLimits;
        this.features = features;
        this.bus = bus;
        this.meters = meters;
        this.node = node;
        this.management = management;
    }

    @Override
    public Future<?> start() {
        Authentication authentication = new Authentication(bus);
        limit = new SignInLimit(vertx, config, redis);
        Router router = router(authentication, limit);
        HttpServer opening = HttpServers.create(vertx, options(), router);
        server = opening;
        return authentication
                .start()
                .compose(subscribed ->
                        Future.all(guests.stream().map(Doorway.Guest::start).toList()))
                .compose(ready -> opening.listen())
                .onSuccess(open -> node.listens(
                        "http", Encryption.scheme(config) + "://" + config.host() + ":" + open.actualPort()));
    }

    private Router router(Authentication authentication, SignInLimit signInLimit) {
        Router router = Router.router(vertx).allowForward(forwarded());
        String publicUrl = config.publicUrl();
        if (publicUrl != null) {
            Exchange.publish(router, publicUrl);
        }
        CrossOrigin.mount(router, config.corsOrigins());
        RateLimit counting = new RateLimit(vertx, rateLimits, redis, meters);
        rates = counting;
        DeprecationHeaders.mount(router, features);
        Door door = new Door(router, limits(), authentication, counting, new DoorMetrics(meters), node);
        guests = Doorway.of(vertx).open(door, router, authentication);
        new ListRoutes(bus).mount(door, features);
        new HistoryRoutes(bus).mount(door, features);
        new ActionRoutes(bus).mount(door, features);
        new ExportRoutes(bus, config).mount(door, features);
        new BatchRoutes(bus).mount(door, features);
        new ImportRoutes(bus, config).mount(door, features);
        new ResourceRoutes(bus).mount(door, features);
        new AccountRoutes(bus, signInLimit, config.isSecure()).mount(door);
        new SessionRoutes(bus, signInLimit).mount(door);
        new TokenRoutes(bus).mount(door);
        new IdentityRoutes(bus).mount(door);
        new OidcRoutes(bus, config).mount(door);
        new RightsRoutes(bus).mount(door);
        new AuditRoutes(bus, config).mount(door);
        new WebhookRoutes(bus).mount(door);
        if (management) {
            new ManagementRoutes(vertx, bus, node, NEEDED_ROOMS).mount(door.routes());
        }
        new OpenApiRoutes(OpenApiDocument.of(features, config.publicUrl())).mount(door);
        Pages.mount(door.routes(), features);
        door.close();
        return router;
    }

    private DoorLimits limits() {
        return new DoorLimits(
                config.deadline(), config.maxBody().bytes(), config.maxInFlight(), config.maxInFlightPerFeature());
    }

    private AllowForwardHeaders forwarded() {
        return switch (config.trustForwarded()) {
            case NONE -> AllowForwardHeaders.NONE;
            case FORWARDED -> AllowForwardHeaders.FORWARD;
            case X_FORWARDED -> AllowForwardHeaders.X_FORWARD;
        };
    }

    private HttpServerOptions options() {
        return Encryption.of(config, WebSockets.bounded(new HttpServerOptions()))
                .setCompressionSupported(config.compression())
                .setHost(config.host())
                .setPort(config.port())
                .setMaxHeaderSize((int) config.maxHeaders().bytes())
                .setMaxInitialLineLength(8_192)
                .setIdleTimeout((int) config.idleTimeout().toMillis())
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    }

    /** Ends what stays open for long, then waits for what is in flight, as long as a request may take at most. */
    @Override
    public Future<?> stop() {
        return Future.join(guests.stream().map(Doorway.Guest::stop).toList())
                .transform(ended -> close())
                .eventually(() -> limit == null ? Future.succeededFuture() : limit.close())
                .eventually(() -> rates == null ? Future.succeededFuture() : rates.close());
    }

    private Future<Void> close() {
        return server == null
                ? Future.succeededFuture()
                : server.shutdown(config.deadline().toMillis(), TimeUnit.MILLISECONDS);
    }
}
