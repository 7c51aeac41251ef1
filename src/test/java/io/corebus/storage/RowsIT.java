package io.corebus.storage;

import static io.corebus.storage.StorageHouse.failure;
import static io.corebus.storage.StorageHouse.get;
import static io.corebus.storage.StorageHouse.insertion;
import static io.corebus.storage.StorageHouse.query;
import static io.corebus.storage.StorageHouse.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.corebus.bus.Failure;
import io.corebus.bus.FieldFault;
import io.corebus.bus.Json;
import io.corebus.storage.StorageMessages.DeleteRow;
import io.corebus.storage.StorageMessages.FindCommand;
import io.corebus.storage.StorageMessages.FindRow;
import io.corebus.storage.StorageMessages.InsertRow;
import io.corebus.storage.StorageMessages.UpdateRow;
import io.corebus.storage.StorageMessages.WrittenRow;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rows with their journal entries: each command done once, answered on its own, whatever company it has in its statement. */
class RowsIT {
    private static final String THINGS = """
            feature: things
            title: Thing
            description: Everything a field can be.
            schema:
              type: object
              required: [name]
              additionalProperties: false
              properties:
                name: {type: string, minLength: 1, maxLength: 20}
                count: {type: integer, minimum: 0}
                ratio: {type: number}
                price: {type: number, format: decimal}
                done: {type: boolean}
                due: {type: string, format: date-time}
                day: {type: string, format: date}
                code: {type: string, format: uuid}
                state: {type: string, enum: [open, "it's shut"]}
                parent: {type: string, format: uuid, x-references: things}
                order: {type: object}
            storage: {unique: [[name]]}
            permissions: {read: [viewer]}
            """;
    private static final String MARKS = """
            feature: marks
            schema:
              type: object
              properties:
                mark: {type: string}
            storage: {unique: [mark]}
            """;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static StorageHouse house;

    @BeforeAll
    static void open() {
        house = StorageHouse.open(StorageHouse.features(Map.of("things", THINGS, "marks", MARKS)));
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static String name() {
        return "n" + uuid().substring(0, 12);
    }

    private static String named(String name) {
        return "{\"name\":\"" + name + "\"}";
    }

    private static String find(String id) {
        var row =
                get(house.ask(StorageMessages.FIND, new FindRow("things", id))).row();
        return row == null ? null : row.body().toString();
    }

    @Test
    void everyType_comesBackAsItWent_andWhatIsAbsentStaysAbsent() throws Exception {
        String parent = get(house.insert("things", named(name()))).id();
        String name = name();
        String data = "{\"name\":\"" + name
                + "\",\"count\":9007199254740993,\"ratio\":1.5,\"price\":12.3400,\"done\":false,"
                + "\"due\":\"2026-02-03T04:05:06.000007Z\",\"day\":\"2026-02-28\",\"code\":\"" + parent
                + "\",\"state\":\"it's shut\",\"parent\":\"" + parent + "\",\"order\":{\"a\":[1,\"\\u00e9\\\"\"]}}";

        WrittenRow written = get(house.insert("things", data));

        String body = written.body().toString();
        assertThat(MAPPER.readTree(body).get("order")).isEqualTo(MAPPER.readTree("{\"a\":[1,\"é\\\"\"]}"));
        assertThat(body)
                .startsWith("{\"id\":\"" + written.id() + "\",\"version\":1,\"name\":\"" + name
                        + "\",\"count\":9007199254740993,\"ratio\":1.5,\"price\":12.3400,\"done\":false,"
                        + "\"due\":\"2026-02-03T04:05:06.000007Z\",\"day\":\"2026-02-28\",\"code\":\"" + parent
                        + "\",\"state\":\"it's shut\",\"parent\":\"" + parent + "\",\"order\":{")
                .endsWith(",\"created_by\":\"ann\",\"updated_by\":\"ann\"}");
        assertThat(find(written.id())).isEqualTo(body);
        assertThat(find(parent)).doesNotContain("null", "count");
    }

    @Test
    void anInsert_isInTheJournal_withTheVeryBytes() {
        WrittenRow written = get(house.insert("things", named(name())));

        List<String> entries = query("SELECT concat_ws('|', feature, version, kind, actor, via, token, before IS NULL,"
                + " after::text = '" + written.body() + "',"
                + " payload_hash = sha256(salt || '\\x00'::bytea || convert_to(after::text, 'UTF8')))"
                + " FROM corebus.journal WHERE resource_id = '" + written.id() + "'");

        assertThat(entries).containsExactly("things|1|created|ann|http|token-1|t|t|t");
    }

    @Test
    void changesAndDeletions_keepTheStateBefore() {
        WrittenRow first = get(house.insert("things", named(name())));
        WrittenRow second = get(house.update("things", first.id(), named(name()), 1L));
        WrittenRow third = get(house.delete("things", first.id(), 2L));

        assertThat(List.of(first.version(), second.version(), third.version())).containsExactly(1L, 2L, 3L);
        assertThat(third.body()).isEqualTo(second.body());
        assertThat(find(first.id())).isNull();
        assertThat(query("SELECT kind || coalesce(' from ' || before::text, '') || coalesce(' to ' || after::text, '')"
                        + " FROM corebus.journal WHERE resource_id = '" + first.id() + "' ORDER BY txid, n"))
                .containsExactly(
                        "created to " + first.body(),
                        "updated from " + first.body() + " to " + second.body(),
                        "deleted from " + second.body());
        assertThat(query("SELECT bool_and(payload_hash = sha256(salt || convert_to(coalesce(before::text, ''), 'UTF8')"
                        + " || '\\x00'::bytea || convert_to(coalesce(after::text, ''), 'UTF8'))) FROM corebus.journal"))
                .containsExactly("t");
    }

    @Test
    void aFieldThatIsNotGiven_isRemovedByAChange() {
        WrittenRow row = get(house.insert("things", "{\"name\":\"" + name() + "\",\"count\":1}"));

        WrittenRow changed = get(house.update("things", row.id(), named(name())));

        assertThat(changed.body().toString()).doesNotContain("count");
    }

    @Test
    void anotherVersion_isRefusedWithTheCurrentOne() {
        WrittenRow row = get(house.insert("things", named(name())));

        Failure update = failure(house.update("things", row.id(), named(name()), 2L, 3L));
        Failure delete = failure(house.delete("things", row.id(), 2L));

        assertThat(update.code()).isEqualTo("version-mismatch");
        assertThat(update.status()).isEqualTo(412);
        assertThat(update.currentVersion()).isEqualTo(1);
        assertThat(update.detail())
                .isEqualTo(
                        "The resource has version 1 now, not the one you named. Read it again and repeat your change.");
        assertThat(delete.currentVersion()).isEqualTo(1);
        assertThat(failure(house.update("things", uuid(), named(name()))).code())
                .isEqualTo("not-found");
        assertThat(failure(house.delete("things", "x")).code()).isEqualTo("not-found");
    }

    @Test
    void aCommandThatComesAgain_isDoneOnce_andAnsweredAlike() {
        InsertRow insert = insertion("things", named(name()));
        WrittenRow first = get(house.ask(StorageMessages.INSERT, insert));
        assertThat(get(house.ask(StorageMessages.INSERT, insert))).isEqualTo(repeated(first));

        UpdateRow update = new UpdateRow("things", first.id(), List.of(1L), Json.of(named(name())), uuid(), null);
        WrittenRow second = get(house.ask(StorageMessages.UPDATE, update));
        assertThat(get(house.ask(StorageMessages.UPDATE, update))).isEqualTo(repeated(second));
        UpdateRow any = new UpdateRow("things", first.id(), List.of(), Json.of(named(name())), uuid(), null);
        WrittenRow third = get(house.ask(StorageMessages.UPDATE, any));
        assertThat(get(house.ask(StorageMessages.UPDATE, any))).isEqualTo(repeated(third));

        DeleteRow delete = new DeleteRow("things", first.id(), List.of(), uuid(), null);
        WrittenRow last = get(house.ask(StorageMessages.DELETE, delete));
        assertThat(get(house.ask(StorageMessages.DELETE, delete))).isEqualTo(repeated(last));
        assertThat(query("SELECT count(*) FROM corebus.journal WHERE resource_id = '" + first.id() + "'"))
                .containsExactly("4");
        assertThat(get(house.ask(StorageMessages.FIND_COMMAND, new FindCommand(delete.commandId(), null)))
                        .result())
                .isEqualTo(repeated(last));
        assertThat(get(house.ask(StorageMessages.FIND_COMMAND, new FindCommand(uuid(), null)))
                        .result())
                .isNull();
    }

    private static WrittenRow repeated(WrittenRow row) {
        return new WrittenRow(row.id(), row.version(), row.body(), true);
    }

    @Test
    void theSameCommand_sentManyTimesAtOnce_isDoneOnce() {
        InsertRow insert = insertion("things", named(name()));
        List<Future<WrittenRow>> answers = IntStream.range(0, 20)
                .mapToObj(i -> house.ask(StorageMessages.INSERT, insert))
                .toList();

        assertThat(answers).allSatisfy(answer -> assertThat(get(answer).id()).isEqualTo(insert.id()));
        assertThat(query("SELECT count(*) FROM data.things WHERE id = '" + insert.id() + "'"))
                .containsExactly("1");
    }

    @Test
    void anIdempotencyKey_forSomethingElse_isRefused() {
        String command = uuid();
        InsertRow first = new InsertRow("things", uuid(), Json.of(named(name())), command, "hash-1");
        InsertRow other = new InsertRow("things", uuid(), Json.of(named(name())), command, "hash-2");
        get(house.ask(StorageMessages.INSERT, first));

        Failure refused = failure(house.ask(StorageMessages.INSERT, other));

        assertThat(refused)
                .isEqualTo(new Failure(
                        "idempotency-key-reused",
                        422,
                        "This Idempotency-Key was used for another request. Send a new key with a new request."));
    }

    @Test
    void anUnluckyRow_doesNotFailItsNeighbours() {
        String taken = name();
        get(house.insert("things", named(taken)));
        String dangling = "{\"name\":\"" + name() + "\",\"parent\":\"" + uuid() + "\"}";
        List<Future<WrittenRow>> good = new ArrayList<>();
        List<Future<WrittenRow>> conflicts = new ArrayList<>();
        List<Future<WrittenRow>> missing = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            good.add(house.insert("things", named(name())));
            conflicts.add(house.insert("things", named(taken)));
            missing.add(house.insert("things", dangling));
        }

        good.forEach(answer -> assertThat(get(answer).version()).isEqualTo(1));
        conflicts.forEach(answer -> assertThat(failure(answer))
                .isEqualTo(new Failure(
                        "conflict",
                        409,
                        "Another resource has the same name, which must be unique.",
                        List.of(new FieldFault("/name", "unique", "is taken by another resource.")),
                        null,
                        null)));
        missing.forEach(answer -> assertThat(failure(answer).errors())
                .containsExactly(
                        new FieldFault("/parent", "reference-not-found", "refers to a resource that does not exist.")));
    }

    @Test
    void aValueThatIsTooLongForAnIndex_isRefused_andFailsNoNeighbour() {
        String fits = randomHex(2_600);
        List<Future<WrittenRow>> good = new ArrayList<>();
        List<Future<WrittenRow>> tooLong = new ArrayList<>();
        for (int length : List.of(6_000, 20_000, 400_000)) {
            good.add(house.insert("marks", "{\"mark\":\"" + uuid() + "\"}"));
            tooLong.add(house.insert("marks", "{\"mark\":\"" + randomHex(length) + "\"}"));
        }

        assertThat(get(house.insert("marks", "{\"mark\":\"" + fits + "\"}")).version())
                .isEqualTo(1);
        good.forEach(answer -> assertThat(get(answer).version()).isEqualTo(1));
        assertThat(tooLong).allSatisfy(answer -> {
            assertThat(failure(answer).code()).isEqualTo("constraint");
            assertThat(failure(answer).status()).isEqualTo(422);
            assertThat(failure(answer).detail()).contains("too long");
        });
    }

    /** Which cannot be compressed below a half. */
    private static String randomHex(int length) {
        byte[] bytes = new byte[length / 2];
        new Random(length).nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void whatOthersReferTo_cannotBeDeleted() {
        String parent = get(house.insert("things", named(name()))).id();
        get(house.insert("things", "{\"name\":\"" + name() + "\",\"parent\":\"" + parent + "\"}"));

        Failure refused = failure(house.delete("things", parent));

        assertThat(refused)
                .isEqualTo(new Failure(
                        "conflict", 409, "Some things refer to this resource. Delete or change them first."));
        assertThat(find(parent)).isNotNull();
    }

    @Test
    void theDatabase_holdsTheRulesToo() {
        Failure refused = failure(house.insert("things", "{\"name\":\"\",\"count\":1}"));

        assertThat(refused.code()).isEqualTo("constraint");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.errors().get(0).pointer()).isEqualTo("/name");
        assertThat(failure(house.insert("things", "{\"count\":1}"))
                        .errors()
                        .get(0)
                        .pointer())
                .isEqualTo("/name");
    }

    @Test
    void manyChangesOfOneRow_allHappen_oneAfterTheOther() {
        String id = get(house.insert("things", "{\"name\":\"" + name() + "\",\"count\":0}"))
                .id();
        List<Future<WrittenRow>> answers = IntStream.range(0, 50)
                .mapToObj(i ->
                        house.update("things", id, "{\"name\":\"" + id.substring(0, 12) + "\",\"count\":" + i + "}"))
                .toList();

        assertThat(answers.stream().map(answer -> get(answer).version()).toList())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(2, 51).mapToObj(Long::valueOf).toList());
        assertThat(query("SELECT count(DISTINCT version) FROM corebus.journal WHERE resource_id = '" + id + "'"))
                .containsExactly("51");
    }

    @Test
    void ofManyChangesOnOneVersion_oneWins() {
        String id = get(house.insert("things", named(name()))).id();
        List<Future<WrittenRow>> answers = IntStream.range(0, 30)
                .mapToObj(i -> house.update("things", id, named(name()), 1L))
                .toList();

        List<String> codes = answers.stream()
                .map(answer -> get(answer.transform(done -> Future.succeededFuture(
                        done.succeeded() ? "done" : failure(answer).code()))))
                .toList();
        assertThat(codes).containsOnlyOnce("done").contains("version-mismatch");
    }

    @Test
    void writesThatArriveTogether_shareStatements() {
        List<Future<WrittenRow>> answers = IntStream.range(0, 500)
                .mapToObj(i -> house.insert("things", named(name())))
                .toList();
        answers.forEach(StorageHouse::get);

        assertThat(house.meters
                        .get("corebus.storage.batch.writes")
                        .tags("feature", "things", "kind", "insert")
                        .summary()
                        .max())
                .isGreaterThan(20);
    }

    @Test
    void anUnknownFeature_isRefused() {
        assertThat(failure(house.insert("nothing", "{}")))
                .isEqualTo(new Failure("unknown-feature", 404, "There is no feature named 'nothing' here."));
    }

    @Test
    void whoKnowsTheRowsInAnotherShape_isRefused_beforeAnythingIsDone() {
        InsertRow other = new InsertRow("things", uuid(), Json.of(named(name())), uuid(), null, "another");

        Failure refused = failure(house.ask(StorageMessages.INSERT, other));

        assertThat(refused.code()).isEqualTo("descriptors-differ");
        assertThat(find(other.id())).isNull();
    }
}
