package io.corebus.logic;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Whether the logic of one feature is asked at all. It is not for a while when it failed often, and more often than not: then those who wait for it wait for
 * nothing, and keep others from the threads. After that one call is let through to try. Moments are milliseconds since 1970. Belongs to one event loop.
 */
final class Breaker {
    /** Parts of the window, of which the oldest is forgotten as a whole. */
    private static final int PARTS = 10;

    private final BreakerLimits limits;
    private final int[] failed = new int[PARTS];
    private final int[] succeeded = new int[PARTS];
    private final long[] parts = new long[PARTS];
    private State state = State.CLOSED;
    private @Nullable Long since;
    private long until;
    /** Whether the call that tries was let through here. */
    private boolean trying;

    enum State {
        /** It is asked. */
        CLOSED,
        /** It is not. */
        OPEN,
        /** One call tries. */
        HALF_OPEN
    }

    Breaker(BreakerLimits limits) {
        this.limits = limits;
    }

    State state() {
        return state;
    }

    /** When it came to this state; null where it never was in another. */
    @Nullable
    Long since() {
        return since;
    }

    /** Whether a call may be made: after the rest, and when nothing was heard of the one that tried, the next one tries. */
    boolean admits(long now) {
        if (state == State.CLOSED) {
            return true;
        }
        if (now < until) {
            return false;
        }
        become(State.HALF_OPEN, now);
        trying = true;
        return true;
    }

    /** Milliseconds until another call makes sense. */
    long waits(long now) {
        return Math.max(0, until - now);
    }

    /** How a call ended that was made here. */
    void ended(boolean success, long now) {
        if (state == State.CLOSED) {
            count(success ? 0 : 1, success ? 1 : 0, now);
        } else if (trying) {
            become(success ? State.CLOSED : State.OPEN, now);
        }
    }

    /** A call ended for reasons of others: where it was the one that tried, the next one does. */
    void saidNothing(long now) {
        if (trying) {
            trying = false;
            until = now;
        }
    }

    /** How calls ended, here or elsewhere. */
    void count(int failures, int successes, long now) {
        if (state != State.CLOSED || limits.failures() == 0) {
            return;
        }
        int part = part(now);
        failed[part] += failures;
        succeeded[part] += successes;
        int bad = sum(failed, now);
        if (bad >= limits.failures() && bad > sum(succeeded, now)) {
            become(State.OPEN, now);
        }
    }

    private long number(long now) {
        return now * PARTS / limits.windowMillis();
    }

    private int part(long now) {
        long number = number(now);
        int part = (int) (number % PARTS);
        if (parts[part] != number) {
            parts[part] = number;
            failed[part] = 0;
            succeeded[part] = 0;
        }
        return part;
    }

    private int sum(int[] counts, long now) {
        int sum = 0;
        for (int i = 0; i < PARTS; i++) {
            sum += number(now) - parts[i] < PARTS ? counts[i] : 0;
        }
        return sum;
    }

    /** What another instance came to. */
    void hear(State told, long now) {
        if (told != state && (told != State.HALF_OPEN || state == State.OPEN)) {
            become(told, now);
        }
    }

    private void become(State next, long now) {
        state = next;
        since = now;
        until = next == State.CLOSED ? 0 : now + limits.restMillis();
        trying = false;
        if (next == State.CLOSED) {
            Arrays.fill(failed, 0);
            Arrays.fill(succeeded, 0);
        }
    }
}
