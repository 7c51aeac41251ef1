package io.corebus.logic;

import io.corebus.bus.Futures;
import io.corebus.extension.FeatureLogic;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One call of business logic: made on the thread of a worker, waited for elsewhere, and for a while only. */
final class LogicCall<T> {
    private final Function<FeatureLogic, Future<T>> step;
    private final Promise<T> answer = Promise.promise();
    private @Nullable Thread thread;
    private boolean over;

    LogicCall(Function<FeatureLogic, Future<T>> step) {
        this.step = step;
    }

    /** Completes on some thread. Fails with {@link TimeoutException} where nobody waits any more. */
    Future<T> answer() {
        return answer.future();
    }

    /** Completes, and never fails, when the call has come to its end, whether anybody still waits or not. */
    Future<Void> run(FeatureLogic logic) {
        if (!begin()) {
            return Future.succeededFuture();
        }
        Future<T> called;
        try {
            called = Futures.begun(() -> step.apply(logic));
        } finally {
            end();
        }
        return called.onComplete(answer::tryComplete, answer::tryFail)
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    private synchronized boolean begin() {
        thread = over ? null : Thread.currentThread();
        return !over;
    }

    /** The thread is somebody else's from now on: an interruption that came too late must not hit it. */
    private synchronized void end() {
        thread = null;
        Thread.interrupted();
    }

    /** Nobody waits any more: it is not begun, or its thread is interrupted where it blocks it. */
    synchronized void giveUp() {
        over = true;
        if (thread != null) {
            thread.interrupt();
        }
        answer.tryFail(new TimeoutException());
    }
}
