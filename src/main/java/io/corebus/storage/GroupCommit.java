package io.corebus.storage;

import io.corebus.bus.Failure;
import io.corebus.storage.StorageMessages.WrittenRow;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Gathers the writes that arrive while all connections are busy, so that they share the next statement and its commit. Nothing waits for company: a write that
 * finds a connection free goes at the end of the tick in which it came. Belongs to one event loop.
 */
final class GroupCommit {
    private final Context context;
    private final WriteExecution execution;
    private final int maxStatements;
    private final int maxBatch;
    private final int maxWaiting;

    /** By table and kind; the one that was not served for longest comes first. */
    private final Map<Lane, Deque<Write>> waiting = new LinkedHashMap<>();
    /** A command that comes again while it is waiting or under way: the bus asks again when an answer takes long. */
    private final Map<UUID, Write> unanswered = new HashMap<>();

    private int waitingCount;
    private int statements;
    private boolean flushScheduled;

    private record Lane(FeatureTable table, Write.Kind kind) {}

    GroupCommit(Context context, WriteExecution execution, StorageConfig config) {
        this.context = context;
        this.execution = execution;
        this.maxStatements = config.writeConnections();
        this.maxBatch = config.maxBatch();
        this.maxWaiting = config.maxWaiting();
    }

    /** How many writes have no statement yet. */
    int waiting() {
        return waitingCount;
    }

    /** Succeeds when the write is committed. */
    Future<WrittenRow> submit(FeatureTable table, Write write) {
        Write same = unanswered.get(write.command());
        if (same != null) {
            return same.answer();
        }
        if (waitingCount >= maxWaiting) {
            return Future.failedFuture(
                    Failure.unavailable("overloaded", "Too many writes are waiting. Try again in a second.")
                            .exception());
        }
        unanswered.put(write.command(), write);
        waiting.computeIfAbsent(new Lane(table, write.kind()), lane -> new ArrayDeque<>())
                .add(write);
        waitingCount++;
        scheduleFlush();
        return write.answer().onComplete(answered -> unanswered.remove(write.command(), write));
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
        while (statements < maxStatements && waitingCount > 0) {
            Lane lane = waiting.keySet().iterator().next();
            Deque<Write> queue = waiting.remove(lane);
            if (queue == null) {
                return;
            }
            List<Write> batch = take(queue);
            if (!queue.isEmpty()) {
                waiting.put(lane, queue);
            }
            execute(lane, batch);
        }
    }

    /** As many as fit, at most one for each row: the statement would do only one of two, the next one does the other. */
    private List<Write> take(Deque<Write> queue) {
        List<Write> batch = new ArrayList<>();
        Set<UUID> ids = new HashSet<>();
        Iterator<Write> writes = queue.iterator();
        while (writes.hasNext() && batch.size() < maxBatch) {
            Write write = writes.next();
            if (write.isOverdue() || ids.add(write.id())) {
                writes.remove();
                waitingCount--;
                addUnlessOverdue(batch, write);
            }
        }
        return batch;
    }

    private static void addUnlessOverdue(List<Write> batch, Write write) {
        if (write.isOverdue()) {
            write.fail(new Failure("deadline-exceeded", 504, "The write did not begin in time. Nothing was done.")
                    .exception());
        } else {
            batch.add(write);
        }
    }

    private void execute(Lane lane, List<Write> batch) {
        if (batch.isEmpty()) {
            return;
        }
        statements++;
        execution.execute(lane.table(), lane.kind(), batch).onComplete(done -> landed());
    }

    private void landed() {
        statements--;
        if (waitingCount > 0) {
            scheduleFlush();
        }
    }
}
