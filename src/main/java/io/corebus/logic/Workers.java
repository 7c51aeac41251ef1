package io.corebus.logic;

import io.corebus.extension.FeatureLogic;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** The threads on which business logic runs. Belongs to one event loop, on which calls are waited for. */
final class Workers {
    private final Vertx vertx;
    private final LogicMetrics metrics;
    private final List<LogicWorker> workers = new ArrayList<>();

    Workers(Vertx vertx, LogicMetrics metrics) {
        this.vertx = vertx;
        this.metrics = metrics;
    }

    /** Each worker has objects of its own. They end with the room. */
    Future<Void> start(Extensions extensions, int threads) {
        DeploymentOptions options = new DeploymentOptions()
                .setThreadingModel(ThreadingModel.WORKER)
                .setWorkerPoolName("corebus-logic")
                .setWorkerPoolSize(threads);
        List<Future<String>> starting = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            LogicWorker worker = new LogicWorker(extensions);
            workers.add(worker);
            starting.add(vertx.deployVerticle(worker, options));
        }
        return Future.all(starting).mapEmpty();
    }

    /**
     * Calls the logic of a feature on the thread that has the least to do.
     *
     * @param moment {@code before} or {@code after} the commit
     * @param timeout with the wait for the thread; then it fails with {@link java.util.concurrent.TimeoutException}, and the thread is interrupted
     * @return completes on the event loop
     */
    <T> Future<T> call(String feature, String moment, Duration timeout, Function<FeatureLogic, Future<T>> step) {
        LogicCall<T> call = new LogicCall<>(step);
        long timer = vertx.setTimer(timeout.toMillis(), late -> call.giveUp());
        Future<T> here = Future.future(promise -> {
            var context = vertx.getOrCreateContext();
            call.answer().onComplete(done -> context.runOnContext(turn -> promise.handle(done)));
        });
        leastBusy().run(feature, call);
        return metrics.timed(feature, moment, here.onComplete(done -> vertx.cancelTimer(timer)));
    }

    private LogicWorker leastBusy() {
        return workers.stream().min(Comparator.comparingInt(LogicWorker::busy)).orElseThrow();
    }
}
