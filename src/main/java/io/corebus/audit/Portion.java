package io.corebus.audit;

import io.corebus.bus.Json;
import io.corebus.storage.JournalMessages.Entry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How many entries one seal covers: what is published and exported with a seal goes through memory in one piece. */
final class Portion {
    private static final long MAX_BYTES = 1 << 20;

    private Portion() {}

    /** At least one. */
    static int of(List<Entry> entries) {
        long bytes = 0;
        int count = 0;
        for (Entry entry : entries) {
            bytes += size(entry.before()) + size(entry.after());
            if (count > 0 && bytes > MAX_BYTES) {
                return count;
            }
            count++;
        }
        return count;
    }

    private static long size(@Nullable Json json) {
        return json == null ? 0 : json.utf8().length;
    }
}
