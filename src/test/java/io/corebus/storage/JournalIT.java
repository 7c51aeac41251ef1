package io.corebus.storage;

import static io.corebus.storage.StorageHouse.execute;
import static io.corebus.storage.StorageHouse.failure;
import static io.corebus.storage.StorageHouse.get;
import static io.corebus.storage.StorageHouse.insertion;
import static io.corebus.storage.StorageHouse.query;
import static io.corebus.storage.StorageHouse.uuid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.corebus.bus.Failure;
import io.corebus.bus.Json;
import io.corebus.bus.Trace;
import io.corebus.feature.Features;
import io.corebus.storage.JournalMessages.AppendEntries;
import io.corebus.storage.JournalMessages.AppendEntry;
import io.corebus.storage.JournalMessages.Appended;
import io.corebus.storage.JournalMessages.EntryOfCaller;
import io.corebus.storage.JournalMessages.ErasePayloads;
import io.corebus.storage.JournalMessages.Erased;
import io.corebus.storage.JournalMessages.InsertSeal;
import io.corebus.storage.JournalMessages.InsertSealKey;
import io.corebus.storage.JournalMessages.InsertedSeal;
import io.corebus.storage.JournalMessages.ListSealKeys;
import io.corebus.storage.JournalMessages.ReadUnsealed;
import io.corebus.storage.JournalMessages.SealKey;
import io.corebus.storage.JournalMessages.SealedEntry;
import io.corebus.storage.JournalMessages.Unwritten;
import io.corebus.storage.StorageMessages.FindCommand;
import io.corebus.storage.StorageMessages.FindCommands;
import io.corebus.storage.StorageMessages.InsertRow;
import io.corebus.storage.StorageMessages.InsertUser;
import io.corebus.storage.StorageMessages.WriteAll;
import io.corebus.storage.StorageMessages.WriteKind;
import io.corebus.storage.StorageMessages.WriteOne;
import io.corebus.storage.StorageMessages.WrittenRow;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What else happens to the journal: entries without a row, the bell, what the database refuses, what may be erased; and the keys of the seals. */
class JournalIT {
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
    private static final String NOTE = "{\"text\":\"hello\"}";

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

    // --- entries without a row

    private Future<Appended> append(AppendEntry entry) {
        return house.ask(JournalMessages.APPEND_ENTRY, entry);
    }

    @Test
    void anEntry_hasTheCaller_theDetailAndItsHash() {
        String resource = uuid();
        get(append(Sealer.entry("notes", resource, "denied", "{\"why\": \"\\u00e9\"}")));
        get(append(new AppendEntry(uuid(), "users", "no-uuid", "signed-in", "ada", null)));

        assertThat(query("SELECT concat_ws('|', feature, resource_id, kind, actor, via, token, before, after,"
                        + " payload_hash = sha256(salt || '\\x00'::bytea || convert_to(coalesce(after::text, ''), 'UTF8')))"
                        + " FROM corebus.journal ORDER BY txid, n"))
                .containsExactly(
                        "notes|" + resource + "|denied|ann|http|token-1|{\"why\": \"\\u00e9\"}|t",
                        "users|signed-in|ada|http|token-1|t");
    }

    @Test
    void anEntry_appendedAgain_isThereOnce() {
        AppendEntry entry = Sealer.entry("notes", null, "denied", null);

        get(Future.all(IntStream.range(0, 10).mapToObj(i -> append(entry)).toList()));
        get(append(entry));

        assertThat(query("SELECT count(*) FROM corebus.journal")).containsExactly("1");
    }

    @Test
    void manyEntries_shareStatements() {
        get(Future.all(IntStream.range(0, 500)
                .mapToObj(i -> append(Sealer.entry("notes", null, "denied", "{}")))
                .toList()));

        assertThat(query("SELECT count(*) FROM corebus.journal")).containsExactly("500");
        assertThat(query("SELECT count(DISTINCT txid) FROM corebus.journal").get(0))
                .satisfies(count -> assertThat(Integer.parseInt(count)).isLessThan(100));
        var batches = house.meters
                .get("corebus.storage.batch.writes")
                .tags("feature", "journal", "kind", "append")
                .summary();
        assertThat(batches.totalAmount()).isEqualTo(500);
    }

    @Test
    void anEntryThatCannotBeStored_failsAlone() {
        List<Future<Appended>> good = IntStream.range(0, 20)
                .mapToObj(i -> append(Sealer.entry("notes", null, "denied", null)))
                .toList();
        Future<Appended> bad = append(Sealer.entry("no\0tes", null, "denied", null));
        List<Future<Appended>> more = IntStream.range(0, 20)
                .mapToObj(i -> append(Sealer.entry("notes", null, "denied", null)))
                .toList();

        assertThat(failure(bad))
                .isEqualTo(new Failure("constraint", 422, "The database cannot hold one of these values."));
        get(Future.all(good));
        get(Future.all(more));
        assertThat(query("SELECT count(*) FROM corebus.journal")).containsExactly("40");
    }

    @Test
    void entriesOfManyCallers_areEachOfItsOwn_andFailAlone() {
        AppendEntry again = Sealer.entry("notes", null, "denied", null);
        List<EntryOfCaller> entries = List.of(
                new EntryOfCaller(again, "ann", "mcp", "token-1", Trace.start()),
                new EntryOfCaller(Sealer.entry("no\0tes", null, "denied", null), "eve", "mcp", null, Trace.start()),
                new EntryOfCaller(Sealer.entry("notes", null, "denied", null), "bob", "http", null, Trace.start()),
                new EntryOfCaller(again, "ann", "mcp", "token-1", Trace.start()));

        assertThat(get(house.ask(JournalMessages.APPEND_ENTRIES, new AppendEntries(entries)))
                        .unwritten())
                .containsExactly(new Unwritten(
                        1, new Failure("constraint", 422, "The database cannot hold one of these values.")));
        assertThat(query("SELECT concat_ws('|', actor, via, token) FROM corebus.journal ORDER BY actor"))
                .containsExactly("ann|mcp|token-1", "bob|http");
        assertThat(get(house.ask(JournalMessages.APPEND_ENTRIES, new AppendEntries(List.of())))
                        .unwritten())
                .isEmpty();
    }

    @Test
    void anEntryWithoutARow_isNoResultOfACommand() {
        AppendEntry entry = Sealer.entry("notes", null, "denied", "{}");
        get(append(entry));

        assertThat(get(house.ask(StorageMessages.FIND_COMMAND, new FindCommand(entry.commandId(), null)))
                        .result())
                .isNull();
    }

    // --- the bell

    @Test
    void theBell_ringsForWhatIsInTheJournal_andIsSilentOtherwise() {
        AtomicInteger rings = new AtomicInteger();
        house.listen(JournalMessages.WRITTEN, written -> rings.incrementAndGet());

        expectRing(rings, house.insert("notes", NOTE));
        expectRing(rings, append(Sealer.entry("notes", null, "denied", null)));
        expectRing(
                rings, house.ask(StorageMessages.INSERT_USER, new InsertUser(uuid(), "a@b.example", null, List.of())));
        expectRing(rings, erase(uuid(), uuid()));

        rings.set(0);
        sealer.sealAll(100);
        failure(house.update("notes", uuid(), NOTE));
        Awaitility.await().during(50, TimeUnit.MILLISECONDS).until(() -> rings.get() == 0);
    }

    private static void expectRing(AtomicInteger rings, Future<?> write) {
        get(write);
        Awaitility.await().atMost(2, TimeUnit.SECONDS).until(() -> rings.get() > 0);
        Awaitility.await().during(20, TimeUnit.MILLISECONDS).until(() -> true);
        rings.set(0);
    }

    @Test
    void theBell_ringsSeldomUnderLoad_andOnceMoreAfterTheLastWrite() {
        AtomicInteger rings = new AtomicInteger();
        AtomicLong seen = new AtomicLong();
        house.listen(JournalMessages.WRITTEN, written -> {
            rings.incrementAndGet();
            house.ask(JournalMessages.READ_UNSEALED, new ReadUnsealed(1))
                    .onSuccess(unsealed -> seen.accumulateAndGet(unsealed.waiting(), Math::max));
        });
        long began = System.nanoTime();
        for (int round = 0; round < 20; round++) {
            get(Future.all(IntStream.range(0, 100)
                    .mapToObj(i -> house.insert("notes", NOTE))
                    .toList()));
        }
        long millis = (System.nanoTime() - began) / 1_000_000;

        Awaitility.await().atMost(2, TimeUnit.SECONDS).until(() -> seen.get() == 2_000);
        assertThat(rings.get()).isBetween(2, (int) millis / 2 + 20);
    }

    // --- guards

    @Test
    void theDatabase_refusesWhateverIsNotAnAddition() {
        WrittenRow row = get(house.insert("notes", NOTE));
        sealer.sealAll(10);

        for (String sql : List.of(
                "UPDATE corebus.journal SET actor = 'eve'",
                "UPDATE corebus.journal SET before = NULL, after = NULL, salt = NULL",
                "SET corebus.erasing = 'on'; UPDATE corebus.journal SET after = NULL, salt = NULL, actor = 'eve'",
                "SET corebus.erasing = 'on'; UPDATE corebus.journal SET after = '{}', salt = NULL",
                "DELETE FROM corebus.journal",
                "TRUNCATE corebus.journal")) {
            assertThat(catchThrowable(() -> execute(sql)))
                    .as(sql)
                    .hasStackTraceContaining("the journal is only ever added to");
        }
        for (String sql :
                List.of("UPDATE corebus.seal SET at = now()", "DELETE FROM corebus.seal", "TRUNCATE corebus.seal")) {
            assertThat(catchThrowable(() -> execute(sql)))
                    .as(sql)
                    .hasStackTraceContaining("the seal is only ever added to");
        }
        assertThat(query("SELECT after::text FROM corebus.journal"))
                .containsExactly(row.body().toString());
    }

    // --- erasure

    private Future<Erased> erase(String command, String resource) {
        return house.ask(JournalMessages.ERASE_PAYLOADS, new ErasePayloads(command, "notes", resource, "asked \"to\""));
    }

    @Test
    void anErasure_takesThePayloads_keepsTheHashes_andIsAnEntryItself() {
        WrittenRow row = get(house.insert("notes", NOTE));
        get(house.update("notes", row.id(), NOTE));
        WrittenRow other = get(house.insert("notes", NOTE));
        sealer.sealAll(10);
        List<String> hashes = query("SELECT payload_hash FROM corebus.journal ORDER BY n");

        assertThat(get(erase(uuid(), row.id()))).isEqualTo(new Erased(2, false));
        sealer.sealAll(10);

        List<SealedEntry> entries = sealer.sealed(0, 10, null).entries();
        assertThat(entries).hasSize(4);
        assertThat(entries.subList(0, 2)).allSatisfy(erased -> {
            assertThat(erased.entry().before()).isNull();
            assertThat(erased.entry().after()).isNull();
            assertThat(erased.entry().salt()).isNull();
        });
        assertThat(entries.get(2).entry().after()).isEqualTo(other.body());
        assertThat(entries.get(3).entry().kind()).isEqualTo("erased");
        assertThat(entries.get(3).entry().actor()).isEqualTo("ann");
        assertThat(String.valueOf(entries.get(3).entry().after()))
                .isEqualTo("{\"reason\" : \"asked \\\"to\\\"\", \"entries\" : 2}");
        assertThat(query("SELECT payload_hash FROM corebus.journal WHERE kind <> 'erased' ORDER BY n"))
                .isEqualTo(hashes);
        assertThat(query("SELECT payload_hash = sha256(salt || '\\x00'::bytea || convert_to(after::text, 'UTF8'))"
                        + " FROM corebus.journal WHERE kind = 'erased'"))
                .containsExactly("t");
        assertThat(query("SELECT count(*) FROM data.notes")).containsExactly("2");
    }

    @Test
    void anErasure_askedForAgain_isDoneOnce() {
        WrittenRow row = get(house.insert("notes", NOTE));
        String command = uuid();

        List<Future<Erased>> repeats =
                IntStream.range(0, 4).mapToObj(i -> erase(command, row.id())).toList();
        get(Future.all(repeats));

        assertThat(repeats).extracting(repeat -> repeat.result().entries()).containsOnly(1);
        assertThat(get(erase(command, row.id()))).isEqualTo(new Erased(1, true));
        assertThat(get(erase(uuid(), row.id()))).isEqualTo(new Erased(0, false));
        assertThat(query("SELECT after ->> 'entries' FROM corebus.journal WHERE kind = 'erased' ORDER BY n"))
                .containsExactly("1", "0");
    }

    @Test
    void anErasureOfManyEntries_goesInPortions_andARepeatAddsNone() {
        String resource = uuid();
        execute(
                "INSERT INTO corebus.journal (feature, resource_id, kind, actor, via, trace, command_id, request_hash, after,"
                        + " salt, payload_hash) SELECT 'notes', '" + resource
                        + "', 'ship', 'ann', 'http', 't', gen_random_uuid(), 'h',"
                        + " '{}', '\\x00', '' FROM generate_series(1, 45000) i");
        String command = uuid();

        assertThat(get(erase(command, resource))).isEqualTo(new Erased(45_000, false));
        assertThat(get(erase(command, resource))).isEqualTo(new Erased(45_000, true));
        assertThat(query("SELECT after ->> 'entries' FROM corebus.journal WHERE kind = 'erased' ORDER BY n"))
                .containsExactly("20000", "20000", "5000");
        assertThat(query("SELECT count(*) FROM corebus.journal WHERE kind = 'ship' AND"
                        + " (after IS NOT NULL OR salt IS NOT NULL OR request_hash IS NOT NULL)"))
                .containsExactly("0");
    }

    @Test
    void anErasureUnderTheIdOfAnotherCommand_isRefused() {
        InsertRow insertion = insertion("notes", NOTE);
        get(house.ask(StorageMessages.INSERT, insertion));

        assertThat(failure(erase(insertion.commandId(), insertion.id())))
                .isEqualTo(new Failure(
                        "idempotency-key-reused",
                        422,
                        "This Idempotency-Key was used for another request. Send a new key with a new request."));
        assertThat(query("SELECT count(*) FROM corebus.journal WHERE after IS NOT NULL"))
                .containsExactly("1");
    }

    @Test
    void aCommandWhoseResultWasErased_isNotDoneAgain() {
        InsertRow insertion = insertion("notes", NOTE);
        get(house.ask(StorageMessages.INSERT, insertion));
        get(erase(uuid(), insertion.id()));

        Failure gone = new Failure("erased", 410, "This was done before, and what came of it was erased since.");
        assertThat(failure(house.ask(StorageMessages.INSERT, insertion))).isEqualTo(gone);
        assertThat(failure(house.ask(StorageMessages.FIND_COMMAND, new FindCommand(insertion.commandId(), null))))
                .isEqualTo(gone);
    }

    /** It is of the body, without a salt: who guesses what was in it could check. */
    @Test
    void anErasure_takesTheHashOfTheRequest() {
        InsertRow insertion = new InsertRow("notes", uuid(), Json.of(NOTE), uuid(), "hash-1");
        InsertRow other = new InsertRow("notes", uuid(), Json.of(NOTE), uuid(), "hash-2");
        get(house.ask(StorageMessages.INSERT, insertion));
        get(house.ask(StorageMessages.INSERT, other));

        get(erase(uuid(), insertion.id()));

        assertThat(query("SELECT request_hash FROM corebus.journal WHERE request_hash IS NOT NULL"))
                .containsExactly("hash-2");
        Failure gone = new Failure("erased", 410, "This was done before, and what came of it was erased since.");
        for (String hash : List.of("hash-1", "hash-3")) {
            InsertRow repeat = new InsertRow("notes", insertion.id(), insertion.data(), insertion.commandId(), hash);
            assertThat(failure(house.ask(StorageMessages.INSERT, repeat))).isEqualTo(gone);
        }
        assertThat(get(house.ask(StorageMessages.INSERT, other)).repeated()).isTrue();
    }

    /** One hash is of the whole batch, and so of what was erased in it. */
    @Test
    void anErasure_takesTheHashOfTheBatch_fromAllOfIt() {
        WriteOne one = new WriteOne(WriteKind.INSERT, uuid(), List.of(), Json.of(NOTE), uuid());
        WriteOne two = new WriteOne(WriteKind.INSERT, uuid(), List.of(), Json.of(NOTE), uuid());
        get(house.ask(StorageMessages.WRITE_ALL, new WriteAll("notes", List.of(one, two), "hash-1")));

        get(erase(uuid(), one.id()));

        assertThat(query("SELECT request_hash FROM corebus.journal WHERE request_hash IS NOT NULL"))
                .isEmpty();
        assertThat(query("SELECT count(*) FROM corebus.journal WHERE resource_id = '" + two.id()
                        + "' AND after IS NOT NULL AND salt IS NOT NULL"))
                .containsExactly("1");
        for (List<String> commands :
                List.of(List.of(one.commandId(), two.commandId()), List.of(one.commandId(), two.commandId(), uuid()))) {
            assertThat(failure(house.ask(StorageMessages.FIND_COMMANDS, new FindCommands(commands, "hash-1")))
                            .code())
                    .isEqualTo("erased");
        }
        FindCommand part = new FindCommand(two.commandId(), "hash-1");
        assertThat(get(house.ask(StorageMessages.FIND_COMMAND, part)).result().id())
                .isEqualTo(two.id());
    }

    /** The journal is read in the order in which transactions began to write, and one that began earlier may come to a row later. */
    @Test
    void versionsOfARow_haveTheOrderOfTheJournal_whoeverBeganFirst() throws Exception {
        List<String> ids = new ArrayList<>(List.of(
                get(house.insert("notes", NOTE)).id(),
                get(house.insert("notes", NOTE)).id(),
                get(house.insert("notes", NOTE)).id()));
        Collections.sort(ids);
        List<WriteOne> all = updates(ids);
        Future<?> batch;
        try (Connection other = JdbcUrl.of(StorageHouse.postgres().url()).connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT 1 FROM data.notes WHERE id = '" + ids.get(1) + "' FOR UPDATE");
            batch = house.ask(StorageMessages.WRITE_ALL, new WriteAll("notes", all, null));
            Awaitility.await()
                    .until(() -> query("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
                            .equals(List.of("1")));
            get(house.update("notes", ids.get(2), NOTE));
            other.rollback();
        }
        get(batch);

        assertThat(query("SELECT version FROM corebus.journal WHERE resource_id = '" + ids.get(2)
                        + "' ORDER BY txid, n"))
                .containsExactly("1", "2", "3");
    }

    /** Alone, beside others in a transaction, and in one with more rows than wait for their turn. */
    @Test
    void manyWhoChangeOneRow_areInTheJournalInTheOrderOfItsVersions() {
        List<String> ids = IntStream.range(0, 130)
                .mapToObj(i -> get(house.insert("notes", NOTE)).id())
                .sorted()
                .toList();
        String id = ids.get(129);
        List<Future<?>> changes = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            changes.add(house.ask(StorageMessages.WRITE_ALL, new WriteAll("notes", updates(ids), null)));
            List<WriteOne> few =
                    new ArrayList<>(List.of(new WriteOne(WriteKind.INSERT, uuid(), List.of(), Json.of(NOTE), uuid())));
            few.addAll(updates(ids.subList(127, 130)));
            changes.add(house.ask(StorageMessages.WRITE_ALL, new WriteAll("notes", few, null)));
            for (int i = 0; i < 40; i++) {
                changes.add(house.update("notes", id, NOTE));
            }
        }
        changes.forEach(StorageHouse::get);

        assertThat(query("SELECT version FROM corebus.journal WHERE resource_id = '" + id + "' ORDER BY txid, n"))
                .isEqualTo(
                        IntStream.rangeClosed(1, 211).mapToObj(String::valueOf).toList());
    }

    private static List<WriteOne> updates(List<String> ids) {
        return ids.stream()
                .map(id -> new WriteOne(WriteKind.UPDATE, id, List.of(), Json.of(NOTE), uuid()))
                .toList();
    }

    @Test
    void anErasure_needsNoRightToUpdate_butOneToAskForIt() {
        assertThat(query("SELECT prosecdef || ' ' || has_function_privilege('public', oid, 'EXECUTE') FROM pg_proc"
                        + " WHERE proname = 'erase_portion'"))
                .containsExactly("true false");
        assertThat(query("SELECT has_function_privilege('public', oid, 'EXECUTE') FROM pg_proc"
                        + " WHERE proname = 'erase_request_hashes'"))
                .containsExactly("f");
    }

    // --- keys

    private List<SealKey> keys() {
        return get(house.ask(JournalMessages.LIST_SEAL_KEYS, new ListSealKeys()))
                .keys();
    }

    private Future<?> insertKey(String kid, String privateJwk, boolean onlyIfNone) {
        return house.ask(
                JournalMessages.INSERT_SEAL_KEY, new InsertSealKey(kid, "public " + kid, privateJwk, onlyIfNone));
    }

    @Test
    void ofManyThatInsertAFirstKey_oneDoes() {
        get(insertKey("configured", null, false));

        get(Future.all(IntStream.range(0, 8)
                .mapToObj(i -> insertKey("key-" + i, "private", true))
                .toList()));

        assertThat(keys()).hasSize(2);
        assertThat(keys().get(0).privateJwk()).isEqualTo("private");
        assertThat(keys().get(1).kid()).isEqualTo("configured");
        assertThat(keys().get(1).publicJwk()).isEqualTo("public configured");
        assertThat(keys().get(1).privateJwk()).isNull();
        assertThat(keys().get(1).createdAt()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
    }

    @Test
    void aKey_insertedAgain_staysAsItIs_andANewerOneComesFirst() {
        get(insertKey("old", "private", false));
        get(insertKey("old", "other", false));
        get(insertKey("new", "private", false));

        assertThat(keys()).extracting(SealKey::kid).containsExactly("new", "old");
        assertThat(keys().get(1).privateJwk()).isEqualTo("private");
    }

    private InsertedSeal seal(String kid) {
        sealer.append("notes", "denied", null);
        InsertSeal seal = Sealer.seal(sealer.unsealed(10), kid);
        return get(house.ask(JournalMessages.INSERT_SEAL, seal));
    }

    /** Its owner could forge with it what comes behind. */
    @Test
    void theFirstSealOfAConfiguredKey_takesThePrivatePartOfTheDatabasesOwn() {
        get(insertKey("own", "private", true));
        assertThat(seal("own")).isEqualTo(new InsertedSeal(true, false));
        assertThat(seal("own").inserted()).isTrue();
        get(insertKey("configured", null, false));
        assertThat(keys().get(1).privateJwk()).as("it has not sealed yet").isEqualTo("private");

        assertThat(seal("configured").inserted()).isTrue();
        assertThat(seal("configured").inserted()).isTrue();

        assertThat(keys().get(0).kid()).isEqualTo("configured");
        assertThat(keys().get(0).lastSeal()).isNull();
        assertThat(keys().get(1).privateJwk()).isNull();
        assertThat(keys().get(1).lastSeal()).isEqualTo(2);
    }

    @Test
    void aReplacedKey_thatANodeStillHas_sealsNothing() {
        get(insertKey("own", "private", true));
        get(insertKey("configured", null, false));
        seal("own");
        seal("configured");

        assertThat(seal("own")).isEqualTo(new InsertedSeal(false, true));
        assertThat(seal("configured").inserted()).isTrue();
        assertThat(query("SELECT kid FROM corebus.seal ORDER BY number"))
                .containsExactly("own", "configured", "configured");
    }

    @Test
    void aKeyOfTheDatabase_thatNeverSealed_isReplaced_too() {
        get(insertKey("own", "private", true));
        get(insertKey("configured", null, false));

        seal("configured");

        assertThat(keys().get(1).privateJwk()).isNull();
        assertThat(keys().get(1).lastSeal()).isZero();
    }

    @Test
    void backInTheDatabase_manyNodesMakeOneKey_andTheConfiguredOneIsReplaced() {
        get(insertKey("own", "private", true));
        seal("own");
        get(insertKey("configured", null, false));
        seal("configured");

        get(Future.all(IntStream.range(0, 8)
                .mapToObj(i -> insertKey("key-" + i, "private", true))
                .toList()));
        assertThat(keys()).hasSize(3);
        assertThat(seal(keys().get(0).kid()).inserted()).isTrue();

        assertThat(keys()).extracting(SealKey::lastSeal).containsExactly(null, 2L, 1L);
        assertThat(seal("configured")).isEqualTo(new InsertedSeal(false, true));
    }

    @Test
    void aKeyAsText_showsNoSecret() {
        assertThat(List.of(new SealKey("k", "p", "secret", "t", null), new InsertSealKey("k", "p", "secret", true)))
                .allSatisfy(key -> assertThat(key.toString()).doesNotContain("secret"));
    }
}
