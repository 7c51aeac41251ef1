package io.corebus.http;

import io.corebus.bus.Bus;
import io.corebus.bus.Futures;
import io.corebus.bus.NodeView;
import io.corebus.bus.Renewal;
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
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.AllowForwardHeaders;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The HTTP door. */
public final class HttpVerticle extends VerticleBase {
    private static final List<String> NEEDED_ROOMS = List.of("access", "resource", "storage");

    private final HttpConfig config;
    private final RedisConfig redis;
    private final LimitsConfig rateLimits;
    private final Features firstFeatures;
    private final Bus firstBus;
    private final MeterRegistry meters;
    private final NodeView node;
    private final boolean management;
    private @Nullable HttpServer server;
    private @Nullable SignInLimit limit;
    private @Nullable RateLimit rates;
    private @Nullable Serving serving;

    /** What requests meet, of one set of features. */
    private record Serving(Router router, Authentication authentication, List<Doorway.Guest> guests, Bus bus) {
        Future<Void> start() {
            return authentication
                    .start()
                    .compose(subscribed ->
                            Future.all(guests.stream().map(Doorway.Guest::start).toList()))
                    .mapEmpty();
        }

        /** Never fails. */
        Future<Void> end() {
            return Future.join(guests.stream().map(Doorway.Guest::stop).toList())
                    .otherwiseEmpty()
                    .mapEmpty();
        }
    }

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
        this.firstFeatures = features;
        this.firstBus = bus;
        this.meters = meters;
        this.node = node;
        this.management = management;
    }

    @Override
    public Future<?> start() {
        limit = new SignInLimit(vertx, config, redis);
        rates = new RateLimit(vertx, rateLimits, redis, meters);
        Serving first = serving(firstFeatures, firstBus, limit, rates);
        serving = first;
        HttpServer opening = HttpServers.create(vertx, options(), this::router);
        server = opening;
        return first.start()
                .compose(ready -> Objects.requireNonNull(rates).start(vertx, firstBus))
                .compose(learning -> opening.listen())
                .onSuccess(open -> node.listens(
                        "http", Encryption.scheme(config) + "://" + config.host() + ":" + open.actualPort()));
    }

    private Router router() {
        return Objects.requireNonNull(serving).router();
    }

    /**
     * Gets ready to serve other features on the same connections. To be called when it has started, from whatever thread.
     *
     * @param bus that of the rooms which know these features
     */
    public Future<Renewal> renew(Features features, Bus bus) {
        return here(() -> {
            Serving next = serving(features, bus, Objects.requireNonNull(limit), Objects.requireNonNull(rates));
            return Futures.endingOnFailure(next.start().map(started -> new Change(next)), next::end);
        });
    }

    /** On the event loop of this instance. */
    private <T> Future<T> here(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        context.runOnContext(
                turn -> Future.succeededFuture().compose(go -> work.get()).onComplete(done));
        return done.future();
    }

    private final class Change implements Renewal {
        private final Serving next;
        private @Nullable Serving former;

        Change(Serving next) {
            this.next = next;
        }

        @Override
        public Future<Void> take() {
            return here(() -> {
                former = serving;
                serving = next;
                return Objects.requireNonNull(rates).start(vertx, next.bus());
            });
        }

        @Override
        public Future<Void> endFormer() {
            return here(() -> {
                Serving ending = former;
                former = null; // Whoever keeps this does not keep what it had.
                return ending == null ? Future.succeededFuture() : ending.end();
            });
        }

        @Override
        public Future<Void> discard() {
            return here(() -> {
                Serving before = former;
                if (before == null) {
                    return next.end();
                }
                former = null;
                serving = before;
                return Objects.requireNonNull(rates).start(vertx, before.bus()).eventually(next::end);
            });
        }
    }

    private Serving serving(Features features, Bus bus, SignInLimit signInLimit, RateLimit counting) {
        Authentication authentication = new Authentication(bus);
        Router router = Router.router(vertx).allowForward(forwarded());
        String publicUrl = config.publicUrl();
        if (publicUrl != null) {
            Exchange.publish(router, publicUrl);
        }
        CrossOrigin.mount(router, config.corsOrigins());
        DeprecationHeaders.mount(router, features);
        Door door = new Door(router, limits(), authentication, counting, new DoorMetrics(meters), node);
        List<Doorway.Guest> guests = Doorway.of(vertx).open(door, router, authentication);
        new ListRoutes(bus).mount(door, features);
        new HistoryRoutes(bus).mount(door, features);
        new ActionRoutes(bus, config.deadline()).mount(door, features);
        new BulkActRoutes(bus, config.deadline()).mount(door, features);
        new JobRoutes(bus).mount(door);
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
        new ControlRoutes(bus).mount(door);
        ManagementRoutes operations = new ManagementRoutes(vertx, bus, node, NEEDED_ROOMS);
        if (management) {
            operations.mount(door.routes());
        } else {
            operations.mountForAdmins(door);
        }
        new OpenApiRoutes(OpenApiDocument.of(features, config.publicUrl())).mount(door);
        Pages.mount(door.routes(), features);
        door.close();
        return new Serving(router, authentication, guests, bus);
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
        Future<Void> ended = serving == null ? Future.succeededFuture() : serving.end();
        return ended.compose(done -> close())
                .eventually(() -> limit == null ? Future.succeededFuture() : limit.close())
                .eventually(() -> rates == null ? Future.succeededFuture() : rates.close());
    }

    private Future<Void> close() {
        return server == null
                ? Future.succeededFuture()
                : server.shutdown(config.deadline().toMillis(), TimeUnit.MILLISECONDS);
    }
}
