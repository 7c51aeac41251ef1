package io.corebus.storage;

import static io.corebus.storage.StorageHouse.execute;
import static io.corebus.storage.StorageHouse.get;
import static io.corebus.storage.StorageHouse.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.feature.Features;
import io.corebus.feature.Losses;
import io.corebus.storage.JournalMessages.Entry;
import io.corebus.storage.JournalMessages.InsertSeal;
import io.corebus.storage.JournalMessages.Seal;
import io.corebus.storage.JournalMessages.Unsealed;
import io.corebus.storage.StorageMessages.WrittenRow;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The journal in commit order: nothing is skipped, nothing appears behind a seal, and of two sealers one wins. */
class SealingIT {
    private static final Features NOTES = StorageHouse.features(Map.of("notes", """
            feature: notes
            title: Note
            description: A text.
            schema:
              type: object
              required: [text]
              additionalProperties: false
              properties:
                text: {type: string, minLength: 1, maxLength: 100}
            permissions: {read: [viewer]}
            """));
    private static final String INSERT_ENTRY = "INSERT INTO corebus.journal"
            + " (feature, kind, actor, via, trace, after, salt, payload_hash) VALUES"
            + " ('notes', 'noted', 'eve', 'test', 'trace', '{}', '\\x00', '\\x00')";

    private static final String INSERT_CHANGE =
            INSERT_ENTRY.replace("(feature,", "(version, feature,").replace("('notes',", "(1, 'notes',");

    private StorageHouse house;
    private Sealer sealer;

    @BeforeEach
    void open() {
        house = StorageHouse.open(NOTES);
        sealer = new Sealer(house);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private Future<WrittenRow> write() {
        return house.insert("notes", "{\"text\":\"hello\"}");
    }

    private static List<String> journalOrder() {
        return query("SELECT n FROM corebus.journal ORDER BY era, txid, n");
    }

    private static List<String> sealedOrder() {
        return query("SELECT unnest(entries) FROM corebus.seal ORDER BY number");
    }

    @Test
    void anEmptyJournal_hasNothingToSeal() {
        assertThat(sealer.unsealed(100)).isEqualTo(new Unsealed(1, 1, Sealer.NO_HASH, List.of(), 0, 0));
    }

    @Test
    void whatWasWritten_isThereToSeal_asItIsInTheJournal_withoutItsSalt() {
        WrittenRow created = get(write());
        get(house.update("notes", created.id(), "{\"text\":\"bye\"}"));

        Unsealed unsealed = sealer.unsealed(100);

        assertThat(unsealed.waiting()).isEqualTo(2);
        assertThat(unsealed.oldestMillis()).isBetween(0L, 20_000L);
        Entry entry = unsealed.entries().get(1);
        assertThat(entry.before()).isEqualTo(created.body());
        assertThat(query("SELECT concat_ws('|', era, txid, n, to_char(at AT TIME ZONE 'UTC',"
                        + " 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), feature, resource_id, version, kind, actor, via, token,"
                        + " trace, command_id, encode(payload_hash, 'hex'), before, after)"
                        + " FROM corebus.journal WHERE kind = 'updated'"))
                .containsExactly(String.join(
                        "|",
                        List.of(
                                "1",
                                entry.txid(),
                                Long.toString(entry.n()),
                                entry.at(),
                                "notes",
                                created.id(),
                                "2|updated|ann|http|token-1",
                                entry.trace(),
                                String.valueOf(entry.commandId()),
                                entry.payloadHash(),
                                String.valueOf(entry.before()),
                                String.valueOf(entry.after()))));
    }

    @Test
    void ofAnEntryThatIsNoChangeOfARow_thePayloadStaysWhereItIs() throws SQLException {
        execute(INSERT_ENTRY + ";" + INSERT_CHANGE);

        List<Entry> entries = sealer.unsealed(10).entries();

        assertThat(entries).extracting(entry -> String.valueOf(entry.after())).containsExactly("null", "{}");
        assertThat(entries).extracting(Entry::payloadHash).containsExactly("00", "00");
        assertThat(entries).extracting(Entry::salt).containsOnlyNulls();
    }

    @Test
    void largePayloads_comeWhole_andNoMoreOfThemThanAPageHolds() throws SQLException {
        // Hexadecimal of hashes, which PostgreSQL cannot compress below a half: 128 KB and more each in the database.
        String append = INSERT_CHANGE.replace("'{}'", "%s") + ";";
        String large =
                "(SELECT json_build_object('text', string_agg(encode(sha256((i + 4096 * %d)::text::bytea), 'hex'), ''))"
                        + " FROM generate_series(1, 4096) i)";
        StringBuilder entries = new StringBuilder(append.formatted("'{\"text\":\"first\"}'"));
        for (int i = 0; i < 40; i++) {
            entries.append(append.formatted(large.formatted(i)));
            entries.append(append.formatted("'{\"text\":\"" + i + "\"}'"));
        }
        execute(entries.toString());
        List<String> found = new ArrayList<>();
        int pages = 0;

        // The first page finds out that there are large ones, the last ones that there are none any more.
        for (Unsealed page = sealer.unsealed(100); !page.entries().isEmpty(); page = sealer.unsealed(100)) {
            pages++;
            long bytes = 0;
            for (Entry entry : page.entries()) {
                found.add(String.valueOf(entry.after()));
                bytes += String.valueOf(entry.after()).length();
            }
            assertThat(bytes).isLessThan(Fitting.MAX_BYTES + 300_000);
            assertThat(page.waiting())
                    .isEqualTo(81 - found.size() + page.entries().size());
            assertThat(sealer.insert(Sealer.seal(page))).isTrue();
        }

        assertThat(pages).isGreaterThan(1);
        assertThat(found).isEqualTo(query("SELECT after FROM corebus.journal ORDER BY era, txid, n"));
        assertThat(found).hasSize(81).contains("{\"text\":\"first\"}", "{\"text\":\"39\"}");
        get(write());
        assertThat(sealer.unsealed(100).entries()).hasSize(1);
    }

    @Test
    void payloadsThatCompressWell_countWithWhatTheyBecome() throws SQLException {
        String append = INSERT_CHANGE.replace("'{}'", "json_build_object('n', %d, 'text', repeat('a', 1000000))") + ";";
        StringBuilder entries = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            entries.append(append.formatted(i));
        }
        execute(entries.toString());
        assertThat(query("SELECT sum(pg_column_size(after)) < 500000 FROM corebus.journal"))
                .containsExactly("t");
        int found = 0;

        for (Unsealed page = sealer.unsealed(100); !page.entries().isEmpty(); page = sealer.unsealed(100)) {
            assertThat(page.entries()).hasSizeBetween(1, 4);
            assertThat(page.waiting()).isEqualTo(30 - found);
            found += page.entries().size();
            assertThat(sealer.insert(Sealer.seal(page))).isTrue();
        }

        assertThat(found).isEqualTo(30);
    }

    @Test
    void aLimit_leavesTheRestForTheNextSeal() {
        get(Future.all(IntStream.range(0, 5).mapToObj(i -> write()).toList()));

        InsertSeal first = Sealer.seal(sealer.unsealed(3));
        assertThat(sealer.insert(first)).isTrue();
        Unsealed rest = sealer.unsealed(3);

        assertThat(rest.number()).isEqualTo(2);
        assertThat(rest.firstSeq()).isEqualTo(4);
        assertThat(rest.previous()).isEqualTo(first.seal().hash());
        assertThat(rest.entries()).hasSize(2);
        assertThat(rest.waiting()).isEqualTo(2);
    }

    @Test
    void manyWritersAndSlowTransactions_areSealedInCommitOrder_andNoneIsLost() throws Exception {
        ExecutorService writers = Executors.newFixedThreadPool(24);
        CountDownLatch done = new CountDownLatch(24);
        for (int writer = 0; writer < 24; writer++) {
            boolean slow = writer % 4 == 0;
            writers.submit(() -> {
                writeOften(slow);
                done.countDown();
            });
        }
        List<String> seen = new ArrayList<>();
        while (done.getCount() > 0) {
            sealNext(seen);
        }
        writers.shutdown();
        Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> {
            sealNext(seen);
            return sealer.unsealed(10).waiting() == 0;
        });

        assertThat(journalOrder()).hasSize(24 * 40).containsExactlyElementsOf(seen);
        assertThat(sealedOrder()).containsExactlyElementsOf(seen);
        assertThat(sealer.sealedOrder().stream().map(String::valueOf)).containsExactlyElementsOf(seen);
        assertThat(query("SELECT count(*) FROM corebus.seal").get(0))
                .satisfies(seals -> assertThat(Integer.parseInt(seals)).isGreaterThan(10));
    }

    /** What the reader saw, and what a seal covers, is the same: none is refused while there is one sealer. */
    private void sealNext(List<String> seen) {
        Unsealed next = sealer.unsealed(50);
        if (!next.entries().isEmpty()) {
            assertThat(sealer.insert(Sealer.seal(next))).isTrue();
            next.entries().forEach(entry -> seen.add(Long.toString(entry.n())));
        }
    }

    private void writeOften(boolean slow) {
        for (int i = 0; i < 40; i++) {
            if (slow) {
                writeSlowly();
            } else {
                get(write());
            }
        }
    }

    /** Has its number long before it commits. */
    private static void writeSlowly() {
        try (Connection connection = JdbcUrl.of(StorageHouse.postgres().url()).connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(INSERT_ENTRY);
            statement.execute("SELECT pg_sleep(random() * 0.02)");
            connection.commit();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aLongTransactionThatWrites_holdsTheJournalBack_andNothingIsSkippedAfterIt() throws Exception {
        get(write());
        try (Connection connection = JdbcUrl.of(StorageHouse.postgres().url()).connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(INSERT_ENTRY);
            get(write());
            get(write());

            Unsealed held = sealer.unsealed(100);
            assertThat(held.entries()).hasSize(1);
            assertThat(held.waiting()).isEqualTo(3);
            assertThat(sealer.insert(Sealer.seal(held))).isTrue();
            assertThat(sealer.unsealed(100).entries()).isEmpty();
            connection.commit();
        }
        Unsealed released = sealer.unsealed(100);

        assertThat(released.entries()).extracting(Entry::kind).containsExactly("noted", "created", "created");
        assertThat(released.waiting()).isEqualTo(3);
    }

    @Test
    void aSealBeyondTheHorizon_isNotInserted() throws Exception {
        try (Connection connection = JdbcUrl.of(StorageHouse.postgres().url()).connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT pg_current_xact_id()");
            get(write());
            String[] entry =
                    query("SELECT txid || ' ' || n FROM corebus.journal").get(0).split(" ");
            Seal seal = new Seal(
                    1, 1, 1, "AAAA", Sealer.NO_HASH, Sealer.NO_HASH, "ab".repeat(32), "2026-01-01T00:00:00Z", "k", "s");
            InsertSeal early =
                    new InsertSeal(seal, 1, entry[0], Long.parseLong(entry[1]), List.of(Long.valueOf(entry[1])));

            assertThat(sealer.insert(early)).isFalse();
            connection.rollback();
            assertThat(sealer.insert(early)).isTrue();
        }
    }

    @Test
    void ofSealersThatRace_oneWinsEachNumber_andTheChainHolds() {
        for (int round = 0; round < 10; round++) {
            get(Future.all(IntStream.range(0, 20).mapToObj(i -> write()).toList()));
            Unsealed all = sealer.unsealed(100);
            Unsealed some = sealer.unsealed(7);

            List<Future<Boolean>> racing = List.of(all, some, all, some).stream()
                    .map(unsealed -> house.ask(JournalMessages.INSERT_SEAL, Sealer.seal(unsealed))
                            .map(JournalMessages.InsertedSeal::inserted))
                    .toList();

            get(Future.all(racing));
            assertThat(racing.stream().filter(Future::result)).hasSize(1);
        }
        sealer.sealAll(1000);

        assertThat(sealedOrder()).containsExactlyElementsOf(journalOrder());
        assertThat(
                        query(
                                "SELECT count(*) FROM corebus.seal seal JOIN corebus.seal before ON before.number = seal.number - 1"
                                        + " WHERE seal.previous <> before.hash OR seal.first_seq <> before.first_seq + before.count"))
                .containsExactly("0");
    }

    @Test
    void theVerySameSeal_insertedAgain_isThere() {
        get(write());
        InsertSeal seal = Sealer.seal(sealer.unsealed(10));
        assertThat(sealer.insert(seal)).isTrue();
        get(write());
        sealer.sealAll(10);

        assertThat(sealer.insert(seal)).isTrue();
        assertThat(query("SELECT count(*) FROM corebus.seal")).containsExactly("2");
    }

    @Test
    void aSealThatDoesNotFollow_isNotInserted() {
        get(Future.all(IntStream.range(0, 3).mapToObj(i -> write()).toList()));
        sealer.insert(Sealer.seal(sealer.unsealed(1)));
        Unsealed next = sealer.unsealed(2);
        List<Entry> entries = next.entries();

        List<Unsealed> wrong = List.of(
                new Unsealed(3, 2, next.previous(), entries, 0, 0),
                new Unsealed(2, 3, next.previous(), entries, 0, 0),
                new Unsealed(2, 2, Sealer.NO_HASH, entries, 0, 0),
                new Unsealed(2, 2, next.previous(), entries.subList(1, 2), 0, 0),
                new Unsealed(2, 2, next.previous(), List.of(entries.get(0), entries.get(0), entries.get(1)), 0, 0),
                new Unsealed(2, 2, next.previous(), List.of(entries.get(1), entries.get(0)), 0, 0));

        assertThat(wrong)
                .allSatisfy(unsealed ->
                        assertThat(sealer.insert(Sealer.seal(unsealed))).isFalse());
        assertThat(sealer.insert(Sealer.seal(next))).isTrue();
    }

    // --- eras

    @Test
    void theFirstStart_beginsEraOne_andTheNextOneStaysInIt() throws Exception {
        StorageMigration.run(StorageHouse.config(), NOTES, Losses.NONE, java.time.Duration.ofSeconds(10));

        assertThat(query(
                        "SELECT era || ' ' || (system_identifier = (SELECT system_identifier::text FROM pg_control_system()))"
                                + " FROM corebus.era"))
                .containsExactly("1 true");
    }

    @Test
    void afterARestoreIntoAnotherCluster_theOldEraIsReadFirst_whateverItsTransactionIds() throws Exception {
        get(write());
        sealer.sealAll(10);
        execute("INSERT INTO corebus.journal (txid, feature, kind, actor, via, trace, salt, payload_hash)"
                + " SELECT '9000000000000', 'notes', 'old-' || i, 'eve', 'test', 'trace', '\\x00', '\\x00'"
                + " FROM generate_series(1, 2) i");
        assertThat(sealer.unsealed(10).entries()).isEmpty();
        execute("UPDATE corebus.era SET system_identifier = 'another'");
        StorageMigration.run(StorageHouse.config(), NOTES, Losses.NONE, java.time.Duration.ofSeconds(10));
        get(write());
        StorageMigration.run(StorageHouse.config(), NOTES, Losses.NONE, java.time.Duration.ofSeconds(10));

        Unsealed unsealed = sealer.unsealed(10);

        assertThat(unsealed.entries())
                .extracting(entry -> entry.era() + " " + entry.kind())
                .containsExactly("1 old-1", "1 old-2");
        assertThat(unsealed.waiting()).isEqualTo(3);
        assertThat(sealer.insert(Sealer.seal(unsealed))).isTrue();
        assertThat(sealer.unsealed(10).entries())
                .extracting(entry -> entry.era() + " " + entry.kind())
                .containsExactly("2 created");
        get(write());
        sealer.sealAll(10);
        assertThat(sealedOrder()).hasSize(5).containsExactlyElementsOf(journalOrder());
        assertThat(query("SELECT era FROM corebus.era ORDER BY era")).containsExactly("1", "2");
    }

    @Test
    void anIdOfTheFuture_betraysAnotherCluster_evenWhereItsNameIsNotKnown() throws Exception {
        execute("INSERT INTO corebus.journal (txid, feature, kind, actor, via, trace, salt, payload_hash)"
                + " VALUES ('9000000000000', 'notes', 'old', 'eve', 'test', 'trace', '\\x00', '\\x00')");
        execute("DELETE FROM corebus.era");

        StorageMigration.run(StorageHouse.config(), NOTES, Losses.NONE, java.time.Duration.ofSeconds(10));
        StorageMigration.run(StorageHouse.config(), NOTES, Losses.NONE, java.time.Duration.ofSeconds(10));

        assertThat(query("SELECT era FROM corebus.era")).containsExactly("2");
        assertThat(sealer.unsealed(10).entries()).extracting(Entry::kind).containsExactly("old");
    }

    // --- cost

    @Test
    void withNothingToSeal_readingTakesLessThanAMillisecond_andOnlyIndexes() throws Exception {
        execute("DO $$ BEGIN FOR i IN 1..1000 LOOP"
                + " INSERT INTO corebus.journal (feature, kind, actor, via, trace, after, salt, payload_hash)"
                + " SELECT 'notes', 'created', 'eve', 'test', 'trace', '{}', '\\x00', '\\x00'"
                + " FROM generate_series(1, 100); COMMIT; END LOOP; END $$");
        execute("ANALYZE corebus.journal");
        long began = System.nanoTime();
        sealer.sealAll(100);
        assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(30));
        execute("ANALYZE corebus.seal");

        ReadUnsealedHandler.Statements statements = ReadUnsealedHandler.Statements.of(2000);
        assertUsesIndexes("PREPARE p AS " + statements.small(), "EXECUTE p");
        assertUsesIndexes("PREPARE p AS " + statements.fitting(), "EXECUTE p");
        assertUsesIndexes(
                "PREPARE p (bigint, bigint, text, bigint, bigint) AS " + SealedEntries.READ,
                "EXECUTE p(500, 100, NULL, 100, 4000000)");
        assertUsesIndexes(
                "PREPARE p (bigint, bigint, text, bigint, bigint) AS " + SealedEntries.READ,
                "EXECUTE p(50000, 5000, 'notes', 100, 4000000)");

        // Prepared without types, as the driver does it: what PostgreSQL cannot tell the types of is never kept
        // prepared.
        assertUsesIndexes(
                "PREPARE p AS " + InsertSealHandler.INSERT,
                "EXECUTE p(0, 1, 1, 1, '3', 1, '{1}', '', '', '', '', now(), 'kid', 'signature')");

        long[] micros = new long[200];
        for (int i = 0; i < micros.length; i++) {
            long start = System.nanoTime();
            assertThat(sealer.unsealed(1000).entries()).isEmpty();
            micros[i] = (System.nanoTime() - start) / 1_000;
        }
        Arrays.sort(micros);
        assertThat(micros[micros.length / 4])
                .as("lower quartile in microseconds")
                .isLessThan(1_000);

        // Neither does one entry at the end of many let it go through them.
        get(write());
        assertThat(sealer.unsealed(1000).entries()).hasSize(1);
        for (String statement : List.of(statements.small(), statements.fitting())) {
            List<String> plan = explain("PREPARE p AS " + statement, "EXECUTE p");
            assertThat(pages(plan)).as(String.join("\n", plan)).isLessThan(100);
        }
    }

    /** How many pages were looked at: the first line that tells it tells it of all. */
    private static int pages(List<String> plan) {
        String buffers = plan.stream()
                .filter(line -> line.contains("Buffers: shared"))
                .findFirst()
                .orElseThrow();
        return Pattern.compile("(?:hit|read)=([0-9]+)")
                .matcher(buffers)
                .results()
                .mapToInt(found -> Integer.parseInt(found.group(1)))
                .sum();
    }

    private static void assertUsesIndexes(String prepare, String execution) throws SQLException {
        assertThat(explain(prepare, execution))
                .noneMatch(line -> line.contains("Seq Scan on journal") || line.contains("Seq Scan on seal"));
    }

    private static List<String> explain(String prepare, String execution) throws SQLException {
        try (Connection connection = JdbcUrl.of(StorageHouse.postgres().url()).connect();
                Statement statement = connection.createStatement()) {
            statement.execute("SET plan_cache_mode = force_generic_plan");
            statement.execute(prepare);
            List<String> plan = new ArrayList<>();
            try (var lines = statement.executeQuery("EXPLAIN (ANALYZE, BUFFERS) " + execution)) {
                while (lines.next()) {
                    plan.add(lines.getString(1));
                }
            }
            return plan;
        }
    }
}
