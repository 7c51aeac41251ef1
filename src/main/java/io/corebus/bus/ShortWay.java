package io.corebus.bus;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * From room to room inside one process: the request is handed to the consumer's context and the reply back to the asker's, as they are. The event bus would add
 * headers, an address for the reply and a timer to each, which cost more than most requests. Here one look at all that wait, every few milliseconds, replaces
 * the timers.
 */
final class ShortWay {
    private static final long LOOK_MILLIS = 20;

    private final Set<Waiting<?>> waiting = ConcurrentHashMap.newKeySet();

    ShortWay(Vertx vertx) {
        vertx.setPeriodic(LOOK_MILLIS, look -> expire());
    }

    /** No answer within the time of one attempt. */
    static final class Silence extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Silence() {
            super("no answer in time", null, false, false);
        }
    }

    /** Fails with {@link Silence} after the time-out, give or take the interval of the looks; else as the consumer answers. Completes on the asker's context. */
    <Q, R> Future<R> ask(Consumption<Q, R> consumption, Q request, Caller caller, Context asker, long timeoutMillis) {
        Waiting<R> answer = new Waiting<>(asker, System.nanoTime() + timeoutMillis * 1_000_000);
        waiting.add(answer);
        consumption.ask(request, caller, answer::deliver);
        return answer.promise.future();
    }

    private void expire() {
        long now = System.nanoTime();
        for (Waiting<?> answer : waiting) {
            if (now - answer.untilNanos > 0) {
                answer.deliver(Future.failedFuture(new Silence()));
            }
        }
    }

    private final class Waiting<R> {
        private final Promise<R> promise = Promise.promise();
        private final Context asker;
        private final long untilNanos;

        Waiting(Context asker, long untilNanos) {
            this.asker = asker;
            this.untilNanos = untilNanos;
        }

        /** The first answer counts. */
        void deliver(AsyncResult<R> answer) {
            if (waiting.remove(this)) {
                asker.runOnContext(turn -> promise.handle(answer));
            }
        }
    }
}
