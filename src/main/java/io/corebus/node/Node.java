package io.corebus.node;

import io.corebus.bus.Bus;
import io.corebus.bus.NodeView;
import io.corebus.config.Config;
import io.corebus.config.ManagementConfig;
import io.corebus.config.ShutdownConfig;
import io.corebus.feature.Features;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.micrometer.MicrometerMetricsFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One process of Corebus: Vert.x, the cluster where there is one, and the rooms that were chosen. */
public final class Node {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    /** Takes a second at most, as a rule. */
    private static final Duration LEAVING = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final Meters meters;
    private final Bus bus;
    private final NodeState state;
    private final Config config;
    private final List<Room> known;
    private final Deployments deployments;

    private final AtomicBoolean over = new AtomicBoolean();

    private Node(Vertx vertx, Meters meters, @Nullable Cluster cluster, List<Room> known, Config config) {
        this.vertx = vertx;
        this.meters = meters;
        this.config = config;
        this.known = known;
        this.bus = new Bus(vertx, meters.registry());
        List<String> inner =
                known.stream().filter(room -> !room.door()).map(Room::name).toList();
        this.state = new NodeState(vertx, meters, cluster == null ? () -> List.of("local") : cluster::members, inner);
        this.deployments = new Deployments(vertx, bus, config.get(ShutdownConfig.class));
    }

    /**
     * Starts a node. Blocks for the look-up of names only.
     *
     * @param known every room there is, in the order in which rooms start
     * @param chosen the names of those that this node runs
     * @return fails with {@link StartFailure} where the reason is known, after it stopped what had been started
     */
    public static Future<Node> start(Config config, Features features, List<Room> known, List<String> chosen)
            throws StartFailure {
        return start(config, features, known, chosen, bus -> Future.succeededFuture());
    }

    /** @param last what is still to be done, when all rooms run, before the node says that it is ready */
    public static Future<Node> start(
            Config config, Features features, List<Room> known, List<String> chosen, Function<Bus, Future<Void>> last)
            throws StartFailure {
        List<Room> needed =
                known.stream().filter(room -> room.needed().test(features)).toList();
        EventLoops loops = EventLoops.of(config.get(NetworkConfig.class));
        ClusterConfig clustering = config.get(ClusterConfig.class);
        Future<Node> built = clustering.isClustered()
                ? new Joining(clustering, cluster -> build(config, needed, loops, cluster)).join()
                : build(config, needed, loops, null);
        return built.compose(node -> node.run(features, chosen, last));
    }

    /** Starts rooms that join no cluster, whatever the configuration says: for a verb that ends when its work is done. */
    public static Future<Node> startAlone(Config config, List<Room> rooms) throws StartFailure {
        List<String> names = rooms.stream().map(Room::name).toList();
        return build(config, rooms, EventLoops.of(config.get(NetworkConfig.class)), null)
                .compose(node -> node.run(new Features(List.of()), names, bus -> Future.succeededFuture()));
    }

    /** A node without rooms, in the cluster where there is one. */
    private static Future<Node> build(Config config, List<Room> known, EventLoops loops, @Nullable Cluster cluster) {
        Meters meters = new Meters();
        return vertx(meters, loops, cluster)
                .map(vertx -> new Node(vertx, meters, cluster, known, config))
                .onFailure(failure -> meters.close());
    }

    private static Future<Vertx> vertx(Meters meters, EventLoops loops, @Nullable Cluster cluster) {
        // Without the two, Vert.x would make a directory for files from the class path under /tmp, and leave it there
        // when it is killed.
        VertxOptions options = new VertxOptions()
                .setEventLoopPoolSize(Runtime.getRuntime().availableProcessors())
                // There is one class loader: setting it anew for each step of each request is for nothing.
                .setDisableTCCL(true)
                .setMetricsOptions(meters.vertxOptions())
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false));
        VertxBuilder builder = Vertx.builder().withMetrics(new MicrometerMetricsFactory(meters.registry()));
        return cluster == null
                ? Future.succeededFuture(loops.apply(builder, options).build())
                : loops.apply(builder, options.setEventBusOptions(cluster.eventBus()))
                        .withClusterManager(cluster.manager())
                        .buildClustered();
    }

    /** Completes without an event loop of its own: after a failure there is none left on which it could. */
    private Future<Node> run(Features features, List<String> chosen, Function<Bus, Future<Void>> last) {
        Promise<Node> started = Promise.promise();
        Wiring wiring = new Wiring(config, features, bus, meters.registry(), state);
        Future<Void> running = Future.succeededFuture();
        for (Room room : known) {
            if (runs(room, chosen)) {
                running = running.compose(done -> deploy(room, wiring));
            }
        }
        running.compose(done -> last.apply(bus))
                .onSuccess(done -> state.hasStarted())
                .onSuccess(done -> started.complete(this))
                .onFailure(failure -> stop().onComplete(stopped -> started.fail(failure)));
        return started.future();
    }

    /** Management is not chosen as a room: it runs wherever it has a port. */
    private boolean runs(Room room, List<String> chosen) {
        return room.name().equals(Room.MANAGEMENT)
                ? config.get(ManagementConfig.class).port() != null
                : chosen.contains(room.name());
    }

    private Future<Void> deploy(Room room, Wiring wiring) {
        int instances = config.get(InstancesConfig.class).of(room.name());
        DeploymentOptions options = new DeploymentOptions().setInstances(instances);
        return vertx.deployVerticle(() -> room.verticle().apply(wiring), options)
                .onSuccess(id -> deployments.add(room.name(), id))
                .onSuccess(id -> LOG.info("The {} room runs, {} instance(s)", room.name(), instances))
                .recover(failure -> Future.failedFuture(Failures.ofRoom(failure, room.name(), config)))
                .mapEmpty();
    }

    /** What listens where, by what the rooms said of themselves. */
    public Map<String, String> addresses() {
        return Map.copyOf(state.addresses());
    }

    public Bus bus() {
        return bus;
    }

    public NodeView view() {
        return state;
    }

    /**
     * Takes no new work, finishes what is in flight within the drain time-out, ends the rooms in reverse order, leaves the cluster, closes everything. Never
     * fails; what did not end in time is broken off.
     */
    public Future<Void> stop() {
        boolean hadStarted = state.started();
        state.isStopping();
        long delay = hadStarted ? config.get(ShutdownConfig.class).delay().toMillis() : 0;
        Promise<Void> stopped = Promise.promise(); // Completes when no event loop is left.
        pause(delay).compose(done -> deployments.drain()).onComplete(done -> close(stopped));
        return stopped.future();
    }

    /** A cluster that is in trouble itself may keep a member from leaving in good order; it notices, too, when that is just gone. */
    private void close(Promise<Void> stopped) {
        vertx.close()
                .onSuccess(closed -> hasClosed(null, stopped))
                .onFailure(cause -> hasClosed(cause.getMessage(), stopped));
        CompletableFuture.delayedExecutor(LEAVING.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> hasClosed("it could not leave the cluster in time", stopped));
    }

    /** @param trouble null: none */
    private void hasClosed(@Nullable String trouble, Promise<Void> stopped) {
        if (!over.compareAndSet(false, true)) {
            return;
        }
        meters.close();
        if (trouble == null) {
            LOG.info("The node has stopped");
        } else {
            LOG.warn("The node did not stop cleanly: {}", trouble);
        }
        stopped.complete();
    }

    private Future<Void> pause(long millis) {
        return millis == 0 ? Future.succeededFuture() : vertx.timer(millis).mapEmpty();
    }
}
