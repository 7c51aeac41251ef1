package io.corebus.storage;

import io.corebus.bus.Failure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Gathers the writes that arrive while all connections are busy, or many of their kind are under way, so that they share the next statement and its commit. Else
 * nothing waits for company: a write that finds a connection free goes at the end of the tick in which it came. Belongs to one event loop.
 */
final class GroupCommit {
    private final Context context;
    private final int maxStatements;
    private final int maxBatch;
    private final int maxWaiting;

    /** Those whose next statement is due; the one that was not served for longest comes first. */
    private final Set<Lane<?>> lanes = new LinkedHashSet<>();

    private int waiting;
    private int statements;
    private boolean flushScheduled;

    GroupCommit(Context context, StorageConfig config) {
        this(context, config.writeConnections(), config.maxBatch(), config.maxWaiting());
    }

    GroupCommit(Context context, int maxStatements, int maxBatch, int maxWaiting) {
        this.context = context;
        this.maxStatements = maxStatements;
        this.maxBatch = maxBatch;
        this.maxWaiting = maxWaiting;
    }

    /** Succeeds when the command is committed. */
    <R, C extends Command<R>> Future<R> submit(Lane<C> lane, C command) {
        C same = lane.same(command);
        if (same != null) {
            return command.repeats(same) ? same.answer() : after(same, lane, command);
        }
        if (waiting >= maxWaiting) {
            return Future.failedFuture(
                    Failure.unavailable("overloaded", "Too many writes are waiting. Try again in a second.")
                            .exception());
        }
        lane.add(command);
        waiting++;
        line(lane);
        scheduleFlush();
        return command.answer();
    }

    /** One that has the name of another and asks for something else: only where that one is not done the name is free. */
    private <R, C extends Command<R>> Future<R> after(C other, Lane<C> lane, C command) {
        return other.answer()
                .transform(done -> done.succeeded() ? Future.failedFuture(Journal.reused()) : submit(lane, command));
    }

    private void line(Lane<?> lane) {
        if (lane.isDue(maxBatch)) {
            lanes.add(lane);
        }
    }

    /** At the end of the tick, so that messages that were read from the network together are written together. */
    private void scheduleFlush() {
        if (!flushScheduled && statements < maxStatements) {
            flushScheduled = true;
            context.runOnContext(tick -> flush());
        }
    }

    private void flush() {
        flushScheduled = false;
        while (statements < maxStatements && !lanes.isEmpty()) {
            Lane<?> lane = lanes.iterator().next();
            lanes.remove(lane);
            serve(lane);
        }
    }

    private void serve(Lane<?> lane) {
        int before = lane.size();
        Future<Void> execution = lane.execute(maxBatch);
        waiting -= before - lane.size();
        line(lane);
        if (execution != null) {
            statements++;
            execution.onComplete(done -> landed(lane));
        }
    }

    private void landed(Lane<?> lane) {
        statements--;
        line(lane);
        if (waiting > 0) {
            scheduleFlush();
        }
    }
}
