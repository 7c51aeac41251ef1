package io.corebus.mcp;

import io.corebus.storage.JournalMessages.Entry;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The changes of one resource that a watch has heard of and not told yet, in their order. Belongs to one event loop. */
final class HeardChanges {
    /** Of more than this, the newest stay, and one that is seen. */
    private static final int MAX = 50;

    private final Deque<Entry> entries = new ArrayDeque<>();

    /** @param sight as far as it is known */
    void add(Entry entry, @Nullable RecordSight sight) {
        entries.addLast(entry);
        if (entries.size() > MAX) {
            drop(sight);
        }
    }

    /** One that is seen is enough to be told: it stays, and the next one goes. */
    private void drop(@Nullable RecordSight sight) {
        Entry oldest = entries.removeFirst();
        if (sight != null && sight.sees(oldest)) {
            entries.removeFirst();
            entries.addFirst(oldest);
        }
    }

    /** What was heard since. */
    void addAll(HeardChanges later, @Nullable RecordSight sight) {
        later.entries.forEach(entry -> add(entry, sight));
    }

    boolean anySeen(RecordSight sight) {
        return entries.stream().anyMatch(sight::sees);
    }
}
