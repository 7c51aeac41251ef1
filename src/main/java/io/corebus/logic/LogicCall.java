package io.corebus.logic;

import io.corebus.bus.Futures;
import io.corebus.extension.FeatureLogic;
import io.corebus.extension.LogicRefusal;
import io.corebus.extension.RecordFailure;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One call of business logic: made on the thread of a worker, waited for elsewhere, and for a while only. */
final class LogicCall<T> {
    /** How long after its interruption a thread may take to come back. */
    static final Duration GRACE = Duration.ofMillis(500);

    private @Nullable Function<FeatureLogic, Future<T>> step;
    private final Promise<T> answer = Promise.promise();
    private @Nullable Thread thread;
    private boolean begun;
    private long givenUpNanos;

    /** The time of a call was over. Nobody else's exception is taken for it. */
    static final class TooSlow extends Exception {
        private static final long serialVersionUID = 1;

        private final boolean begun;

        /** @param begun whether it had a thread at all */
        TooSlow(boolean begun) {
            super("it took too long", null, false, false);
            this.begun = begun;
        }

        boolean hadBegun() {
            return begun;
        }
    }

    LogicCall(Function<FeatureLogic, Future<T>> step) {
        this.step = step;
    }

    /** Completes on some thread. Fails with {@link TooSlow} where nobody waits any more. */
    Future<T> answer() {
        return answer.future();
    }

    /** On the thread of a worker; comes back when the method does. */
    void run(FeatureLogic logic) {
        Function<FeatureLogic, Future<T>> begun = begin();
        if (begun == null) {
            return;
        }
        Future<T> called;
        try {
            called = Futures.begun(() -> requireFuture(begun.apply(logic)));
        } finally {
            end();
        }
        called.onComplete(answer::tryComplete, cause -> answer.tryFail(unwrapped(cause)));
    }

    /** What fails in the steps of a {@code CompletableFuture}, or is waited for with {@code get}, comes in an exception of theirs: what is said by it is meant all the same. */
    private static Throwable unwrapped(Throwable cause) {
        boolean wraps = cause instanceof CompletionException || cause instanceof ExecutionException;
        Throwable within = wraps ? cause.getCause() : null;
        return within instanceof LogicRefusal || within instanceof RecordFailure ? within : cause;
    }

    private static <T> Future<T> requireFuture(@Nullable Future<T> answered) {
        return Objects.requireNonNull(answered, "business logic answered null instead of a future");
    }

    /** Null where nobody waits any more. */
    private synchronized @Nullable Function<FeatureLogic, Future<T>> begin() {
        thread = step == null ? null : Thread.currentThread();
        begun |= step != null;
        return step;
    }

    /** The thread is somebody else's from now on: an interruption that came too late must not hit it. */
    private synchronized void end() {
        thread = null;
        Thread.interrupted();
    }

    /** Its time is over. */
    synchronized void giveUp() {
        giveUp(new TooSlow(begun));
    }

    /** Nobody waits any more: it is not begun, or its thread is interrupted where it blocks it. */
    synchronized void giveUp(Throwable why) {
        if (step != null) {
            givenUpNanos = System.nanoTime();
        }
        step = null;
        if (thread != null) {
            thread.interrupt();
        }
        answer.tryFail(why);
    }

    synchronized boolean isGivenUp() {
        return step == null;
    }

    /** Whether it was given up and still has its thread, as where logic does not mind that it was interrupted. */
    synchronized boolean isStuck() {
        return step == null && thread != null && System.nanoTime() - givenUpNanos >= GRACE.toNanos();
    }
}
