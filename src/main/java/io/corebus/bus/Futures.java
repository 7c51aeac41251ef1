package io.corebus.bus;

import io.vertx.core.Future;
import java.util.function.Supplier;

/** How chains of futures begin, and what they leave behind where they break. */
public final class Futures {
    private Futures() {}

    /** Takes the step at once. Whatever it throws fails the future, an error too, as in the steps that follow: who waits for the end is told of it. */
    public static <T> Future<T> begun(Supplier<Future<T>> step) {
        try {
            return step.get();
        } catch (Throwable thrown) {
            return Future.failedFuture(thrown);
        }
    }

    /**
     * The same work. Where it fails, what it had begun is ended before that is told: Vert.x ends nothing of a verticle that did not start, and the process may go on
     * without it.
     *
     * @param end where that fails too, the first failure counts
     */
    public static <T> Future<T> endingOnFailure(Future<T> work, Supplier<? extends Future<?>> end) {
        return work.recover(failure -> end.get().transform(ended -> Future.failedFuture(failure)));
    }
}
