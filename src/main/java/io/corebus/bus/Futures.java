package io.corebus.bus;

import io.vertx.core.Future;
import java.util.function.Supplier;

/** The first step of a chain of futures. */
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
}
