package io.corebus.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.storage.JournalMessages.Entry;
import io.corebus.storage.JournalMessages.SealedEntry;
import io.corebus.testing.SealedEntries;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class HeardEntriesTest {
    private static List<SealedEntry> entries(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(seq -> SealedEntries.of(seq, "people", "x", 1, "created"))
                .toList();
    }

    private static List<Long> seqs(List<SealedEntry> entries) {
        return entries.stream().map(SealedEntry::seq).toList();
    }

    @Test
    void whatComesNext_isTold_upToTheLimit() {
        HeardEntries heard = new HeardEntries(10, 1 << 20);
        heard.add(entries(3, 5));
        heard.add(entries(5, 7));

        assertThat(seqs(heard.after(2, 10))).containsExactly(3L, 4L, 5L, 6L, 7L);
        assertThat(seqs(heard.after(4, 2))).containsExactly(5L, 6L);
        assertThat(heard.after(7, 10)).isEmpty();
    }

    @Test
    void whatDoesNotFollow_isNot() {
        HeardEntries heard = new HeardEntries(10, 1 << 20);
        assertThat(heard.after(0, 10)).isEmpty();
        heard.add(entries(3, 5));
        assertThat(heard.after(1, 10)).isEmpty();

        heard.add(entries(7, 8)); // The sixth was lost.
        assertThat(heard.after(2, 10)).isEmpty();
        assertThat(seqs(heard.after(6, 10))).containsExactly(7L, 8L);
    }

    @Test
    void whatMayHaveBeenErased_isForgotten() {
        HeardEntries heard = new HeardEntries(10, 1 << 20);
        heard.add(entries(3, 5));
        heard.add(List.of(
                SealedEntries.of(6, "people", "x", 1, "erased"), SealedEntries.of(7, "people", "x", 1, "created")));

        assertThat(heard.after(2, 10)).isEmpty();
        assertThat(seqs(heard.after(5, 10))).containsExactly(6L, 7L);
    }

    /** A standby that lacked the last seals took over: what has these numbers now is something else. */
    @Test
    void whatIsInTheJournalNoMore_isForgotten() {
        HeardEntries heard = new HeardEntries(10, 1 << 20);
        heard.add(entries(3, 7));
        Entry other = entries(5, 5).get(0).entry();
        heard.add(List.of(new SealedEntry(
                5,
                new Entry(
                        other.era(),
                        other.txid(),
                        other.n(),
                        other.at(),
                        other.feature(),
                        other.resourceId(),
                        other.version(),
                        other.kind(),
                        other.actor(),
                        other.via(),
                        other.token(),
                        other.trace(),
                        other.commandId(),
                        "01",
                        other.salt(),
                        other.before(),
                        other.after()))));

        assertThat(heard.after(2, 10)).isEmpty();
        assertThat(seqs(heard.after(4, 10))).containsExactly(5L);
    }

    @Test
    void whatIsTooMuch_isForgotten_theOldestFirst() {
        HeardEntries many = new HeardEntries(10, 1 << 20);
        many.add(entries(1, 12));
        assertThat(many.first()).isGreaterThan(1);
        assertThat(seqs(many.after(many.first() - 1, 20))).endsWith(11L, 12L);

        HeardEntries large = new HeardEntries(10, 1_200); // Each counts as 500 bytes at least.
        large.add(entries(1, 3));
        assertThat(seqs(large.after(large.first() - 1, 20))).containsExactly(3L);
    }
}
