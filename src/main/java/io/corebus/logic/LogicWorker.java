package io.corebus.logic;

import io.corebus.extension.FeatureLogic;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** One thread at a time, and the objects of business logic that live on it. A worker verticle, so what blocks it holds up no event loop. */
final class LogicWorker extends VerticleBase {
    private final Extensions extensions;
    private final AtomicInteger busy = new AtomicInteger();
    private Map<String, FeatureLogic> byFeature = Map.of();

    LogicWorker(Extensions extensions) {
        this.extensions = extensions;
    }

    /** Makes the objects on the thread of the worker: constructors may block, too. */
    @Override
    public Future<?> start() {
        byFeature = extensions.instances();
        return Future.succeededFuture();
    }

    /** How many calls it has begun or is going to. */
    int busy() {
        return busy.get();
    }

    /** From whatever thread. What comes of the call is told on a thread of this worker. */
    void run(String feature, LogicCall<?> call) {
        busy.incrementAndGet();
        context.runOnContext(turn -> run(logic(feature), call));
    }

    private FeatureLogic logic(String feature) {
        return Objects.requireNonNull(byFeature.get(feature), feature);
    }

    private void run(FeatureLogic logic, LogicCall<?> call) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // Libraries look there for what belongs to them.
        thread.setContextClassLoader(logic.getClass().getClassLoader());
        try {
            call.run(logic);
        } finally {
            // What goes on in futures keeps no thread.
            busy.decrementAndGet();
            thread.setContextClassLoader(before);
        }
    }
}
