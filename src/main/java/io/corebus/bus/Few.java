package io.corebus.bus;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Many steps of which a few are under way at a time. Not a chain of futures: it would grow with their number. Belongs to one event loop. */
public final class Few<T> {
    private final List<T> items;
    private final int atATime;
    private final Function<T, ? extends Future<?>> step;
    private final Promise<Void> over = Promise.promise();
    private int begun;
    private int underWay;
    private boolean beginning;
    private @Nullable Throwable failure;

    private Few(List<T> items, int atATime, Function<T, ? extends Future<?>> step) {
        this.items = items;
        this.atATime = atATime;
        this.step = step;
    }

    /**
     * Takes the step with each of them, in their order.
     *
     * @param atATime how many are under way at most
     * @return fails with the first failure: after it no step is begun, and those under way have come to their end
     */
    public static <T> Future<Void> each(List<T> items, int atATime, Function<T, ? extends Future<?>> step) {
        Few<T> few = new Few<>(items, atATime, step);
        few.goOn();
        return few.over.future();
    }

    /** Where a step is over at once, this goes on with the next one, and does not call itself. */
    private void goOn() {
        beginning = true;
        while (underWay < atATime && begun < items.size() && failure == null) {
            T item = items.get(begun);
            begun++;
            underWay++;
            Futures.begun(() -> step.apply(item).mapEmpty()).onComplete(done -> ended(done.cause()));
        }
        beginning = false;
        if (underWay == 0) {
            over.handle(failure == null ? Future.succeededFuture() : Future.failedFuture(failure));
        }
    }

    private void ended(@Nullable Throwable cause) {
        underWay--;
        failure = failure == null ? cause : failure;
        if (!beginning) {
            goOn();
        }
    }
}
