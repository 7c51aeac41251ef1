package io.corebus.node;

import io.corebus.bus.Bus;
import io.corebus.bus.NodeView;
import io.corebus.config.Config;
import io.corebus.config.ManagementConfig;
import io.corebus.config.ShutdownConfig;
import io.corebus.feature.Features;
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
    /** The room that answers each version of the others alone: what differs it leaves to another one. */
    private static final String STORAGE = "storage";
    /** So long storage of before goes on in a cluster: other nodes, which change over a moment later, may still need one that knows what they know. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    private final Vertx vertx;
    private final Meters meters;
    private final NodeState state;
    private final Config config;
    private final List<Room> known;
    private final boolean clustered;
    /** Knows no feature, tells how the start goes, and is the last to go. */
    private final Deployments management;

    private final AtomicBoolean over = new AtomicBoolean();
    private volatile Deployments serving;
    private List<String> chosen = List.of();
    /** The last change to other features: they come one after the other. */
    private Future<Void> change = Future.succeededFuture();

    private @Nullable Future<Void> leaving;

    private Node(Vertx vertx, Meters meters, @Nullable Cluster cluster, List<Room> known, Config config) {
        this.vertx = vertx;
        this.meters = meters;
        this.config = config;
        this.known = known;
        this.clustered = cluster != null;
        this.state = new NodeState(vertx, meters, cluster == null ? () -> List.of("local") : cluster::members);
        this.management = rooms(new Bus(vertx, meters.registry()), new Features(List.of()));
        this.serving = management;
    }

    private Deployments rooms(Bus bus, Features features) {
        return new Deployments(vertx, new Wiring(config, features, bus, meters.registry(), state), state::stopping);
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
        return start(config, features, known, chosen, node -> Future.succeededFuture());
    }

    /** @param last what is still to be done, when all rooms run, before the node says that it is ready */
    public static Future<Node> start(
            Config config, Features features, List<Room> known, List<String> chosen, Function<Node, Future<Void>> last)
            throws StartFailure {
        EventLoops loops = EventLoops.of(config.get(NetworkConfig.class));
        ClusterConfig clustering = config.get(ClusterConfig.class);
        Future<Node> built = clustering.isClustered()
                ? new Joining(clustering, cluster -> build(config, known, loops, cluster)).join()
                : build(config, known, loops, null);
        return built.compose(node -> node.run(features, chosen, last));
    }

    /** Starts rooms that join no cluster, whatever the configuration says: for a verb that ends when its work is done. */
    public static Future<Node> startAlone(Config config, List<Room> rooms) throws StartFailure {
        List<String> names = rooms.stream().map(Room::name).toList();
        return build(config, rooms, EventLoops.of(config.get(NetworkConfig.class)), null)
                .compose(node -> node.run(new Features(List.of()), names, started -> Future.succeededFuture()));
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
    private Future<Node> run(Features features, List<String> chosen, Function<Node, Future<Void>> last) {
        Promise<Node> started = Promise.promise();
        this.chosen = List.copyOf(chosen);
        Deployments first = rooms(management.bus().another(), features);
        serve(first, features);
        management
                .start(managing())
                .compose(done -> first.start(chosen(features)))
                .compose(done -> last.apply(this))
                .onSuccess(done -> state.hasStarted())
                .onSuccess(done -> started.complete(this))
                .onFailure(failure -> stop().onComplete(stopped -> started.fail(failure)));
        return started.future();
    }

    private void serve(Deployments rooms, Features features) {
        serving = rooms;
        management.bus().askFirst(rooms.bus());
        state.needs(inner(features));
    }

    private List<String> inner(Features features) {
        return known.stream()
                .filter(room -> !room.door() && room.needed().test(features))
                .map(Room::name)
                .toList();
    }

    /** Management is not chosen as a room: it runs wherever it has a port. */
    private List<Room> managing() {
        return config.get(ManagementConfig.class).port() == null
                ? List.of()
                : known.stream().filter(Node::isManagement).toList();
    }

    private List<Room> chosen(Features features) {
        return known.stream()
                .filter(room -> !isManagement(room)
                        && chosen.contains(room.name())
                        && room.needed().test(features))
                .toList();
    }

    private static boolean isManagement(Room room) {
        return room.name().equals(Room.MANAGEMENT);
    }

    /**
     * Serves other features from now on, without a stop: new rooms start beside the old ones, which then finish what they have in flight and end. Connections
     * stay, but for those of live clients, which are told to resume, as at the stop of a node.
     *
     * @return completes when the new rooms alone serve here. Where one does not start it fails, with {@link StartFailure} where the reason is known, and the node serves
     *     what it did before
     */
    public synchronized Future<Void> activate(Features features) {
        Promise<Void> served = Promise.promise();
        change = change.transform(before -> changeTo(features, served));
        return served.future();
    }

    /** Completes when the rooms of before are gone. Never fails. */
    private Future<Void> changeTo(Features features, Promise<Void> served) {
        Deployments before = serving;
        Deployments next = rooms(management.bus().another(), features);
        ShutdownConfig shutdown = config.get(ShutdownConfig.class);
        long grace = clustered && state.started() ? GRACE.toMillis() : 0;
        return next.startBeside(before, chosen(features))
                .onSuccess(started -> serve(next, features))
                .compose(started -> before.drainBut(STORAGE, shutdown.drainDeadline()))
                .onComplete(served)
                .compose(drained -> pause(grace).compose(passed -> before.drain(shutdown.drainDeadline())))
                .otherwiseEmpty();
    }

    /** What listens where, by what the rooms said of themselves. */
    public Map<String, String> addresses() {
        return Map.copyOf(state.addresses());
    }

    /** That of the rooms that serve now. */
    public Bus bus() {
        return serving.bus();
    }

    public NodeView view() {
        return state;
    }

    /**
     * Takes no new work, finishes what is in flight within the drain time-out, ends the rooms in reverse order, leaves the cluster, closes everything. Never
     * fails; what did not end in time is broken off.
     */
    public Future<Void> stop() {
        ShutdownConfig shutdown = config.get(ShutdownConfig.class);
        Promise<Void> stopped = Promise.promise(); // Completes when no event loop is left.
        leave().compose(done -> drain(shutdown.drainDeadline())).onComplete(done -> close(stopped));
        return stopped.future();
    }

    /** The first part of {@link #stop}: says that it is about to stop, and completes when those have noticed who send it work. Until then it goes on. */
    public synchronized Future<Void> leave() {
        Future<Void> known = leaving;
        if (known != null) {
            return known;
        }
        long delay = state.started() ? config.get(ShutdownConfig.class).delay().toMillis() : 0;
        state.isStopping();
        Future<Void> begun = pause(delay);
        leaving = begun;
        return begun;
    }

    /** What has begun to change comes to its end first: rooms that start at the same time would be left behind. Never fails. */
    private synchronized Future<Void> drain(long deadline) {
        long left = Math.max(1, (deadline - System.nanoTime()) / 1_000_000);
        Future<Void> changed =
                change.isComplete() ? Future.succeededFuture() : change.timeout(left, TimeUnit.MILLISECONDS);
        return changed.transform(done -> serving.drain(deadline)).compose(done -> management.drain(deadline));
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
