package io.corebus.audit;

import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How sealing goes on this node, for the health check, the metrics and the log. Read on other threads than it is written on. */
final class SealingState {
    private static final Logger LOG = LoggerFactory.getLogger(SealingState.class);
    private static final String STARTING = "starting";
    private static final String WORKS = "works";

    private volatile Look last = new Look(0, 0, System.nanoTime());
    private volatile String sealing = STARTING;

    /** What was seen: how many entries waited then, and the age of the oldest. */
    private record Look(long waiting, long oldestMillis, long atNanos) {}

    /** {@code works}, {@code starting}, or the code of the failure that keeps it from working. */
    String sealing() {
        return sealing;
    }

    boolean works() {
        return sealing.equals(WORKS);
    }

    long waiting() {
        return last.waiting();
    }

    /** Age of the oldest entry without a seal. Grows while nobody can look. */
    long lagMillis() {
        Look look = last;
        boolean nothingWaits = look.waiting() == 0 && works();
        return nothingWaits
                ? 0
                : look.oldestMillis()
                        + Duration.ofNanos(System.nanoTime() - look.atNanos()).toMillis();
    }

    void looked(long waiting, long oldestMillis) {
        last = new Look(waiting, oldestMillis, System.nanoTime());
    }

    /** Some of those that waited have their seal now. */
    void sealed(int entries) {
        Look look = last;
        last = new Look(Math.max(0, look.waiting() - entries), look.oldestMillis(), look.atNanos());
    }

    /** Said once, when it begins to work. */
    void succeeded() {
        if (!works()) {
            LOG.info("Sealing works");
            sealing = WORKS;
        }
    }

    /** Said once, when it stops to work, and again where it turns out that somebody has to do something. */
    void failed(Throwable cause) {
        Failure failure = FailureException.of(cause);
        boolean isNew = works() || sealing.equals(STARTING);
        boolean isAnother = !sealing.equals(failure.code());
        sealing = failure.code();
        if (SealFailures.areFor(failure.code())) {
            if (isAnother) {
                LOG.error("Nothing is sealed by this node: {}", failure.detail());
            }
        } else if (isNew) {
            LOG.warn("Sealing does not work, trying on: {}", cause.getMessage(), unexpected(cause));
        }
    }

    private static @Nullable Throwable unexpected(Throwable cause) {
        return cause instanceof FailureException ? null : cause;
    }
}
