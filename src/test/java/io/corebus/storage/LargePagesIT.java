package io.corebus.storage;

import static io.corebus.storage.StorageHouse.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.storage.JournalMessages.Changes;
import io.corebus.storage.JournalMessages.Entry;
import io.corebus.storage.JournalMessages.EntryPage;
import io.corebus.storage.JournalMessages.FindEntries;
import io.corebus.storage.JournalMessages.ReadChanges;
import io.corebus.storage.JournalMessages.ReadSeals;
import io.corebus.storage.JournalMessages.Seal;
import io.corebus.storage.JournalMessages.SealPage;
import io.corebus.storage.JournalMessages.SealedEntry;
import io.corebus.storage.JournalMessages.SealedPage;
import io.corebus.storage.StorageMessages.ListRows;
import io.corebus.storage.StorageMessages.RowPage;
import io.corebus.storage.StorageMessages.Sort;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of what PostgreSQL stores in a hundredth of what it has: whoever asked for all of it at once would fill a process. */
class LargePagesIT {
    private static final String BLOBS = """
            feature: blobs
            schema:
              type: object
              required: [name]
              properties:
                name: {type: string, maxLength: 100}
                text: {type: string}
                more: {type: object}
            """;
    private static final int ROWS = 24;
    private static final int LARGE = 900_000;
    /** Of what a page may have; the last row begins within that. */
    private static final int MOST_ROWS = Fitting.MAX_BYTES / LARGE + 1;

    private static final List<String> IDS = new ArrayList<>();
    private static StorageHouse house;

    @BeforeAll
    static void open() {
        house = StorageHouse.open(StorageHouse.features(Map.of("blobs", BLOBS)));
        String large = "a".repeat(LARGE);
        for (int i = 0; i < ROWS; i++) {
            String field = i % 2 == 0 ? "\"text\":\"" + large + "\"" : "\"more\":{\"of\":\"" + large + "\"}";
            IDS.add(get(house.insert("blobs", "{\"name\":\"" + i + "\"," + field + "}"))
                    .id());
        }
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static RowPage list(String sort, int limit, String after, List<String> fields) {
        List<Sort> order = sort == null ? List.of() : List.of(new Sort(sort, true));
        return get(house.ask(StorageMessages.LIST, new ListRows("blobs", null, order, limit, after, fields, null)));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 100, 1_000})
    void aListHasAsManyRowsAsFit_andGoesOnBehindThem(int limit) {
        for (String sort : new String[] {"created_at", "name"}) {
            int rows = 0;
            String next = null;
            do {
                RowPage page = list(sort, limit, next, null);
                assertThat(page.count()).isBetween(1, MOST_ROWS);
                assertThat(page.rows().utf8().length).isLessThan(Fitting.MAX_BYTES + LARGE + 1_000);
                rows += page.count();
                next = page.next();
            } while (next != null);
            assertThat(rows).isEqualTo(ROWS);
        }
    }

    /** For its cursor, a page has the large values also where nobody asked for them. */
    @Test
    void aListInTheOrderOfLargeTexts_hasAsManyRowsAsFit() {
        int rows = 0;
        String next = null;
        do {
            RowPage page = list("text", 1_000, next, List.of("name"));
            assertThat(page.count()).isBetween(1, ROWS / 2 + MOST_ROWS);
            rows += page.count();
            next = page.next();
        } while (next != null);
        assertThat(rows).isEqualTo(ROWS);
    }

    @Test
    void whatIsReadBeforeItIsKnownToFit_isLittle() {
        FeatureTable table =
                new FeatureTable(StorageHouse.features(Map.of("blobs", BLOBS)).find("blobs"));
        for (List<String> fields : Arrays.asList(null, List.of("name"))) {
            ListRows list = new ListRows("blobs", null, List.of(new Sort("text", true)), 1_000, null, fields, null);
            String read = "SELECT sum(octet_length(read::text)) FROM ("
                    + ListStatement.of(table, list).sql() + ") read";

            assertThat(Integer.parseInt(StorageHouse.query(read).get(0))).isBetween(1, 100_000);
        }
    }

    @Test
    void aListOfSmallFields_isWhole() {
        RowPage all = list(null, 1_000, null, List.of("name"));
        assertThat(all.count()).isEqualTo(ROWS);
        assertThat(all.next()).isNull();
    }

    @Test
    void aLimitThatFits_isKept() {
        RowPage two = list("created_at", 2, null, null);
        assertThat(two.count()).isEqualTo(2);
        assertThat(two.next()).isNotNull();
    }

    @Test
    void theJournalIsReadInPagesThatFit() {
        Sealer sealer = new Sealer(house);
        List<Integer> unsealed = new ArrayList<>();
        for (int left = ROWS; left > 0; left -= unsealed.get(unsealed.size() - 1)) {
            JournalMessages.Unsealed next = sealer.unsealed(1_000);
            assertThat(next.waiting()).isEqualTo(left);
            assertThat(sealer.insert(Sealer.seal(next))).isTrue();
            unsealed.add(next.entries().size());
        }
        assertThat(unsealed).allMatch(count -> count <= MOST_ROWS);

        List<Long> sealed = new ArrayList<>();
        for (long after = 0; after < ROWS; after = sealed.get(sealed.size() - 1)) {
            SealedPage page = sealer.sealed(after, 1_000, after % 2 == 0 ? null : "blobs");
            assertThat(page.entries()).hasSizeBetween(1, MOST_ROWS);
            assertThat(page.through()).isEqualTo(last(page.entries()).seq());
            page.entries().forEach(entry -> sealed.add(entry.seq()));
        }
        assertThat(sealed).isEqualTo(LongStream.rangeClosed(1, ROWS).boxed().toList());

        List<Long> exported = new ArrayList<>();
        for (long from = 1; from <= unsealed.size(); ) {
            SealPage page = get(house.ask(JournalMessages.READ_SEALS, new ReadSeals(from, 50)));
            assertThat(page.entries()).hasSizeBetween(1, MOST_ROWS);
            assertThat(page.entries().size())
                    .isEqualTo(page.seals().stream().mapToInt(Seal::count).sum());
            page.entries().forEach(entry -> exported.add(entry.seq()));
            from += page.seals().size();
        }
        assertThat(exported).isEqualTo(sealed);

        List<Long> found = new ArrayList<>();
        String next = null;
        do {
            EntryPage page = get(house.ask(
                    JournalMessages.FIND_ENTRIES, new FindEntries("blobs", null, null, null, null, null, 1_000, next)));
            assertThat(page.entries()).hasSizeBetween(1, MOST_ROWS);
            page.entries().forEach(entry -> found.add(0, entry.seq()));
            next = page.next();
        } while (next != null);
        assertThat(found).isEqualTo(sealed);
    }

    private static SealedEntry last(List<SealedEntry> entries) {
        return entries.get(entries.size() - 1);
    }

    @Test
    void theHistoryOfOneIsReadInPagesThatFit() {
        StorageHouse own = house;
        String id = get(own.insert("blobs", "{\"name\":\"changes\",\"text\":\"" + "b".repeat(LARGE) + "\"}"))
                .id();
        for (int i = 0; i < 5; i++) {
            get(own.update("blobs", id, "{\"name\":\"" + i + "\",\"text\":\"" + "b".repeat(LARGE) + "\"}"));
        }
        List<Long> versions = new ArrayList<>();
        Long before = null;
        boolean more = true;
        while (more) {
            Changes page = get(own.ask(JournalMessages.READ_CHANGES, new ReadChanges("blobs", id, 1_000, before)));
            // Each but the first has what was before, too.
            assertThat(page.entries()).hasSizeBetween(1, MOST_ROWS / 2 + 1);
            page.entries().stream().map(Entry::version).forEach(versions::add);
            before = versions.get(versions.size() - 1);
            more = page.more();
        }
        assertThat(versions).containsExactly(6L, 5L, 4L, 3L, 2L, 1L);
        get(own.delete("blobs", id));
        StorageHouse.execute(
                "ALTER TABLE corebus.journal DISABLE TRIGGER USER; DELETE FROM corebus.journal WHERE resource_id = '"
                        + id + "'; ALTER TABLE corebus.journal ENABLE TRIGGER USER");
    }
}
