package io.corebus.testing;

import io.corebus.bus.Json;
import io.corebus.storage.JournalMessages.Entry;
import io.corebus.storage.JournalMessages.SealedEntry;

/** Entries of the sealed journal, of which only what is said matters. */
public final class SealedEntries {
    private SealedEntries() {}

    public static SealedEntry of(long seq, String feature, String id, long version, String kind) {
        return of(seq, feature, id, version, kind, null, null);
    }

    public static SealedEntry of(
            long seq, String feature, String id, long version, String kind, Json before, Json after) {
        Entry entry = new Entry(
                1,
                "7",
                version,
                "2026-11-25T10:00:00.000001Z",
                feature,
                id,
                version,
                kind,
                "ann",
                "http",
                null,
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00",
                null,
                "00",
                null,
                before,
                after);
        return new SealedEntry(seq, entry);
    }
}
