package io.corebus.storage;

import static io.corebus.storage.StorageHouse.execute;
import static io.corebus.storage.StorageHouse.failure;
import static io.corebus.storage.StorageHouse.get;
import static io.corebus.storage.StorageHouse.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.bus.Failure;
import io.corebus.feature.Features;
import io.corebus.storage.JournalMessages.EntryPage;
import io.corebus.storage.JournalMessages.FindEntries;
import io.corebus.storage.JournalMessages.InsertSeal;
import io.corebus.storage.JournalMessages.ReadSeals;
import io.corebus.storage.JournalMessages.Seal;
import io.corebus.storage.JournalMessages.SealPage;
import io.corebus.storage.JournalMessages.SealedEntry;
import io.corebus.storage.JournalMessages.SealedPage;
import io.corebus.storage.JournalMessages.Unsealed;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is sealed, as it is read: by number, by seal, and by what is known of an entry. */
class SealedIT {
    private static final FindEntries ALL = new FindEntries(null, null, null, null, null, null, 100, null);

    private StorageHouse house;
    private Sealer sealer;

    @BeforeEach
    void open() {
        house = StorageHouse.open(new Features(List.of()));
        sealer = new Sealer(house);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void append(int count, String feature) {
        for (int i = 0; i < count; i++) {
            sealer.append(feature, "denied", "{\"i\":" + i + "}");
        }
    }

    private static List<Long> numbers(List<SealedEntry> entries) {
        return entries.stream().map(SealedEntry::seq).toList();
    }

    private static List<Long> range(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    // --- by number

    @Test
    void withoutASeal_thereIsNothing() {
        append(1, "notes");

        assertThat(sealer.sealed(0, 10, null)).isEqualTo(new SealedPage(List.of(), 0, 0, 0));
    }

    @Test
    void pages_followEachOther_acrossSeals() {
        append(10, "notes");
        sealer.sealAll(3);
        append(1, "notes");

        SealedPage first = sealer.sealed(0, 4, null);
        assertThat(numbers(first.entries())).isEqualTo(range(1, 4));
        assertThat(first.through()).isEqualTo(4);
        assertThat(first.first()).isEqualTo(1);
        assertThat(first.head()).isEqualTo(10);

        SealedPage last = sealer.sealed(7, 4, null);
        assertThat(numbers(last.entries())).isEqualTo(range(8, 10));
        assertThat(last.through()).isEqualTo(10);
        assertThat(sealer.sealed(10, 4, null)).isEqualTo(new SealedPage(List.of(), 10, 1, 10));
        assertThat(sealer.sealed(99, 4, null).through()).isEqualTo(10);
        assertThat(numbers(sealer.sealed(-5, 2, null).entries())).isEqualTo(range(1, 2));
        assertThat(numbers(sealer.sealed(Long.MAX_VALUE, 2, null).entries())).isEmpty();
        assertThat(sealer.sealedOrder()).hasSize(10).isSorted();
    }

    @Test
    void aFeature_isFoundAmongOthers_andThroughTellsHowFarItLooked() {
        append(2, "notes");
        append(3, "tasks");
        append(2, "notes");
        sealer.sealAll(4);

        SealedPage page = sealer.sealed(0, 3, "notes");
        assertThat(numbers(page.entries())).containsExactly(1L, 2L, 6L);
        assertThat(page.through()).isEqualTo(6);
        SealedPage rest = sealer.sealed(page.through(), 3, "notes");
        assertThat(numbers(rest.entries())).containsExactly(7L);
        assertThat(rest.through()).isEqualTo(7);
        assertThat(sealer.sealed(0, 10, "others")).isEqualTo(new SealedPage(List.of(), 7, 1, 7));
    }

    @Test
    void aFeatureThatIsRare_isLookedForInPieces() {
        execute("INSERT INTO corebus.journal (feature, kind, actor, via, trace, salt, payload_hash)"
                + " SELECT CASE WHEN i = 6000 THEN 'rare' ELSE 'notes' END, 'denied', 'eve', 'test', 'trace', '\\x00', '\\x00'"
                + " FROM generate_series(1, 6000) i");
        sealer.sealAll(1000);

        SealedPage first = sealer.sealed(0, 10, "rare");
        assertThat(first).isEqualTo(new SealedPage(List.of(), 5000, 1, 6000));
        assertThat(numbers(sealer.sealed(first.through(), 10, "rare").entries()))
                .containsExactly(6000L);
    }

    @Test
    void anEntryThatWasRemoved_isMissing_andShiftsNone() {
        append(6, "notes");
        sealer.sealAll(4);
        List<SealedEntry> before = sealer.sealed(0, 10, null).entries();

        remove("n IN (SELECT entries[2] FROM corebus.seal WHERE number = 1)");

        List<SealedEntry> after = new ArrayList<>(before);
        after.remove(1);
        assertThat(sealer.sealed(0, 10, null).entries()).isEqualTo(after);
        assertThat(get(house.ask(JournalMessages.READ_SEALS, new ReadSeals(1, 10)))
                        .entries())
                .isEqualTo(after);
    }

    @Test
    void anEntryThatWasPutBetween_isNoSealedOne() {
        append(4, "notes");
        sealer.sealAll(10);
        List<SealedEntry> before = sealer.sealed(0, 10, null).entries();

        execute("INSERT INTO corebus.journal (txid, feature, kind, actor, via, trace, salt, payload_hash)"
                + " SELECT txid, feature, 'forged', actor, via, trace, salt, payload_hash FROM corebus.journal"
                + " ORDER BY txid, n LIMIT 3");

        assertThat(sealer.sealed(0, 10, null).entries()).isEqualTo(before);
    }

    @Test
    void whereTheOldestAreGone_firstTellsIt_andThroughLeadsThere() {
        append(10, "notes");
        sealer.sealAll(3);

        remove("n IN (SELECT unnest(entries) FROM corebus.seal WHERE number <= 2)");

        SealedPage page = sealer.sealed(0, 2, null);
        assertThat(page).isEqualTo(new SealedPage(List.of(), 6, 7, 10));
        assertThat(numbers(sealer.sealed(page.through(), 2, null).entries())).isEqualTo(range(7, 8));
    }

    private static void remove(String condition) {
        execute("ALTER TABLE corebus.journal DISABLE TRIGGER USER; DELETE FROM corebus.journal WHERE " + condition
                + "; ALTER TABLE corebus.journal ENABLE TRIGGER USER");
    }

    @Test
    void entriesThatAreLarge_comeFewAtATime_butAlwaysOne() {
        execute("INSERT INTO corebus.journal (feature, kind, actor, via, trace, after, salt, payload_hash)"
                + " SELECT 'notes', 'denied', 'eve', 'test', 'trace', (SELECT json_agg(random()) FROM"
                + " generate_series(1, CASE WHEN i = 3 THEN 600000 ELSE 90000 END)), '\\x00', '\\x00'"
                + " FROM generate_series(1, 5) i");

        List<Integer> unsealed = new ArrayList<>();
        while (sealer.unsealed(1000).waiting() > 0) {
            Unsealed next = sealer.unsealed(1000);
            sealer.insert(Sealer.seal(next));
            unsealed.add(next.entries().size());
        }
        List<Long> throughs = new ArrayList<>(List.of(0L));
        while (throughs.get(throughs.size() - 1) < 5) {
            throughs.add(
                    sealer.sealed(throughs.get(throughs.size() - 1), 1000, null).through());
        }

        assertThat(unsealed).hasSizeBetween(2, 4);
        assertThat(throughs).hasSizeBetween(3, 6).doesNotHaveDuplicates();
        assertThat(sealer.sealedOrder()).hasSize(5);
    }

    // --- by seal

    @Test
    void seals_comeBackAsTheyWent_withTheirEntries() {
        append(5, "notes");
        InsertSeal one = Sealer.seal(sealer.unsealed(2));
        sealer.insert(one);
        InsertSeal two = Sealer.seal(sealer.unsealed(2));
        sealer.insert(two);
        sealer.sealAll(2);

        SealPage page = get(house.ask(JournalMessages.READ_SEALS, new ReadSeals(1, 2)));
        assertThat(page.seals()).containsExactly(one.seal(), two.seal());
        assertThat(numbers(page.entries())).isEqualTo(range(1, 4));

        SealPage rest = get(house.ask(JournalMessages.READ_SEALS, new ReadSeals(3, 2)));
        assertThat(rest.seals()).extracting(Seal::number).containsExactly(3L);
        assertThat(numbers(rest.entries())).containsExactly(5L);
        assertThat(get(house.ask(JournalMessages.READ_SEALS, new ReadSeals(4, 2))))
                .isEqualTo(new SealPage(List.of(), List.of()));
    }

    @Test
    void sealsWithManyEntries_comeFewAtATime_butAlwaysOne() {
        execute("INSERT INTO corebus.journal (feature, kind, actor, via, trace, salt, payload_hash)"
                + " SELECT 'notes', 'denied', 'eve', 'test', 'trace', '\\x00', '\\x00' FROM generate_series(1, 14000)");
        for (int size : List.of(2000, 2000, 2000, 6000, 2000)) {
            sealer.insert(Sealer.seal(sealer.unsealed(size)));
        }

        List<List<Long>> pages = new ArrayList<>();
        for (long from = 1; from <= 5; from += pages.get(pages.size() - 1).size()) {
            SealPage page = get(house.ask(JournalMessages.READ_SEALS, new ReadSeals(from, 100)));
            pages.add(page.seals().stream().map(Seal::number).toList());
            long entries = page.seals().stream().mapToLong(Seal::count).sum();
            assertThat(numbers(page.entries()))
                    .isEqualTo(range(
                            page.seals().get(0).firstSeq(), page.seals().get(0).firstSeq() + entries - 1));
        }

        assertThat(pages).containsExactly(List.of(1L, 2L), List.of(3L), List.of(4L), List.of(5L));
    }

    // --- by what is known

    private EntryPage find(FindEntries request) {
        return get(house.ask(JournalMessages.FIND_ENTRIES, request));
    }

    @Test
    void entries_areFoundNewestFirst_pageByPage_withTheirNumbers() {
        append(5, "notes");
        sealer.sealAll(2);
        append(2, "notes");

        List<SealedEntry> found = new ArrayList<>();
        String next = null;
        do {
            EntryPage page = find(new FindEntries("notes", null, null, null, null, null, 3, next));
            assertThat(page.entries().size()).isBetween(1, 3);
            found.addAll(page.entries());
            next = page.next();
        } while (next != null);

        assertThat(numbers(found)).containsExactly(0L, 0L, 5L, 4L, 3L, 2L, 1L);
        assertThat(found)
                .extracting(entry -> String.valueOf(entry.entry().after()))
                .containsExactly(
                        "{\"i\":1}", "{\"i\":0}", "{\"i\":4}", "{\"i\":3}", "{\"i\":2}", "{\"i\":1}", "{\"i\":0}");
        assertThat(find(new FindEntries(null, null, null, null, null, null, 7, null))
                        .next())
                .isNull();
    }

    @Test
    void entries_areFoundByWhatIsAskedFor() {
        String resource = uuid();
        get(house.ask(JournalMessages.APPEND_ENTRY, Sealer.entry("notes", resource, "denied", null)));
        get(house.ask(JournalMessages.APPEND_ENTRY, Sealer.entry("tasks", resource, "signed-in", null)));
        execute("INSERT INTO corebus.journal (at, feature, kind, actor, via, trace, salt, payload_hash) VALUES"
                + " ('2020-01-01 00:00:00Z', 'notes', 'created', 'eve', 'test', 'trace', '\\x00', '\\x00')");

        assertThat(kinds(ALL)).containsExactly("created", "signed-in", "denied");
        assertThat(kinds(new FindEntries("tasks", null, null, null, null, null, 9, null)))
                .containsExactly("signed-in");
        assertThat(kinds(new FindEntries("notes", resource, null, null, null, null, 9, null)))
                .containsExactly("denied");
        assertThat(kinds(new FindEntries(null, null, "eve", null, null, null, 9, null)))
                .containsExactly("created");
        assertThat(kinds(new FindEntries(null, null, null, "denied", null, null, 9, null)))
                .containsExactly("denied");
        assertThat(kinds(new FindEntries(null, null, null, "created", null, null, 9, null)))
                .containsExactly("created");
        assertThat(kinds(new FindEntries(
                        null, null, null, null, "2020-01-01T00:00:00Z", "2020-01-01T00:00:00.000001Z", 9, null)))
                .containsExactly("created");
        assertThat(kinds(new FindEntries(null, null, null, null, null, "2020-01-01T00:00:00Z", 9, null)))
                .isEmpty();
        assertThat(kinds(new FindEntries(null, "no-uuid", null, null, null, null, 9, null)))
                .isEmpty();
    }

    private List<String> kinds(FindEntries request) {
        return find(request).entries().stream()
                .map(entry -> entry.entry().kind())
                .toList();
    }

    @Test
    void whatCannotBeLookedFor_isRefused() {
        assertThat(refusal(new FindEntries(null, null, null, null, "yesterday", null, 9, null)))
                .isEqualTo(new Failure("bad-query", 400, "A time must be written as in 2026-01-31T12:00:00Z."));
        assertThat(refusal(new FindEntries(null, null, "a\0b", null, null, null, 9, null)))
                .isEqualTo(new Failure("bad-query", 400, "One of these values cannot be looked for."));
        for (String cursor : List.of("!", "", "MS4y", "MS4yLi0z")) {
            assertThat(refusal(new FindEntries(null, null, null, null, null, null, 9, cursor))
                            .code())
                    .isEqualTo("bad-cursor");
        }
    }

    private Failure refusal(FindEntries request) {
        return failure(house.ask(JournalMessages.FIND_ENTRIES, request));
    }
}
