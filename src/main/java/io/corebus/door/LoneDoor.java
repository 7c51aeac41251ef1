package io.corebus.door;

import io.corebus.bus.Bus;
import io.corebus.bus.NodeView;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The server of a door in a process without the http room, which would serve it otherwise: see {@link Doorway}. Belongs to one event loop. */
public final class LoneDoor {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final int IDLE_SECONDS = 60;
    private static final int MAX_IN_FLIGHT = 2_000;

    private final Vertx vertx;
    private final Bus bus;
    private final MeterRegistry meters;
    private final NodeView node;
    private final RateLimit rates;
    private @Nullable HttpServer server;
    private Doorway.@Nullable Guest guest;

    public LoneDoor(Vertx vertx, Bus bus, MeterRegistry meters, NodeView node, RateLimit rates) {
        this.vertx = vertx;
        this.bus = bus;
        this.meters = meters;
        this.node = node;
        this.rates = rates;
    }

    /**
     * @param room the door's name
     * @param options with the address to listen on
     * @param maxBody largest body of a request, in bytes
     */
    public Future<Void> open(String room, HttpServerOptions options, long maxBody, Doorway.Mount mount) {
        Authentication authentication = new Authentication(bus);
        Router router = Router.router(vertx);
        DoorLimits limits = new DoorLimits(DEADLINE, maxBody, MAX_IN_FLIGHT, MAX_IN_FLIGHT);
        Door door = new Door(router, limits, authentication, rates, new DoorMetrics(meters), node);
        Doorway.Guest mounted = mount.on(door, router, authentication);
        door.close();
        guest = mounted;
        options.setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                .setCompressionSupported(true);
        HttpServer opening = HttpServers.create(vertx, options, () -> router);
        server = opening;
        return authentication
                .start()
                .compose(subscribed -> rates.start(vertx, bus))
                .compose(learning -> mounted.start())
                .compose(started -> opening.listen())
                .onSuccess(open -> node.listens(room, "http://" + options.getHost() + ":" + open.actualPort()))
                .mapEmpty();
    }

    /** Ends what stays open for long, then waits for what is in flight, as long as a request may take at most. */
    public Future<Void> close() {
        Future<Void> ended = guest == null ? Future.succeededFuture() : guest.stop();
        return ended.transform(done -> closeServer()).eventually(rates::close);
    }

    private Future<Void> closeServer() {
        return server == null ? Future.succeededFuture() : server.shutdown(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
