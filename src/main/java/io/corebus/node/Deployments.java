package io.corebus.node;

import io.corebus.bus.Bus;
import io.corebus.config.ShutdownConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rooms that run here, and how they end: the one that started last first, because it leans on those before it. */
final class Deployments {
    private static final Logger LOG = LoggerFactory.getLogger(Deployments.class);
    /** What a room gets for its end even where the drain time-out is used up. */
    private static final long LEAST_MILLIS = 200;

    private final Vertx vertx;
    private final Bus bus;
    private final ShutdownConfig settings;
    private final Deque<Deployment> running = new ArrayDeque<>();

    private record Deployment(String room, String id) {}

    Deployments(Vertx vertx, Bus bus, ShutdownConfig settings) {
        this.vertx = vertx;
        this.bus = bus;
        this.settings = settings;
    }

    void add(String room, String id) {
        running.push(new Deployment(room, id));
    }

    /** Never fails. */
    Future<Void> drain() {
        long deadline = System.nanoTime() + settings.drainTimeout().toNanos();
        return drain(deadline);
    }

    private Future<Void> drain(long deadline) {
        Deployment last = running.poll();
        return last == null ? Future.succeededFuture() : end(last, deadline).compose(done -> drain(deadline));
    }

    private Future<Void> end(Deployment deployment, long deadline) {
        return bounded(bus.retire(deployment.room()), deadline)
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
