package io.corebus.testing;

import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;

/** Waits, in the thread of a test, for what happens on an event loop. */
public final class Waiting {
    private static final int SECONDS = 10;

    private Waiting() {}

    /** The result. What failed is thrown as {@link java.util.concurrent.CompletionException}, and what takes more than ten seconds fails. */
    public static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
