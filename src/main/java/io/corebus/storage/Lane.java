package io.corebus.storage;

import io.corebus.bus.Failure;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Commands that can share a statement, in the order in which they came. Belongs to one event loop. */
final class Lane<C extends Command<?>> {
    /** As many under way show that there is company to wait for; below it, nothing waits. */
    private static final int COMPANY = 32;

    private final Function<List<C>, Future<Void>> execution;
    private final Deque<C> waiting = new ArrayDeque<>();
    /** A command that comes again while it is waiting or under way: the bus asks again when an answer takes long. */
    private final Map<UUID, C> unanswered = new HashMap<>();

    private int underWay;

    /** @param execution answers every command of the batch, then completes; never fails */
    Lane(Function<List<C>, Future<Void>> execution) {
        this.execution = execution;
    }

    /** The same command, where it is not answered yet. */
    @Nullable
    C same(C command) {
        return unanswered.get(command.commandId());
    }

    void add(C command) {
        unanswered.put(command.commandId(), command);
        waiting.add(command);
        command.answer().onComplete(answered -> unanswered.remove(command.commandId(), command));
    }

    int size() {
        return waiting.size();
    }

    /**
     * Whether its next statement should begin now. While many commands are under way, those that came meanwhile wait for the first of these to land, and go
     * together: each statement and each commit costs the database the same, whatever is in it. A full batch has nothing to wait for.
     */
    boolean isDue(int maxBatch) {
        return !waiting.isEmpty() && (underWay < COMPANY || waiting.size() >= maxBatch);
    }

    /** Executes as many as fit, at most one for each target: the statement would do only one of two, the next one does the other. Null where all were overdue. */
    @Nullable
    Future<Void> execute(int maxBatch) {
        List<C> batch = new ArrayList<>(Math.min(maxBatch, waiting.size()));
        Set<UUID> targets = new HashSet<>();
        Iterator<C> commands = waiting.iterator();
        while (commands.hasNext() && batch.size() < maxBatch) {
            C command = commands.next();
            UUID target = command.target();
            if (target == null || targets.add(target) || command.isOverdue()) {
                commands.remove();
                addUnlessOverdue(batch, command);
            }
        }
        return batch.isEmpty() ? null : execute(batch);
    }

    private Future<Void> execute(List<C> batch) {
        underWay += batch.size();
        return execution.apply(batch).onComplete(landed -> underWay -= batch.size());
    }

    private static <C extends Command<?>> void addUnlessOverdue(List<C> batch, C command) {
        if (command.isOverdue()) {
            command.fail(new Failure("deadline-exceeded", 504, "The write did not begin in time. Nothing was done.")
                    .exception());
        } else {
            batch.add(command);
        }
    }
}
