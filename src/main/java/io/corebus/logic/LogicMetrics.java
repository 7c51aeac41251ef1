package io.corebus.logic;

import io.corebus.bus.FailureException;
import io.corebus.bus.PerProcess;
import io.corebus.extension.LogicRefusal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What is measured of business logic, over all instances of the process. */
final class LogicMetrics implements Shareable {
    private final MeterRegistry meters;
    private final List<Followings> all = new CopyOnWriteArrayList<>();
    private final List<Breakers> breaking = new CopyOnWriteArrayList<>();
    private final List<ActsUnderWay> acting = new CopyOnWriteArrayList<>();
    private final List<Workers> working = new CopyOnWriteArrayList<>();

    LogicMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    /** The one of this process, where that has logic. */
    static LogicMetrics of(Vertx vertx, MeterRegistry meters) {
        return PerProcess.of(vertx, LogicMetrics.class, () -> new LogicMetrics(meters).withGauges());
    }

    /** What they say is asked for from any thread. */
    private LogicMetrics withGauges() {
        Gauge.builder(
                        "corebus.logic.features",
                        all,
                        each -> each.stream().mapToInt(Followings::held).sum())
                .description("Features whose changes this node tells to their logic")
                .strongReference(true)
                .register(meters);
        Gauge.builder(
                        "corebus.logic.lag",
                        all,
                        each -> each.stream().mapToLong(Followings::lag).max().orElse(0))
                .description(
                        "Entries that the logic which is furthest behind has not looked at, of what this node follows")
                .strongReference(true)
                .register(meters);
        Gauge.builder(
                        "corebus.logic.resting",
                        breaking,
                        each -> each.stream().mapToInt(Breakers::resting).max().orElse(0))
                .description("Features whose logic failed too often and is not asked, or only to try")
                .strongReference(true)
                .register(meters);
        Gauge.builder(
                        "corebus.logic.acts",
                        acting,
                        each -> each.stream().mapToInt(ActsUnderWay::count).sum())
                .description("Actions of jobs that the logic of this node does at the moment")
                .strongReference(true)
                .register(meters);
        Gauge.builder(
                        "corebus.logic.stuck.threads",
                        working,
                        each -> each.stream().mapToInt(Workers::lost).sum())
                .description("Threads lost to calls of business logic that were given up and do not come to their end")
                .strongReference(true)
                .register(meters);
        return this;
    }

    void begins(Followings followings, Breakers breakers, ActsUnderWay acts, List<Workers> workers) {
        all.add(followings);
        breaking.add(breakers);
        acting.add(acts);
        working.addAll(workers);
    }

    void ends(Followings followings, Breakers breakers, ActsUnderWay acts, List<Workers> workers) {
        all.remove(followings);
        breaking.remove(breakers);
        acting.remove(acts);
        working.removeAll(workers);
    }

    void rested(String feature) {
        Counter.builder("corebus.logic.rested")
                .description("Requests refused because the logic they need failed too often")
                .tag("feature", feature)
                .register(meters)
                .increment();
    }

    /** @param moment {@code before} or {@code after} the commit */
    <T> Future<T> timed(String feature, String moment, Future<T> call) {
        long began = System.nanoTime();
        return call.onComplete(done ->
                timer(feature, moment, outcome(done.cause())).record(System.nanoTime() - began, TimeUnit.NANOSECONDS));
    }

    private Timer timer(String feature, String moment, String outcome) {
        return Timer.builder("corebus.logic.calls")
                .description("Calls of business logic, with the wait for a thread")
                .tags("feature", feature, "moment", moment, "outcome", outcome)
                .register(meters);
    }

    private static String outcome(@Nullable Throwable cause) {
        if (cause == null) {
            return "ok";
        }
        if (cause instanceof LogicRefusal) {
            return "refused";
        }
        if (cause instanceof FailureException) {
            return "given-up";
        }
        return cause instanceof LogicCall.TooSlow ? "too-slow" : "failed";
    }

    void gaveUp(String feature) {
        Counter.builder("corebus.logic.given.up")
                .description("Changes that logic could not take after their commit")
                .tag("feature", feature)
                .register(meters)
                .increment();
    }
}
