package io.corebus.audit;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When an instance of the room may look for entries again. The one that seals goes on at once; the others stand back for a moment at a time, so that they
 * neither race it nor ask storage in vain, and take over when it is gone. There is always one that does not stand back: whoever made the newest seal.
 */
final class Pace {
    /** A steady stream of small writes makes this many seals a second at most: 1000 / 10. */
    private static final Duration BETWEEN = Duration.ofMillis(10);

    /** Under load a signature for each few entries would cost as much as the writes: twenty seals a second are enough then. */
    private static final Duration BETWEEN_UNDER_LOAD = Duration.ofMillis(50);

    private static final int LOAD = 50;
    private static final Duration STAND_BACK = Duration.ofMillis(300);
    private static final Duration HELD_AT_MOST = Duration.ofMillis(100);
    private static final Duration FAILING_AT_LEAST = Duration.ofMillis(250);
    private static final Duration FAILING_AT_MOST = Duration.ofSeconds(2);

    private long nextNanos = System.nanoTime();
    private int inARow;

    /** Milliseconds until the next look; zero: now. */
    long pauseMillis() {
        long left = nextNanos - System.nanoTime();
        return left <= 0 ? 0 : left / 1_000_000 + 1;
    }

    void atOnce() {
        inARow = 0;
        after(Duration.ZERO);
    }

    /** @param sealed how many entries were there to seal */
    void steady(int sealed) {
        inARow = 0;
        after(sealed < LOAD ? BETWEEN : BETWEEN_UNDER_LOAD);
    }

    /** Entries are committed, but something older may still appear before them: soon, and then less often. */
    void held() {
        after(doubled(BETWEEN, HELD_AT_MOST));
    }

    void standBack() {
        inARow = 0;
        long millis = STAND_BACK.toMillis();
        after(Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis)));
    }

    void failed() {
        after(doubled(FAILING_AT_LEAST, FAILING_AT_MOST));
    }

    private Duration doubled(Duration first, Duration most) {
        Duration pause = first.multipliedBy(1L << Math.min(inARow, 10));
        inARow++;
        return pause.compareTo(most) < 0 ? pause : most;
    }

    private void after(Duration pause) {
        nextNanos = System.nanoTime() + pause.toNanos();
    }
}
