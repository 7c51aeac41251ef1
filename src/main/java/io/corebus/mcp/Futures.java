package io.corebus.mcp;

import io.vertx.core.Future;
import java.util.function.Supplier;

/** What is thrown fails the future, as it does in the steps that follow. */
final class Futures {
    private Futures() {}

    /** The first step of a chain. */
    static <T> Future<T> begun(Supplier<Future<T>> step) {
        try {
            return step.get();
        } catch (RuntimeException thrown) {
            return Future.failedFuture(thrown);
        }
    }
}
