package io.corebus.live;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Queue;

/** What was written to one client and is not with its network yet. Belongs to one event loop. */
final class Outbox {
    private static final long READY_BELOW = 65_536;
    private static final long STUCK_NANOS = 10_000_000_000L;
    /** Time to read a burst: some transports write nothing before the event loop turns, and polling waits for the client's next request. */
    private static final long FULL_NANOS = 3_000_000_000L;

    private final long max;
    private long pending;
    private long lastMove = System.nanoTime();
    private long filledAt = lastMove;
    private final Queue<Runnable> waiting = new ArrayDeque<>();

    Outbox(long max) {
        this.max = max;
    }

    void sent(int bytes, Future<Void> written) {
        if (written.isComplete()) {
            return; // The usual case: what waits for nothing is written at once.
        }
        if (pending == 0) {
            lastMove = System.nanoTime();
        }
        boolean full = isFull();
        pending += bytes;
        if (isFull() && !full) {
            filledAt = System.nanoTime();
        }
        written.onComplete(done -> moved(bytes));
    }

    private void moved(int bytes) {
        pending -= bytes;
        lastMove = System.nanoTime();
        while (isReady() && !waiting.isEmpty()) {
            waiting.remove().run();
        }
    }

    /** Whether a client that is catching up should get more. */
    boolean isReady() {
        return pending < Math.min(READY_BELOW, max);
    }

    void whenReady(Runnable callback) {
        waiting.add(callback);
    }

    /** Whether as much waits as may: events have to wait where they are. */
    boolean isFull() {
        return pending >= max;
    }

    /** Whether answers were added to what was full already, until it was twice as much: somebody asks and does not read. */
    boolean isFlooded() {
        return pending >= 2 * max;
    }

    /** Whether nothing has moved for too long: ten seconds, or three where it is full. */
    boolean isStuck(long nowNanos) {
        if (isFull()) {
            return nowNanos - Math.max(lastMove, filledAt) > FULL_NANOS;
        }
        return pending > 0 && nowNanos - lastMove > STUCK_NANOS;
    }

    long pending() {
        return pending;
    }
}
