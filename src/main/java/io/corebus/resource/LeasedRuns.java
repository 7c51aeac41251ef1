package io.corebus.resource;

import io.corebus.bus.Futures;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for work of one kind, and does it, one at a time. Belongs to one event loop. */
final class LeasedRuns<W> {
    private static final Logger LOG = LoggerFactory.getLogger(LeasedRuns.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration SWEEP = Duration.ofMinutes(1);

    private final Vertx vertx;
    private final LeasedWork<W> kind;
    private final String worker = UUID.randomUUID().toString();
    private final Promise<Void> ended = Promise.promise();
    private boolean busy;
    private boolean stopped;

    LeasedRuns(Vertx vertx, LeasedWork<W> kind) {
        this.vertx = vertx;
        this.kind = kind;
    }

    void start() {
        vertx.setPeriodic(LOOK.toMillis(), timer -> look());
        vertx.setPeriodic(SWEEP.toMillis(), timer -> kind.sweep());
    }

    /** The step that is under way may come to its end; the rest is for others. Completes when nothing is under way any more. */
    Future<Void> stop() {
        if (!stopped) {
            stopped = true;
            kind.stop();
        }
        if (!busy) {
            ended.tryComplete();
        }
        return ended.future();
    }

    private void look() {
        if (busy || stopped) {
            return;
        }
        busy = true;
        kind.hold(worker).onSuccess(this::begin).onFailure(this::rest);
    }

    private void begin(@Nullable W work) {
        if (work == null) {
            pause();
        } else {
            goOn(work);
        }
    }

    /** Not a chain of futures: it would grow with the work. */
    private void goOn(W work) {
        if (stopped) {
            kind.leave(work, worker).onComplete(left -> pause());
            return;
        }
        Future<Boolean> step = Futures.begun(() -> kind.step(work, worker));
        step.onSuccess(more -> afterStep(work, more)).onFailure(cause -> failed(work, cause));
    }

    private void afterStep(W work, boolean more) {
        if (more) {
            goOn(work);
        } else {
            pause();
        }
    }

    private void failed(W work, Throwable cause) {
        if (stopped) {
            goOn(work);
        } else {
            rest(cause);
        }
    }

    /** The lease runs out, and whoever looks first goes on. */
    private void rest(Throwable cause) {
        LOG.debug("{} has to wait: {}", kind.name(), cause.getMessage());
        pause();
    }

    private void pause() {
        busy = false;
        if (stopped) {
            ended.tryComplete();
        }
    }
}
