package io.corebus.bus;

import io.vertx.core.Future;
import java.util.function.Supplier;

/** The first step of a chain of futures. */
public final class Futures {
    private Futures() {}

    /** Takes the step at once. What it throws fails the future, as in the steps that follow. */
    public static <T> Future<T> begun(Supplier<Future<T>> step) {
        try {
            return step.get();
        } catch (RuntimeException thrown) {
            return Future.failedFuture(thrown);
        }
    }
}
