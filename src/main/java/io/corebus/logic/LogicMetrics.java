package io.corebus.logic;

import io.corebus.extension.LogicRefusal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What is measured of business logic. */
final class LogicMetrics {
    private final MeterRegistry meters;

    LogicMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    /** What they say is asked for from any thread. They take the place of those that knew other features. */
    void follow(Followings followings) {
        synchronized (meters) {
            meters.find("corebus.logic.features").gauges().forEach(meters::remove);
            meters.find("corebus.logic.lag").gauges().forEach(meters::remove);
            register(followings);
        }
    }

    private void register(Followings followings) {
        Gauge.builder("corebus.logic.features", followings, Followings::held)
                .description("Features whose changes this node tells to their logic")
                .strongReference(true)
                .register(meters);
        Gauge.builder("corebus.logic.lag", followings, Followings::lag)
                .description(
                        "Entries that the logic which is furthest behind has not looked at, of what this node follows")
                .strongReference(true)
                .register(meters);
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
