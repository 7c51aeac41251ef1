package io.corebus.cli;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for a future, on threads that are no event loops. */
final class Waiting {
    private Waiting() {}

    /** Fails with what the future failed with. */
    static <T> T on(Future<T> future, Duration max) throws Exception {
        try {
            return future.toCompletionStage().toCompletableFuture().get(max.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } catch (TimeoutException e) {
            throw new TimeoutException("no answer within " + max.toSeconds() + " s");
        }
    }
}
