package io.corebus.bus;

import io.vertx.core.Future;

/** Answers the requests of one {@link Address}. A failed future with a {@link FailureException} becomes that failure for the asker; any other becomes {@link Failure#internal}. */
@FunctionalInterface
public interface Service<Q, R> {
    Future<R> handle(Q request, Caller caller);
}
