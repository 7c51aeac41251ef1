package io.corebus.live;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Queue;

/** What was written to one client and is not with its network yet. Belongs to one event loop. */
final class Outbox {
    private static final long READY_BELOW = 65_536;
    private static final long STUCK_NANOS = 10_000_000_000L;

    private final long max;
    private long pending;
    private long lastMove = System.nanoTime();
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
        pending += bytes;
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
        return pending < READY_BELOW;
    }

    void whenReady(Runnable callback) {
        waiting.add(callback);
    }

    boolean isFull() {
        return pending >= max;
    }

    boolean isStuck(long nowNanos) {
        return pending > 0 && nowNanos - lastMove > STUCK_NANOS;
    }

    long pending() {
        return pending;
    }
}
