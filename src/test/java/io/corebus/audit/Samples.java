package io.corebus.audit;

import io.corebus.storage.JournalMessages.Entry;
import io.corebus.storage.JournalMessages.InsertSeal;
import io.corebus.storage.JournalMessages.SealedEntry;
import io.corebus.storage.JournalMessages.Unsealed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Entries as the journal writes them, and a trail of them as an export has it. */
public final class Samples {
    static final Instant TIME = Instant.parse("2026-11-23T10:00:00.123456Z");

    private Samples() {}

    /** @param n from 1 */
    static Entry entry(int n, String feature, String resourceId, String kind, String before, String after) {
        byte[] salt = Arrays.copyOf(Encoding.sha256(("salt " + n).getBytes(StandardCharsets.UTF_8)), 16);
        return new Entry(
                1,
                "18446744073709551" + (600 + n % 7),
                n,
                Instant.now().truncatedTo(ChronoUnit.MICROS).toString(),
                feature,
                resourceId,
                kind.equals("created") ? Long.valueOf(1) : null,
                kind,
                "ada",
                "http",
                n % 2 == 0 ? "token-1" : null,
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00000000-0000-4000-8000-" + String.format("%012d", n),
                Leaf.payloadHash(salt, JournalDouble.json(before), JournalDouble.json(after)),
                Encoding.hex(salt),
                JournalDouble.json(before),
                JournalDouble.json(after));
    }

    static Entry erased(Entry entry) {
        return new Entry(
                entry.era(),
                entry.txid(),
                entry.n(),
                entry.at(),
                entry.feature(),
                entry.resourceId(),
                entry.version(),
                entry.kind(),
                entry.actor(),
                entry.via(),
                entry.token(),
                entry.trace(),
                entry.commandId(),
                entry.payloadHash(),
                null,
                null,
                null);
    }

    /** Six seals with 5, 1, 8, 3, 2 and 4 entries: 23. Entry 3 is erased, which entry 17 says. */
    static List<String> export(SealingKey key) {
        return export(key, 6, key);
    }

    /** The same with another key behind seal number {@code last}. */
    static List<String> export(SealingKey key, int last, SealingKey next) {
        List<String> lines = new ArrayList<>();
        lines.add(ExportLines.begin(1).toString());
        String previous = Seals.NO_PREVIOUS;
        long number = 1;
        int seq = 1;
        for (int count : new int[] {5, 1, 8, 3, 2, 4}) {
            List<Entry> entries = entries(seq, count);
            Unsealed page = new Unsealed(number, seq, previous, entries, count, 0);
            InsertSeal made = Seals.make(page, count, number > last ? next : key, TIME.plusSeconds(number));
            lines.add(ExportLines.seal(made.seal()).toString());
            for (Entry entry : entries) {
                Entry exported = seq == 3 ? erased(entry) : entry;
                lines.add(ExportLines.entry(new SealedEntry(seq++, exported)).toString());
            }
            previous = made.seal().hash();
            number++;
        }
        return lines;
    }

    private static List<Entry> entries(int first, int count) {
        List<Entry> entries = new ArrayList<>();
        for (int n = first; n < first + count; n++) {
            String id = n == 17 ? "r-3" : "r-" + n;
            entries.add(entry(n, "features", id, kind(n), before(n), after(n)));
        }
        return entries;
    }

    private static String kind(int n) {
        return n == 17 ? "erased" : n % 3 == 0 ? "updated" : n % 5 == 0 ? "deleted" : "created";
    }

    private static String before(int n) {
        return kind(n).equals("created") ? null : "{\"name\" : \"b\\u00e9 " + n + "\", \"value\":1e5}";
    }

    private static String after(int n) {
        return kind(n).equals("deleted") ? null : "{\"name\" : \"é " + n + "\"}";
    }

    /** The head of an export, as a checkpoint has it. */
    static String checkpoint(List<String> export, int seal) {
        int found = 0;
        for (String line : export) {
            if (line.startsWith("{\"type\":\"seal\"") && ++found == seal) {
                Members members = new Members(line.getBytes(StandardCharsets.UTF_8));
                return ExportLines.checkpoint(ExportReader.seal(members)).toString();
            }
        }
        throw new IllegalArgumentException("there is no seal " + seal);
    }
}
