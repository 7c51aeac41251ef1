package io.corebus.resource;

import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.Futures;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * What is done where others change the same resource at the same time. Whoever was overtaken gets in line: those of one instance change a resource in turn from then
 * on, for as long as anybody is in its line, instead of overtaking each other again and again. Other instances have lines of their own, so whoever has its turn may
 * still be overtaken. It waits for a moment then before it looks again. How long is a matter of chance, and the longer the oftener it was overtaken, so that those who
 * met once do not go on meeting. All pauses of one change together are shorter than one attempt of the bus. Belongs to one event loop.
 */
final class Contention {
    private static final int FIRST_PAUSE_MILLIS = 4;
    private static final int LONGEST_PAUSE_MILLIS = 64;
    /** In one line. */
    private static final int MAX_WAITING = 1_000;
    /** Being in line only helps. So nobody waits longer: what has its turn may take long, or even wait itself for whoever is behind it. */
    private static final long PATIENCE_MILLIS = 1_000;

    private final Vertx vertx;
    /** By the ids of resources: who waits. The one that has its turn is not in it. */
    private final Map<String, Queue<Promise<Void>>> lines = new HashMap<>();

    Contention(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Whether to get in line at once. */
    boolean isContended(String id) {
        return lines.containsKey(id);
    }

    /**
     * Changes a resource when those who are in line before have done so. Fails with {@code contended} where the line is too long.
     *
     * @param change what it answers must complete some time
     */
    <T> Future<T> inTurn(String id, Supplier<Future<T>> change) {
        Queue<Promise<Void>> line = lines.get(id);
        if (line == null) {
            lines.put(id, new ArrayDeque<>());
            return turn(id, change);
        }
        if (line.size() >= MAX_WAITING) {
            return Future.failedFuture(lost());
        }
        Promise<Void> waiting = Promise.promise();
        line.add(waiting);
        long timer = vertx.setTimer(PATIENCE_MILLIS, late -> {
            line.remove(waiting);
            waiting.fail("out of patience");
        });
        return waiting.future().transform(turn -> {
            vertx.cancelTimer(timer);
            return turn.succeeded() ? turn(id, change) : change.get();
        });
    }

    private <T> Future<T> turn(String id, Supplier<Future<T>> change) {
        return Futures.begun(change).onComplete(done -> next(id));
    }

    private void next(String id) {
        Queue<Promise<Void>> line = lines.get(id);
        Promise<Void> first = line == null ? null : line.poll();
        if (first == null) {
            lines.remove(id);
        } else {
            first.complete();
        }
    }

    /** @param round the one that was lost, from 1 */
    Future<Void> pause(int round) {
        int longest = Math.min(FIRST_PAUSE_MILLIS << Math.min(round, 10), LONGEST_PAUSE_MILLIS);
        return vertx.timer(1 + ThreadLocalRandom.current().nextInt(longest)).mapEmpty();
    }

    /** The caller named no version, so that there is another one now is nothing that it did wrong. */
    static FailureException lost() {
        return Failure.unavailable(
                        "contended",
                        "The resource is changed too often just now: others were faster each time. Try again in a second.")
                .exception();
    }
}
