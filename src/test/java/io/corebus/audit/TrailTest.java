package io.corebus.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.audit.AuditMessages.EraseResource;
import io.corebus.audit.AuditMessages.Erased;
import io.corebus.audit.AuditMessages.FindTrail;
import io.corebus.audit.AuditMessages.ReadCheckpoint;
import io.corebus.audit.AuditMessages.ReadExport;
import io.corebus.audit.AuditMessages.ReadKeys;
import io.corebus.audit.AuditMessages.TrailPage;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FieldFault;
import io.corebus.storage.JournalMessages;
import io.corebus.storage.JournalMessages.AppendEntry;
import io.corebus.storage.JournalMessages.ErasePayloads;
import io.corebus.storage.JournalMessages.FindEntries;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the room answers about the trail, and to whom. */
class TrailTest {
    private static final FindTrail ALL = new FindTrail(null, null, null, null, null, null, null, null);

    private AuditHouse house;

    @BeforeEach
    void open() {
        house = AuditHouse.with(1);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void write() {
        house.journal.write("created", "r-1", null, "{\"name\": \"é\", \"value\": 1e5}");
        house.journal.write("updated", "r-1", "{\"value\": 1}", "{\"value\": 2}");
        house.journal.write("deleted", "r-2", "{\"value\": 3}", null);
        house.awaitSealed(3);
    }

    private TrailPage find(FindTrail query) {
        return house.ask(AuditMessages.FIND_TRAIL, query, house.caller("auditor"));
    }

    @Test
    void anEntry_isToldInTheWordsOfTheQuestion() {
        house.journal.write("created", "r-1", null, "{\"value\":1e5}");
        house.awaitSealed(1);

        JsonObject entry = new JsonArray(find(ALL).entries().toString()).getJsonObject(0);
        assertThat(entry.getString("at")).endsWith("Z");
        entry.remove("at");
        assertThat(entry.encode())
                .isEqualTo("{\"seq\":1,\"resource_type\":\"features\",\"resource_id\":\"r-1\",\"version\":1,"
                        + "\"action\":\"created\",\"user\":\"ada\",\"via\":\"http\","
                        + "\"trace\":\"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\","
                        + "\"command_id\":\"00000000-0000-4000-8000-000000000001\",\"after\":{\"value\":100000.0}}");
        assertThat(find(ALL).entries().toString()).contains("\"after\":{\"value\":1e5}");
    }

    @Test
    void anEntryWithoutASeal_hasNoNumber() {
        house.journal.hold(1);
        house.journal.write("created", "r-1", null, "{}");

        JsonObject entry = new JsonArray(find(ALL).entries().toString()).getJsonObject(0);
        assertThat(entry.containsKey("seq")).isFalse();
    }

    @Test
    void everyQuestion_isHandedOn_withTimesInUtc() {
        find(new FindTrail("f", "r", "u", "a", "2026-01-31T12:00:00+01:00", "2026-01-31t12:00:00.1234567z", 7, "0"));
        find(ALL);

        assertThat(house.journal.requests(FindEntries.class))
                .containsExactly(
                        new FindEntries(
                                "f", "r", "u", "a", "2026-01-31T11:00:00Z", "2026-01-31T12:00:00.123457Z", 7, "0"),
                        new FindEntries(null, null, null, null, null, null, 50, null));
    }

    @Test
    void pages_followEachOther() {
        write();

        TrailPage first = find(new FindTrail(null, null, null, null, null, null, 2, null));
        TrailPage second = find(new FindTrail(null, null, null, null, null, null, 2, first.next()));

        assertThat(new JsonArray(first.entries().toString())).hasSize(2);
        assertThat(new JsonArray(second.entries().toString())).hasSize(1);
        assertThat(second.next()).isNull();
    }

    @Test
    void badQuestions_areRefused() {
        assertThat(refusal(new FindTrail(null, null, null, null, null, null, 0, null)))
                .isEqualTo(new Failure("bad-query", 400, "limit must be between 1 and 1000, not 0."));
        assertThat(refusal(new FindTrail(null, null, null, null, null, null, 1_001, null))
                        .code())
                .isEqualTo("bad-query");
        for (String time : List.of("", "yesterday", "2026-02-30T00:00:00Z", "2026-01-01", "2026-01-01T00:00:00")) {
            assertThat(refusal(new FindTrail(null, null, null, null, time, null, null, null))
                            .detail())
                    .isEqualTo("since must be a point in time such as 2026-01-31T12:00:00Z (RFC 3339).");
        }
        assertThat(refusal(new FindTrail(null, null, null, null, null, "x", null, null))
                        .detail())
                .startsWith("until must be");
        assertThat(house.refusal(AuditMessages.READ_EXPORT, new ReadExport(0, true), house.caller("admin")))
                .isEqualTo(new Failure("bad-query", 400, "from must be the number of a seal, 1 or more."));
        assertThat(house.journal.requests(FindEntries.class)).isEmpty();
    }

    private Failure refusal(FindTrail query) {
        return house.refusal(AuditMessages.FIND_TRAIL, query, house.caller("auditor"));
    }

    @Test
    void whoMayReadAndErase() {
        write();
        Caller editor = house.caller("viewer", "editor");
        EraseResource erase = new EraseResource("c-1", "features", "r-1", "asked for");
        Failure forbidden = new Failure("forbidden", 403, "Only an admin or an auditor may read the audit trail.");

        assertThat(house.refusal(AuditMessages.FIND_TRAIL, ALL, editor)).isEqualTo(forbidden);
        assertThat(house.refusal(AuditMessages.READ_EXPORT, new ReadExport(1, true), editor))
                .isEqualTo(forbidden);
        assertThat(house.refusal(AuditMessages.READ_CHECKPOINT, new ReadCheckpoint(), editor))
                .isEqualTo(forbidden);
        assertThat(house.refusal(AuditMessages.READ_KEYS, new ReadKeys(), editor))
                .isEqualTo(forbidden);
        assertThat(house.refusal(AuditMessages.ERASE, erase, house.caller("auditor")))
                .isEqualTo(new Failure("forbidden", 403, "Only an admin may erase from the audit trail."));
        Caller nobody = Caller.anonymous("http", editor.trace(), java.time.Duration.ofSeconds(5));
        assertThat(house.refusal(AuditMessages.FIND_TRAIL, ALL, nobody))
                .isEqualTo(
                        new Failure("unauthenticated", 401, "The audit trail needs an access token. Sign in first."));
        assertThat(house.journal.requests(ErasePayloads.class)).isEmpty();
        assertThat(house.ask(AuditMessages.FIND_TRAIL, ALL, house.caller("admin"))
                        .next())
                .isNull();
    }

    @Test
    void whatIsDenied_isInTheTrail_beforeItIsAnswered() {
        Caller editor = house.caller("viewer", "editor");
        Caller scoped = new Caller(
                "ann", List.of("admin"), "t", List.of("read"), "http", editor.trace(), editor.deadlineNanos());
        EraseResource erase = new EraseResource("c-1", "features", "r-1", "asked for");

        house.refusal(AuditMessages.FIND_TRAIL, ALL, editor);
        house.refusal(AuditMessages.READ_EXPORT, new ReadExport(1, true), editor);
        house.refusal(AuditMessages.READ_CHECKPOINT, new ReadCheckpoint(), editor);
        house.refusal(AuditMessages.READ_KEYS, new ReadKeys(), editor);
        house.refusal(AuditMessages.ERASE, erase, scoped);
        assertThat(house.journal.requests(AppendEntry.class))
                .allSatisfy(entry -> {
                    assertThat(entry.feature()).isEqualTo("audit");
                    assertThat(entry.kind()).isEqualTo("denied");
                })
                .extracting(entry -> entry.detail().toString())
                .containsExactly(
                        "{\"action\":\"find\",\"code\":\"forbidden\"}",
                        "{\"action\":\"export\",\"code\":\"forbidden\"}",
                        "{\"action\":\"checkpoint\",\"code\":\"forbidden\"}",
                        "{\"action\":\"key\",\"code\":\"forbidden\"}",
                        "{\"action\":\"erase\",\"code\":\"insufficient-scope\"}");
        assertThat(house.journal.requests(AppendEntry.class))
                .extracting(AppendEntry::commandId)
                .doesNotHaveDuplicates();

        house.journal.fail(
                JournalMessages.APPEND_ENTRY, Failure.unavailable("storage-unavailable", "PostgreSQL is away."));
        assertThat(house.refusal(AuditMessages.FIND_TRAIL, ALL, editor).code()).isEqualTo("storage-unavailable");
    }

    @Test
    void whatIsNoDenial_leavesNoEntry() {
        Caller nobody = Caller.anonymous("http", house.caller().trace(), java.time.Duration.ofSeconds(5));

        house.refusal(AuditMessages.FIND_TRAIL, ALL, nobody);
        refusal(new FindTrail(null, null, null, null, null, null, 0, null));
        assertThat(house.journal.requests(AppendEntry.class)).isEmpty();
    }

    @Test
    void aCheckpoint_isTheNewestSealWithoutItsLeaves() {
        assertThat(house.refusal(AuditMessages.READ_CHECKPOINT, new ReadCheckpoint(), house.caller("auditor")))
                .isEqualTo(
                        new Failure("not-found", 404, "There is no seal yet. Try again when something was written."));
        write();
        house.journal.write("created", "r-9", null, "{}");
        house.awaitSealed(4);

        JsonObject head =
                new JsonObject(house.ask(AuditMessages.READ_CHECKPOINT, new ReadCheckpoint(), house.caller("auditor"))
                        .head()
                        .toString());

        var newest = house.journal.seals().get(house.journal.seals().size() - 1);
        assertThat(head.fieldNames())
                .containsExactly(
                        "type",
                        "format",
                        "number",
                        "first_seq",
                        "count",
                        "root",
                        "previous",
                        "at",
                        "kid",
                        "hash",
                        "signature");
        assertThat(head.getLong("number")).isEqualTo(newest.number());
        assertThat(head.getString("hash")).isEqualTo(newest.hash());
        assertThat(head.getString("signature")).isEqualTo(newest.signature());
    }

    @Test
    void anErasure_isDoneOnce_andTheTrailStillHolds(@TempDir Path directory) throws Exception {
        write();
        EraseResource erase = new EraseResource("c-1", "features", "r-1", " asked for ");

        assertThat(house.ask(AuditMessages.ERASE, erase, house.caller("admin"))).isEqualTo(new Erased(2, false));
        assertThat(house.ask(AuditMessages.ERASE, erase, house.caller("admin"))).isEqualTo(new Erased(2, true));
        house.awaitSealed(4);

        assertThat(house.journal.requests(ErasePayloads.class).get(0))
                .isEqualTo(new ErasePayloads("c-1", "features", "r-1", "asked for"));
        assertThat(house.verify(directory))
                .isEqualToNormalizingNewlines("0 Erased payloads: 2, each with an entry that says so.\n"
                        + "No checkpoint was given: it would not be noticed if the end of the trail was cut off.\n"
                        + "VERIFIED: the trail holds up to entry 4, seal "
                        + house.journal.seals().size() + " of "
                        + house.journal
                                .seals()
                                .get(house.journal.seals().size() - 1)
                                .at() + ".\n");
        String trail = find(ALL).entries().toString();
        assertThat(trail).contains("\"erased\":true").doesNotContain("é");
    }

    @Test
    void anErasureThatSaysTooLittle_isRefused() {
        EraseResource erase = new EraseResource("c-1", " ", "x".repeat(201), "a\0b");

        Failure refused = house.refusal(AuditMessages.ERASE, erase, house.caller("admin"));

        assertThat(refused.code()).isEqualTo("validation");
        assertThat(refused.detail()).isEqualTo("The body has 3 faults.");
        assertThat(refused.errors())
                .containsExactly(
                        new FieldFault("/resource_type", "required", "must say something."),
                        new FieldFault("/resource_id", "max-length", "must have at most 200 characters."),
                        new FieldFault("/reason", "characters", "must not contain the character U+0000."));
        assertThat(house.journal.requests(ErasePayloads.class)).isEmpty();
    }

    @Test
    void anExport_comesInPages_ofWholeSeals(@TempDir Path directory) throws Exception {
        for (int i = 0; i < 60; i++) {
            house.journal.write("created", "r-" + i, null, "{\"n\": " + i + "}");
            house.awaitSealed(i + 1);
        }
        String whole = house.export();

        assertThat(whole.lines().filter(line -> line.startsWith("{\"type\":\"export\"")))
                .containsExactly("{\"type\":\"export\",\"format\":1,\"from\":1}");
        assertThat(whole.lines().filter(line -> line.startsWith("{\"type\":\"entry\"")))
                .hasSize(60);
        assertThat(house.verify(directory)).startsWith("0 ");
        AuditMessages.ExportPage second =
                house.ask(AuditMessages.READ_EXPORT, new ReadExport(51, false), house.caller("admin"));
        assertThat(second.lines()).startsWith("{\"type\":\"seal\",\"number\":51,");
        assertThat(second.next()).isEqualTo(house.journal.seals().size() + 1L);
        AuditMessages.ExportPage end =
                house.ask(AuditMessages.READ_EXPORT, new ReadExport(second.next(), false), house.caller("admin"));
        assertThat(end).isEqualTo(new AuditMessages.ExportPage("", null));
    }
}
