package io.corebus.audit;

import io.corebus.storage.JournalMessages.Entry;
import io.corebus.storage.JournalMessages.SealedEntry;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Entries whose payload is gone, until an entry behind them says that it was erased. Without that, somebody took it away. */
final class Erasures {
    private static final String ERASED = "erased";

    private final Map<List<@Nullable String>, Long> unexplained = new HashMap<>();
    /** The first erasure of which the reason is gone; 0 where there is none. No erasure takes that. */
    private long withoutReason;

    private long count;

    void see(SealedEntry sealed) {
        Entry entry = sealed.entry();
        List<@Nullable String> resource = Arrays.asList(entry.feature(), entry.resourceId());
        if (entry.kind().equals(ERASED) && entry.resourceId() != null) {
            unexplained.remove(resource);
        }
        if (Leaf.isErased(entry) && entry.kind().equals(ERASED)) {
            withoutReason = withoutReason == 0 ? sealed.seq() : withoutReason;
        } else if (Leaf.isErased(entry)) {
            count++;
            unexplained.putIfAbsent(resource, sealed.seq());
        }
    }

    void requireExplained() throws Finding {
        if (withoutReason > 0) {
            throw new Finding("entry " + withoutReason
                    + " was altered: it says that something was erased, and its own payload, the reason, is gone");
        }
        long first = unexplained.values().stream().mapToLong(seq -> seq).min().orElse(0);
        if (first > 0) {
            throw new Finding(
                    "entry " + first
                            + " was altered: its payload is gone, and no entry behind it says that it was erased (if that happened a moment ago, export again)");
        }
    }

    long count() {
        return count;
    }
}
