package io.corebus.node;

import io.corebus.bus.Bus;
import io.corebus.bus.Renewal;
import io.corebus.config.ShutdownConfig;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rooms that run here and ask each other, and how they end: the one that started last first, because it leans on those before it. */
final class Deployments {
    private static final Logger LOG = LoggerFactory.getLogger(Deployments.class);
    /** What a room gets for its end even where the drain time-out is used up. */
    private static final long LEAST_MILLIS = 200;

    /** What a room that stays gets to be ready for other features, and to take them. */
    private static final long RENEW_MILLIS = 30_000;

    private final Vertx vertx;
    private final Wiring wiring;
    private final BooleanSupplier stopping;
    private final Deque<Deployment> running = new ConcurrentLinkedDeque<>();

    /** Of those that were here before, and come to these. */
    private final Queue<Deployment> staying = new ConcurrentLinkedQueue<>();

    private final Queue<Renewal> renewals = new ConcurrentLinkedQueue<>();

    private record Deployment(String room, String id, Collection<Deployable> instances) {}

    /** @param stopping whether the node is about to stop: then nothing starts any more */
    Deployments(Vertx vertx, Wiring wiring, BooleanSupplier stopping) {
        this.vertx = vertx;
        this.wiring = wiring;
        this.stopping = stopping;
    }

    Bus bus() {
        return wiring.bus();
    }

    /** One after the other. Fails with {@link StartFailure} where the reason is known; what was started until then runs on. */
    Future<Void> start(List<Room> rooms) {
        Future<Void> started = Future.succeededFuture();
        for (Room room : rooms) {
            started = started.compose(done -> start(room));
        }
        return started;
    }

    /**
     * Starts rooms beside others, or gets those of them ready that stay. Completes when these serve; what is left of the others is to be drained then. Where it
     * fails, these are gone, and the others serve on.
     */
    Future<Void> startBeside(Deployments others, List<Room> rooms) {
        Future<Void> started = Future.succeededFuture();
        for (Room room : rooms) {
            started = started.compose(done -> others.stays(room)
                    .map(deployment -> renew(room, deployment))
                    .orElseGet(() -> start(room)));
        }
        return started.compose(done -> each(Renewal::take).timeout(RENEW_MILLIS, TimeUnit.MILLISECONDS))
                .compose(taken -> takeOver(others), this::giveUp);
    }

    /** The others serve on, where these had taken over already, too. */
    private Future<Void> giveUp(Throwable failure) {
        LOG.warn("Other features could not be taken, those of before stay in force: {}", failure.getMessage());
        return bounded(each(Renewal::discard), shutdown().drainDeadline())
                .transform(discarded -> drain(shutdown().drainDeadline()))
                .transform(drained -> Future.failedFuture(failure));
    }

    /** What of a room runs here and stays; empty where what is made anew takes its place. */
    private Optional<Deployment> stays(Room room) {
        return running.stream()
                .filter(deployment ->
                        room.renewing() != null && deployment.room().equals(room.name()))
                .findFirst();
    }

    private Future<Void> renew(Room room, Deployment deployment) {
        Room.Renewing renewing = Objects.requireNonNull(room.renewing());
        staying.add(deployment);
        List<Future<Renewal>> ready = deployment.instances().stream()
                .map(instance -> inTime(renewing.renew(instance, wiring)).onSuccess(renewals::add))
                .toList();
        return Future.join(ready).mapEmpty();
    }

    /** What is ready too late is given up. */
    private static Future<Renewal> inTime(Future<Renewal> ready) {
        return ready.timeout(RENEW_MILLIS, TimeUnit.MILLISECONDS).onFailure(late -> ready.onSuccess(Renewal::discard));
    }

    private Future<Void> takeOver(Deployments others) {
        others.running.removeAll(staying);
        staying.forEach(running::push);
        return bounded(each(Renewal::endFormer), shutdown().drainDeadline())
                .onFailure(failure -> LOG.warn("What was open did not end cleanly: {}", failure.getMessage()))
                .otherwiseEmpty();
    }

    private Future<Void> each(Function<Renewal, Future<Void>> step) {
        return Future.join(renewals.stream().map(step).toList()).mapEmpty();
    }

    private Future<Void> start(Room room) {
        if (stopping.getAsBoolean()) {
            return Future.failedFuture(new StartFailure("This node is about to stop."));
        }
        int instances = wiring.config(InstancesConfig.class).of(room.name());
        DeploymentOptions options = new DeploymentOptions().setInstances(instances);
        Collection<Deployable> made = new ConcurrentLinkedQueue<>();
        return vertx.deployVerticle(() -> made(room, made), options)
                .onSuccess(id -> running.push(new Deployment(room.name(), id, made)))
                .onSuccess(id -> LOG.info("The {} room runs, {} instance(s)", room.name(), instances))
                .recover(failure -> Future.failedFuture(Failures.ofRoom(failure, room.name(), wiring.settings())))
                .mapEmpty();
    }

    private Deployable made(Room room, Collection<Deployable> made) {
        Deployable instance = room.verticle().apply(wiring);
        made.add(instance);
        return instance;
    }

    private ShutdownConfig shutdown() {
        return wiring.config(ShutdownConfig.class);
    }

    /** All but one room, which goes on. Never fails. */
    Future<Void> drainBut(String room, long deadline) {
        return endAll(deployment -> !deployment.room().equals(room), deadline);
    }

    /** Never fails. */
    Future<Void> drain(long deadline) {
        return endAll(deployment -> true, deadline).compose(done -> wiring.bus().endSubscriptions());
    }

    /** One after the other. */
    private Future<Void> endAll(Predicate<Deployment> which, long deadline) {
        Optional<Deployment> last = running.stream().filter(which).findFirst();
        // Whoever takes it away ends it.
        return last.isEmpty() || !running.remove(last.get())
                ? Future.succeededFuture()
                : end(last.get(), deadline).compose(done -> endAll(which, deadline));
    }

    private Future<Void> end(Deployment deployment, long deadline) {
        return bounded(wiring.bus().retire(deployment.room()), deadline)
                .onFailure(failure -> LOG.warn("The {} room still had work in flight", deployment.room()))
                .otherwiseEmpty()
                .compose(idle -> bounded(vertx.undeploy(deployment.id()), deadline))
                .onSuccess(done -> LOG.info("The {} room has stopped", deployment.room()))
                .onFailure(failure ->
                        LOG.warn("The {} room did not stop cleanly: {}", deployment.room(), failure.getMessage()))
                .otherwiseEmpty();
    }

    private Future<Void> bounded(Future<Void> work, long deadline) {
        long left = Math.max((deadline - System.nanoTime()) / 1_000_000, LEAST_MILLIS);
        return work.timeout(left, TimeUnit.MILLISECONDS);
    }
}
