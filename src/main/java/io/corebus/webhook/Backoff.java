package io.corebus.webhook;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait after an attempt that failed: six times longer each time, up to a most, a tenth more or less, so that not all come back at once. */
record Backoff(Duration first, Duration longest) {
    private static final int FACTOR = 6;

    /** @param made how many attempts were made */
    long millis(int made) {
        double pause = first.toMillis() * Math.pow(FACTOR, made - 1.0);
        double bounded = Math.min(pause, (double) longest.toMillis());
        return (long) (bounded * ThreadLocalRandom.current().nextDouble(0.9, 1.1));
    }
}
