package io.corebus.logic;

import io.corebus.extension.FeatureLogic;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One thread at a time, and the objects of business logic that live on it. A worker verticle, so what blocks it holds up no event loop. */
final class LogicWorker extends VerticleBase {
    private static final AtomicInteger STUCK = new AtomicInteger();

    private final Extensions extensions;
    private final AtomicInteger busy = new AtomicInteger();
    private final Construction construction = new Construction();
    private Map<String, FeatureLogic> byFeature = Map.of();
    /** More than one where calls wait in the middle, and let others work meanwhile. */
    private final Set<LogicCall<?>> atWork = ConcurrentHashMap.newKeySet();

    LogicWorker(Extensions extensions) {
        this.extensions = extensions;
    }

    /** Makes the objects on the thread of the worker: constructors may block, too. */
    @Override
    public Future<?> start() {
        construction.begins();
        try {
            byFeature = extensions.instances(construction::of);
        } finally {
            construction.ends();
        }
        return Future.succeededFuture();
    }

    /** Interrupts the constructor that is at work, from whatever thread, and returns the feature whose logic it makes. */
    String giveUp() {
        return construction.interrupt();
    }

    /** Whether its constructors were given up and have not ended. */
    boolean isStuck() {
        return construction.isStuck();
    }

    /** How many of this process are. */
    static int stuck() {
        return STUCK.get();
    }

    /** Which object is being made, and on which thread. */
    private static final class Construction {
        private @Nullable Thread thread;
        private String feature = "a feature";
        private boolean stuck;

        synchronized void begins() {
            thread = Thread.currentThread();
        }

        synchronized void of(String next) {
            feature = next;
        }

        /** An interrupt that came too late must not meet what comes next on the thread. */
        synchronized void ends() {
            thread = null;
            Thread.interrupted();
            if (stuck) {
                stuck = false;
                STUCK.decrementAndGet();
            }
        }

        synchronized String interrupt() {
            if (thread != null) {
                stuck = true;
                STUCK.incrementAndGet();
                thread.interrupt();
            }
            return feature;
        }

        synchronized boolean isStuck() {
            return stuck;
        }
    }

    /** How many calls it has begun or is going to. */
    int busy() {
        return busy.get();
    }

    /** Whether its thread is lost to a call that was given up, at least until that comes back. */
    boolean isLost() {
        return atWork.stream().anyMatch(LogicCall::isStuck);
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
        atWork.add(call);
        try {
            call.run(logic);
        } finally {
            atWork.remove(call);
            // What goes on in futures keeps no thread.
            busy.decrementAndGet();
            thread.setContextClassLoader(before);
        }
    }
}
