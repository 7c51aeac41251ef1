package io.corebus.bus;

import java.time.Duration;

/**
 * A request that one room answers and others ask: its name on the event bus and the two records that travel.
 *
 * <p>Every address is safe to repeat: a query changes nothing, a command carries a command id that storage keeps unique. So the bus may send the
 * same request to another consumer when the first one does not answer.
 *
 * @param name {@code corebus.<room>.<verb>}
 * @param request what is asked
 * @param reply what is answered when it succeeds; a {@link Failure} is answered when it does not
 * @param attempt how long the first consumer may take before the bus asks another one, and how long that one may; from the third on each gets twice as
 *     long as the one before. The caller's deadline bounds all attempts together
 */
public record Address<Q, R>(String name, Class<Q> request, Class<R> reply, Duration attempt) {
    private static final Duration ATTEMPT = Duration.ofMillis(700);

    public static <Q, R> Address<Q, R> of(String name, Class<Q> request, Class<R> reply) {
        return new Address<>(name, request, reply, ATTEMPT);
    }

    /** The same address with another time-out for one attempt. */
    public Address<Q, R> withAttempt(Duration attempt) {
        return new Address<>(name, request, reply, attempt);
    }

    @Override
    public String toString() {
        return name;
    }
}
