package io.corebus.resource;

import io.vertx.core.Future;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Something long that one instance of the cluster does at a time, step by step. Which does it is a lease in storage: when the instance dies, another one goes on
 * with the step at which it was, of which nothing is done twice.
 *
 * @param <W> what there is to do, as it was when this instance got it
 */
interface LeasedWork<W> {
    /** How long an instance may work without asking again. */
    Duration LEASE = Duration.ofSeconds(10);

    /** How long one question to another room may take. */
    Duration PATIENCE = Duration.ofSeconds(8);

    /** How it is called in the log: {@code An import}. */
    String name();

    /**
     * Asks for what nobody does, or nobody any longer.
     *
     * @param worker UUID of this instance
     * @return null where there is none
     */
    Future<@Nullable W> hold(String worker);

    /** Does the next part of it, and keeps the lease by that. Answers whether there may be more to do here; after a failure the lease runs out. */
    Future<Boolean> step(W work, String worker);

    /** The instance is about to end: a step that is under way may be broken off where it takes long. */
    default void stop() {}

    /** Leaves the rest to others at once, because the instance ends. */
    default Future<?> leave(W work, String worker) {
        return Future.succeededFuture();
    }

    /** Forgets what is over for long enough. */
    Future<?> sweep();
}
