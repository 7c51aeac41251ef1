package io.corebus.storage;

import io.corebus.bus.FailureException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for PostgreSQL while a node starts: both are often started at the same time, and then neither is quick. */
final class Arrival {
    private static final Logger LOG = LoggerFactory.getLogger(Arrival.class);
    private static final long PAUSE_MILLIS = 500;

    private final Vertx vertx;
    private final long until;
    private boolean told;

    /** @param patience from now on */
    Arrival(Vertx vertx, Duration patience) {
        this.vertx = vertx;
        this.until = System.nanoTime() + patience.toNanos();
    }

    /** Tries again while PostgreSQL does not answer and there is time; every other failure is one at once. */
    <T> Future<T> await(Supplier<Future<T>> attempt) {
        return attempt.get()
                .recover(cause -> isAway(cause) && System.nanoTime() - until < 0
                        ? later(attempt, cause)
                        : Future.failedFuture(cause));
    }

    private <T> Future<T> later(Supplier<Future<T>> attempt, Throwable cause) {
        if (!told) {
            told = true;
            LOG.warn("Waiting for PostgreSQL. {}", FailureException.of(cause).detail());
        }
        return vertx.timer(PAUSE_MILLIS).compose(passed -> await(attempt));
    }

    private static boolean isAway(Throwable cause) {
        return cause instanceof FailureException failure
                && failure.failure().code().equals("storage-unavailable");
    }
}
