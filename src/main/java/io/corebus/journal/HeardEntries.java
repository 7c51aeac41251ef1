package io.corebus.journal;

import io.corebus.bus.Json;
import io.corebus.storage.JournalMessages.Entry;
import io.corebus.storage.JournalMessages.SealedEntry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest sealed entries that were heard on the bus, without a gap, in bounded memory: what does not fit, or was before a gap, is forgotten and has to be
 * read. Belongs to one event loop.
 */
public final class HeardEntries {
    /** What an entry takes beside its JSON, about. */
    private static final int OVERHEAD = 500;

    private final int maxEntries;
    private final long maxBytes;
    private final List<SealedEntry> entries = new ArrayList<>();
    private long bytes;

    public HeardEntries(int maxEntries, long maxBytes) {
        this.maxEntries = maxEntries;
        this.maxBytes = maxBytes;
    }

    /** @param heard in order and without a gap; what is known already is not taken again */
    public void add(List<SealedEntry> heard) {
        for (SealedEntry sealed : heard) {
            if (isOfAnother(sealed)) {
                clear();
            }
            long next = entries.isEmpty() ? sealed.seq() : last() + 1;
            if (sealed.seq() > next || (sealed.seq() == next && isErasure(sealed))) {
                clear();
            }
            if (sealed.seq() >= next) {
                entries.add(sealed);
                bytes += bytes(sealed.entry());
            }
        }
        while (entries.size() > maxEntries || (bytes > maxBytes && !entries.isEmpty())) {
            forgetHalf();
        }
    }

    /** Whether the journal has another entry with that number now: a database without the last seals took the place of the one before. */
    private boolean isOfAnother(SealedEntry sealed) {
        return !entries.isEmpty()
                && sealed.seq() >= first()
                && sealed.seq() <= last()
                && !sealed.entry()
                        .payloadHash()
                        .equals(entries.get((int) (sealed.seq() - first()))
                                .entry()
                                .payloadHash());
    }

    /** What is here is as it was before; the journal tells it without what was erased. */
    public static boolean isErasure(SealedEntry sealed) {
        return sealed.entry().kind().equals("erased");
    }

    /** Half of it at a time, so that it costs little. */
    private void forgetHalf() {
        List<SealedEntry> oldest = entries.subList(0, (entries.size() + 1) / 2);
        oldest.forEach(each -> bytes -= bytes(each.entry()));
        oldest.clear();
    }

    public void clear() {
        entries.clear();
        bytes = 0;
    }

    private static long bytes(Entry entry) {
        return OVERHEAD + bytes(entry.before()) + bytes(entry.after());
    }

    private static long bytes(@Nullable Json json) {
        return json == null ? 0 : json.utf8().length;
    }

    /** @return the entries that come next after that one, at most so many; empty where the next one is not here */
    public List<SealedEntry> after(long seq, int limit) {
        if (entries.isEmpty() || first() > seq + 1 || last() <= seq) {
            return List.of();
        }
        int from = (int) (seq + 1 - first());
        return List.copyOf(entries.subList(from, Math.min(from + limit, entries.size())));
    }

    /** The {@code seq} of the oldest entry here; 0 where there is none. */
    public long first() {
        return entries.isEmpty() ? 0 : entries.get(0).seq();
    }

    /** The {@code seq} of the newest entry here; 0 where there is none. */
    public long last() {
        return entries.isEmpty() ? 0 : entries.get(entries.size() - 1).seq();
    }
}
