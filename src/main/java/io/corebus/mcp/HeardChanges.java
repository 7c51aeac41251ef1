package io.corebus.mcp;

import io.corebus.storage.JournalMessages.Entry;
import java.util.ArrayDeque;
import java.util.Deque;

/** The changes of one resource that a watch has heard of and not told yet, in their order. Belongs to one event loop. */
final class HeardChanges {
    /** Of more than this, the newest stay. */
    private static final int MAX = 50;

    private final Deque<Entry> entries = new ArrayDeque<>();

    void add(Entry entry) {
        entries.addLast(entry);
        if (entries.size() > MAX) {
            entries.removeFirst();
        }
    }

    /** What was heard since. */
    void addAll(HeardChanges later) {
        later.entries.forEach(this::add);
    }

    boolean anySeen(RecordSight sight) {
        return entries.stream().anyMatch(sight::sees);
    }
}
