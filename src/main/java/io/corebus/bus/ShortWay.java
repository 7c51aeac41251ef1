package io.corebus.bus;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * From room to room inside one process: the request is handed to the consumer's context and the reply back to the asker's, as they are. The event bus would add
 * headers, an address for the reply and a timer to each, which cost more than most requests. Here one look at all that wait, some times a second, replaces
 * the timers.
 *
 * <p>On the thread of the one who asks, too, request and reply each wait for a turn of their own: so what came from the network together goes through each room
 * together, and comes to Redis and PostgreSQL together. To go straight on was measured to spare nothing, and Redis took half as long again.
 */
final class ShortWay {
    private static final long LOOK_MILLIS = 50;

    private final Set<Waiting<?>> waiting = ConcurrentHashMap.newKeySet();

    ShortWay(Vertx vertx) {
        vertx.setPeriodic(LOOK_MILLIS, look -> expire());
    }

    /**
     * Completes on the asker's context, as the consumer answers.
     *
     * @param silence what is done instead where there is no answer within the time-out, give or take the interval of the looks
     * @param elsewhere what is done instead where the consumer has {@linkplain Failure#isDiffering other descriptors}
     */
    <Q, R> Future<R> ask(
            Consumption<Q, R> consumption,
            Q request,
            Caller caller,
            Context asker,
            long timeoutMillis,
            Supplier<Future<R>> silence,
            Function<FailureException, Future<R>> elsewhere) {
        Waiting<R> answer = new Waiting<>(asker, System.nanoTime() + timeoutMillis * 1_000_000, silence, elsewhere);
        waiting.add(answer);
        consumption.ask(request, caller, answer::deliver);
        return answer.promise.future();
    }

    private void expire() {
        long now = System.nanoTime();
        for (Waiting<?> answer : waiting) {
            if (now - answer.untilNanos > 0) {
                answer.expire();
            }
        }
    }

    private final class Waiting<R> {
        private final Promise<R> promise = Promise.promise();
        private final Context asker;
        private final long untilNanos;
        private final Supplier<Future<R>> silence;
        private final Function<FailureException, Future<R>> elsewhere;

        Waiting(
                Context asker,
                long untilNanos,
                Supplier<Future<R>> silence,
                Function<FailureException, Future<R>> elsewhere) {
            this.asker = asker;
            this.untilNanos = untilNanos;
            this.silence = silence;
            this.elsewhere = elsewhere;
        }

        /** That of the object itself would have to be asked of the JVM, which takes longer than all else here. */
        @Override
        public int hashCode() {
            return Long.hashCode(untilNanos);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        /** The first answer counts. */
        void deliver(AsyncResult<R> answer) {
            if (!waiting.remove(this)) {
                return;
            }
            if (answer.cause() instanceof FailureException refused
                    && refused.failure().isDiffering()) {
                asker.runOnContext(turn -> elsewhere.apply(refused).onComplete(promise));
            } else {
                asker.runOnContext(turn -> promise.handle(answer));
            }
        }

        void expire() {
            if (waiting.remove(this)) {
                asker.runOnContext(turn -> silence.get().onComplete(promise));
            }
        }
    }
}
