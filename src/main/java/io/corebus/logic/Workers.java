package io.corebus.logic;

import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.extension.FeatureLogic;
import io.corebus.resource.LogicMessages;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The threads on which business logic runs. Belongs to one event loop, on which calls are waited for. */
final class Workers {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    /** Calls of one thread. */
    private static final int MAX_WAITING = 256;
    /** For all constructors of one thread. */
    private static final Duration CONSTRUCTION = Duration.ofSeconds(30);

    /** Until another thread is tried where one that was to stand in did not come. */
    private static final Duration AGAIN = Duration.ofSeconds(10);

    /** For all calls that are under way when the room ends. */
    private static final Duration END = Duration.ofSeconds(5);

    /** Of constructors that were given up and go on all the same: each keeps its thread. */
    private static final int MAX_STUCK = 32;

    private static final Set<String> POOLS = ConcurrentHashMap.newKeySet();

    private final Vertx vertx;
    private final LogicMetrics metrics;
    private final String pool;
    private final Set<String> ownPools = new HashSet<>();
    private @Nullable Extensions extensions;
    private int threads;
    private int standIns;
    /** Of those, how many are still being made. */
    private int coming;

    private boolean noneCame;
    private boolean stopped;
    private final Duration patience;
    /** Those that were there first, then those that stand in for lost ones: at most as many again. Read by other threads. */
    private final List<LogicWorker> workers = new CopyOnWriteArrayList<>();

    private final Map<LogicWorker, String> deployments = new HashMap<>();
    private final Holder holder = new Holder();
    private @Nullable Future<String> holding;

    /** @param pool its name in the metrics */
    Workers(Vertx vertx, LogicMetrics metrics, String pool) {
        this(vertx, metrics, pool, CONSTRUCTION);
    }

    Workers(Vertx vertx, LogicMetrics metrics, String pool, Duration patience) {
        this.vertx = vertx;
        this.metrics = metrics;
        this.pool = pool;
        this.patience = patience;
    }

    /**
     * Each worker has objects of its own. To be called on the event loop of the room, which has to {@link #stop} them: were they deployed by the room, Vert.x would end
     * them before the room, with the calls that it waits for.
     *
     * @param threads 0 where nothing is to be called here
     * @return fails where a constructor fails, or does not come to its end; that is interrupted then
     */
    Future<Void> start(Extensions extensions, int threads) {
        if (LogicWorker.stuck() >= MAX_STUCK) {
            return Future.failedFuture(
                    new IllegalStateException("Constructors of business logic that were given up are still at work on "
                            + LogicWorker.stuck() + " threads. Correct them, and start the node anew."));
        }
        if (threads == 0) { // Vert.x takes no pool without threads.
            return Future.succeededFuture();
        }
        this.extensions = extensions;
        this.threads = threads;
        DeploymentOptions options = options(threads);
        List<Future<String>> starting = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            LogicWorker worker = new LogicWorker(extensions);
            workers.add(worker);
            starting.add(deploy(worker, options));
        }
        return Future.join(starting).mapEmpty();
    }

    private DeploymentOptions options(int threads) {
        String own = freePool();
        ownPools.add(own);
        return new DeploymentOptions()
                .setThreadingModel(ThreadingModel.WORKER)
                .setWorkerPoolName(own)
                .setWorkerPoolSize(threads);
    }

    /** Those who start while others still work must not take their threads: pools of one name are one pool. A name is used again, because metrics have it. */
    private String freePool() {
        String name = pool;
        for (int number = 2; !POOLS.add(name); number++) {
            name = pool + "-" + number;
        }
        return name;
    }

    private Future<String> deploy(LogicWorker worker, DeploymentOptions options) {
        Context room = vertx.getOrCreateContext();
        Promise<String> deployed = Promise.promise();
        long timer = vertx.setTimer(patience.toMillis(), late -> deployed.tryFail(giveUp(worker)));
        hold().compose(held -> holder.deploy(worker, options))
                .onComplete(done -> room.runOnContext(turn -> {
                    vertx.cancelTimer(timer);
                    ended(worker, done, deployed);
                }));
        return deployed.future();
    }

    private Future<String> hold() {
        Future<String> known = holding;
        if (known != null) {
            return known;
        }
        Promise<String> held = Promise.promise();
        holding = held.future();
        // On a thread that is nobody's, so that it belongs to no verticle.
        ForkJoinPool.commonPool().execute(() -> vertx.deployVerticle(holder).onComplete(held));
        return held.future();
    }

    /**
     * To whom the workers belong. Where Vert.x closes it ends what belongs to nobody, and waits for it, also where that was to end before: one whose thread is lost would
     * keep the node from leaving its cluster.
     */
    private static final class Holder extends VerticleBase {
        Future<String> deploy(LogicWorker worker, DeploymentOptions options) {
            return Future.future(promise -> context.runOnContext(
                    turn -> vertx.deployVerticle(worker, options).onComplete(promise)));
        }
    }

    /** Nobody waits any more for one that comes too late. */
    private void ended(LogicWorker worker, AsyncResult<String> done, Promise<String> deployed) {
        if (done.failed()) {
            deployed.tryFail(done.cause());
        } else if (!stopped && deployed.tryComplete(done.result())) {
            deployments.put(worker, done.result());
        } else {
            deployed.tryFail(new IllegalStateException("There is no work any more."));
            vertx.undeploy(done.result());
        }
    }

    private IllegalStateException giveUp(LogicWorker worker) {
        return new IllegalStateException("The constructor of the business logic of " + worker.giveUp()
                + " does not come to its end. What takes its time belongs into the methods.");
    }

    /** When no call is under way any more, or those that are have had their time. Never fails. */
    Future<Void> stop() {
        stopped = true;
        List<Future<Void>> ending = new ArrayList<>();
        deployments.forEach((worker, id) -> {
            Future<Void> ended = vertx.undeploy(id);
            // The end of one whose thread is lost comes behind what never ends.
            ending.add(worker.isLost() ? Future.succeededFuture() : ended);
        });
        deployments.clear();
        return Future.join(ending)
                .<Void>mapEmpty()
                .timeout(END.toMillis(), TimeUnit.MILLISECONDS)
                .otherwiseEmpty()
                .compose(ended -> endHolder())
                .onComplete(ended -> freeAgain());
    }

    private Future<Void> endHolder() {
        Future<String> held = holding;
        holding = null;
        return held == null
                ? Future.succeededFuture()
                : held.compose(vertx::undeploy).otherwiseEmpty();
    }

    private void freeAgain() {
        if (coming == 0 && workers.stream().noneMatch(worker -> worker.isStuck() || worker.isLost())) {
            POOLS.removeAll(ownPools);
        }
    }

    /**
     * Calls the logic of a feature on the thread that has the least to do.
     *
     * @param moment {@code before} or {@code after} the commit
     * @param timeout with the wait for the thread; then it fails with {@link LogicCall.TooSlow}, and the thread is interrupted
     * @return completes on the event loop
     */
    <T> Future<T> call(String feature, String moment, Duration timeout, Function<FeatureLogic, Future<T>> step) {
        return call(feature, moment, timeout, new LogicCall<>(step));
    }

    /** The same with a call that may be given up before. */
    <T> Future<T> call(String feature, String moment, Duration timeout, LogicCall<T> call) {
        LogicWorker worker = leastBusy();
        if (worker.busy() >= MAX_WAITING) {
            return Future.failedFuture(overloaded());
        }
        return call(worker, feature, moment, timeout, call);
    }

    /** The same where a thread is free; else it fails with {@code logic-busy}: behind what takes long, it would wait long. */
    <T> Future<T> callIfFree(String feature, String moment, Duration timeout, LogicCall<T> call) {
        // There are none where no feature here has anything that takes long; another node may know better.
        LogicWorker worker = workers.isEmpty() ? null : leastBusy();
        if (worker == null || worker.busy() > 0) {
            return Future.failedFuture(busy());
        }
        return call(worker, feature, moment, timeout, call);
    }

    private <T> Future<T> call(LogicWorker worker, String feature, String moment, Duration timeout, LogicCall<T> call) {
        long timer = vertx.setTimer(timeout.toMillis(), late -> call.giveUp());
        Future<T> here = Future.future(promise -> {
            var context = vertx.getOrCreateContext();
            call.answer().onComplete(done -> context.runOnContext(turn -> promise.handle(done)));
        });
        worker.run(feature, call);
        return metrics.timed(feature, moment, here.onComplete(done -> {
            vertx.cancelTimer(timer);
            if (call.isGivenUp() && done.failed()) {
                vertx.setTimer(LogicCall.GRACE.toMillis(), later -> lookAfter(feature, call));
            }
        }));
    }

    /** A call that nobody waits for any more may keep its thread for good: then another one does the work of others. */
    private void lookAfter(String feature, LogicCall<?> call) {
        if (stopped || !call.isStuck()) {
            return;
        }
        boolean mayStandIn = standIns < threads && alive() < threads;
        LOG.error(
                "{} of the feature {} was given up and interrupted, and does not come to its end: its thread of {} is lost until it does ({} of {} are). {}",
                Objects.requireNonNull(extensions).logicOf(feature),
                feature,
                pool,
                lost(),
                workers.size(),
                mayStandIn
                        ? "Another one stands in for it"
                        : "No other one stands in for it: correct the class, and start the node anew");
        if (mayStandIn) {
            standIn();
        }
    }

    private int alive() {
        return workers.size() - lost();
    }

    private void standIn() {
        standIns++;
        coming++;
        LogicWorker worker = new LogicWorker(Objects.requireNonNull(extensions));
        deploy(worker, options(1))
                .onComplete(done -> {
                    coming--;
                    noneCame = done.failed();
                })
                .onSuccess(id -> workers.add(worker))
                .onFailure(this::later);
    }

    private void later(Throwable cause) {
        standIns--;
        LOG.error("No thread stands in for the one that is lost: {}", cause.getMessage());
        vertx.setTimer(AGAIN.toMillis(), again -> {
            if (!stopped && standIns < threads && alive() < threads) {
                standIn();
            }
        });
    }

    /** How many threads are lost to calls that were given up and do not come to their end. From whatever thread. */
    int lost() {
        return (int) workers.stream().filter(LogicWorker::isLost).count();
    }

    /** Whether nothing can be called any more, and no other thread is to come. */
    boolean areAllLost() {
        boolean moreMayCome = coming > 0 || (standIns < threads && !noneCame);
        return !workers.isEmpty() && !moreMayCome && workers.stream().allMatch(LogicWorker::isLost);
    }

    /** How many calls can be made at the same time, where they block. */
    int threads() {
        return threads;
    }

    /** As where logic does not mind that it was interrupted: what nobody waits for any more would pile up. */
    private static FailureException overloaded() {
        return Failure.unavailable("overloaded", "Too many calls wait for business logic. Try again in a second.")
                .exception();
    }

    private static FailureException busy() {
        return Failure.unavailable(
                        LogicMessages.BUSY,
                        "All threads for actions that take long are taken. Try again in some seconds.")
                .exception();
    }

    /** Those that stand in have nothing to do when the lost ones have come back. */
    private LogicWorker leastBusy() {
        return workers.stream()
                .filter(worker -> !worker.isLost())
                .limit(threads)
                .min(Comparator.comparingInt(LogicWorker::busy))
                .orElseGet(() -> workers.get(0));
    }
}
