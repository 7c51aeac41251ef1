package io.corebus.resource;

import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What is done where others change the same resource at the same time: whoever was overtaken waits for a moment before it looks again. How long is a matter of
 * chance, and the longer the oftener it was overtaken, so that those who met once do not go on meeting. All pauses of one change together are shorter than one
 * attempt of the bus.
 */
final class Contention {
    private static final int FIRST_PAUSE_MILLIS = 4;
    private static final int LONGEST_PAUSE_MILLIS = 64;

    private final Vertx vertx;

    Contention(Vertx vertx) {
        this.vertx = vertx;
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
