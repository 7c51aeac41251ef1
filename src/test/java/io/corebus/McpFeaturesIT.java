package io.corebus;

import static io.corebus.McpSite.id;
import static io.corebus.McpSite.note;
import static io.corebus.McpSite.notes;
import static io.corebus.McpSite.one;
import static io.corebus.McpSite.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What agents are offered, over HTTP, by all rooms with a real PostgreSQL and a real Redis. */
class McpFeaturesIT {
    private static final int MANY = 100_000;
    private static Api admin;
    private static McpAgent agent;

    @BeforeAll
    static void start() {
        admin = McpSite.node().admin();
        agent = McpAgent.of(admin);
    }

    private static McpAgent inEra(String era) {
        return era.equals("stateless") ? agent : agent.initialized();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stateless", "initialized"})
    void anAgent_findsItsWay_andReads(String era) {
        McpAgent reader = inEra(era);
        String mark = UUID.randomUUID().toString();
        JsonNode first = note("{\"title\":\"" + mark + "\",\"status\":\"done\",\"salary\":7}");
        note("{\"title\":\"" + mark + "\",\"status\":\"review\"}");
        note("{\"title\":\"" + mark + "\"}");

        assertThat(reader.tools())
                .containsExactly(
                        "list_features",
                        "describe_feature",
                        "query_records",
                        "get_record",
                        "count_records",
                        "record_history",
                        "create_record",
                        "update_record",
                        "delete_record");
        assertThat(reader.done("query_records", "{\"feature\":\"tasks\",\"expand\":[\"project_id\"],\"limit\":1}")
                        .has("included"))
                .isTrue();
        JsonNode listed = reader.done("list_features", "{}").get("features");
        assertThat(texts(listed, "feature")).containsExactly("features", "notes", "projects", "tasks");
        JsonNode described = reader.done("describe_feature", "{\"feature\":\"notes\"}");
        assertThat(described.at("/schema/properties/status/enum")).hasSize(3);
        assertThat(described.get("searched_by_q")).hasToString("[\"title\"]");
        assertThat(reader.done("get_record", one(first)).at("/record/title").asText())
                .isEqualTo(mark);
        String filter = "\"filter\":\"title==" + mark + ";status!=draft\"";
        assertThat(reader.done("count_records", notes(filter)).toString()).isEqualTo("{\"count\":2,\"exact\":true}");
        String words = "\"q\":\"" + mark + "\"";
        assertThat(reader.done("query_records", notes(words)).get("records")).hasSize(3);
        assertThat(reader.done("count_records", notes(words)).get("count").asInt())
                .isEqualTo(3);
        JsonNode page = reader.done("query_records", notes(filter + ",\"sort\":\"-status\",\"limit\":1"));
        assertThat(page.at("/records/0/status").asText()).isEqualTo("review");
        String cursor = "\"cursor\":\"" + page.get("next").asText() + "\"";
        JsonNode next = reader.done("query_records", notes(filter + ",\"sort\":\"-status\",\"limit\":1," + cursor));
        assertThat(texts(next.get("records"), "status")).containsExactly("done");
        assertThat(next.get("next").isNull()).isTrue();
    }

    @Test
    void aPage_isCutAtTheCap_andGoesOnBehindIt() {
        String mark = UUID.randomUUID().toString();
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            made.add(id(note("{\"title\":\"" + mark + "\",\"text\":\"" + "x".repeat(9_000) + "\"}")));
        }
        List<String> seen = new ArrayList<>();
        String cursor = "";
        for (int pages = 0; pages < 8 && cursor != null; pages++) {
            JsonNode result = agent.call("query_records", notes("\"filter\":\"title==" + mark + "\"" + cursor));
            assertThat(bytes(result.at("/content/0/text").asText())).isLessThanOrEqualTo(25_100);
            JsonNode page = result.at("/structuredContent/result");
            if (!page.get("next").isNull()) {
                assertThat(page.get("hint").asText()).contains("25000 bytes").contains("cursor");
            }
            seen.addAll(texts(page.get("records"), "id"));
            cursor = page.get("next").isNull()
                    ? null
                    : ",\"limit\":" + (8 - seen.size()) + ",\"cursor\":\""
                            + page.get("next").asText() + "\"";
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(made);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "query_records {\"limit\":100}",
                "query_records {\"limit\":100,\"sort\":\"-value,name\"}",
                "query_records {\"limit\":100,\"filter\":\"value=ge=500\",\"sort\":\"-created_at\"}",
                "query_records {\"limit\":100,\"fields\":[\"name\"]}",
                "count_records {\"estimated\":true}",
                "count_records {\"filter\":\"value=lt=500\"}"
            })
    void noResult_isAboveTheCap_howeverManyRecordsThereAre(String call) throws SQLException {
        assertThat(McpSite.fill(MANY)).isGreaterThanOrEqualTo(MANY);
        String tool = call.substring(0, call.indexOf(' '));
        String arguments = call.substring(tool.length() + 2);
        JsonNode result = agent.call(tool, "{\"feature\":\"features\"," + arguments);
        assertThat(result.get("isError").booleanValue()).as(result.toString()).isFalse();
        assertThat(bytes(result.at("/content/0/text").asText())).isBetween(50, 25_100);
        String listed = agent.result("resources/read", "{\"uri\":\"corebus://features\"}")
                .get("contents")
                .toString();
        assertThat(bytes(listed)).isLessThan(2 * 25_100);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    @Test
    void aCreate_thatIsRepeated_isDoneOnce() {
        String arguments = notes("\"data\":{\"title\":\"once\"},\"idempotency_key\":\"" + UUID.randomUUID() + "\"");
        JsonNode first = agent.done("create_record", arguments);
        JsonNode again = agent.initialized().done("create_record", arguments);
        assertThat(id(again)).isEqualTo(id(first));
        assertThat(first.get("repeated").booleanValue()).isFalse();
        assertThat(again.get("repeated").booleanValue()).isTrue();
        JsonNode other = agent.fault("create_record", arguments.replace("once", "twice"));
        assertThat(other.get("code").asText()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(admin.get("/api/notes/" + id(first)).json().get("title").asText())
                .isEqualTo("once");
    }

    @Test
    void anUpdate_ofAnOldVersion_isAFault_thatNamesTheNewOne() {
        JsonNode note = note("{\"title\":\"a\"}");
        JsonNode done = agent.done("update_record", one(note, "\"version\":1,\"changes\":{\"title\":\"b\"}"));
        assertThat(done.get("version").asInt()).isEqualTo(2);
        assertThat(done.at("/record/title").asText()).isEqualTo("b");

        JsonNode late = agent.call("update_record", one(note, "\"version\":1,\"changes\":{\"title\":\"c\"}"))
                .get("structuredContent");
        assertThat(late.at("/error/code").asText()).isEqualTo("VERSION_MISMATCH");
        assertThat(late.at("/error/retryable").booleanValue()).isFalse();
        assertThat(late.at("/error/hint").asText()).startsWith("Read the record again");
        assertThat(late.at("/details/current_version").asInt()).isEqualTo(2);
        assertThat(admin.get("/api/notes/" + id(note)).json().get("title").asText())
                .isEqualTo("b");
    }

    @Test
    void theHistory_tellsWhatChanged_byWhom_andThroughWhichDoor() {
        JsonNode note = note("{\"title\":\"a\",\"salary\":1}");
        agent.done("update_record", one(note, "\"version\":1,\"changes\":{\"title\":\"b\"}"));
        agent.done("get_record", one(note));
        agent.done("delete_record", one(note, "\"version\":2"));

        JsonNode changes = agent.done("record_history", one(note)).get("changes");
        assertThat(texts(changes, "kind")).containsExactly("deleted", "updated", "created");
        assertThat(texts(changes, "via")).containsExactly("mcp", "mcp", "http");
        assertThat(changes.at("/1/values").toString()).isEqualTo("{\"title\":\"b\"}");
        assertThat(changes.toString()).doesNotContain("salary");
    }

    @Test
    void aDeletion_isDone_whereItsUserAgrees() {
        JsonNode kept = note("{\"title\":\"kept\"}");
        JsonNode gone = note("{\"title\":\"gone\"}");
        McpAgent asking = agent.withUser();

        JsonNode question = asking.call("delete_record", one(gone, "\"version\":1"));
        assertThat(question.get("resultType").asText()).isEqualTo("input_required");
        assertThat(question.at("/inputRequests/answer/params/message").asText())
                .contains(id(gone))
                .endsWith("title \"gone\"");
        String yes = "{\"action\":\"accept\",\"content\":{\"confirm\":true}}";
        JsonNode moved = message(asking, one(kept, "\"version\":1"), question, yes);
        assertThat(moved.at("/error/code").asInt()).isEqualTo(-32602);
        assertThat(admin.get("/api/notes/" + id(gone)).status()).isEqualTo(200);
        JsonNode declined =
                asking.answered("delete_record", one(gone, "\"version\":1"), question, "{\"action\":\"decline\"}");
        assertThat(declined.at("/structuredContent/result/deleted").booleanValue())
                .isFalse();
        JsonNode deleted = asking.answered("delete_record", one(gone, "\"version\":1"), question, yes);
        assertThat(deleted.at("/structuredContent/result/deleted").booleanValue())
                .isTrue();

        assertThat(admin.get("/api/notes/" + id(gone)).status()).isEqualTo(404);
        assertThat(admin.get("/api/notes/" + id(kept)).status()).isEqualTo(200);
    }

    private static JsonNode message(McpAgent asking, String arguments, JsonNode question, String answer) {
        ObjectNode params = McpAgent.json("{\"name\":\"delete_record\"}");
        params.set("arguments", McpAgent.json(arguments));
        params.set("requestState", question.get("requestState"));
        params.putObject("inputResponses").set("answer", McpAgent.json(answer));
        return asking.message("tools/call", params);
    }

    @Test
    void aDryRun_writesNothing() {
        JsonNode note = note("{\"title\":\"a\"}");
        long before = admin.get("/api/notes?limit=1&count=exact")
                .json()
                .at("/page/count")
                .asLong();
        JsonNode created = agent.done("create_record", notes("\"data\":{\"title\":\"n\"},\"dry_run\":true"));
        assertThat(created.at("/diff/title/after").asText()).isEqualTo("n");
        JsonNode updated =
                agent.done("update_record", one(note, "\"version\":1,\"changes\":{\"title\":\"b\"},\"dry_run\":true"));
        assertThat(updated.get("diff").toString()).isEqualTo("{\"title\":{\"before\":\"a\",\"after\":\"b\"}}");
        agent.withUser().done("delete_record", one(note, "\"version\":1,\"dry_run\":true"));
        JsonNode wrong = agent.fault("create_record", notes("\"data\":{\"title\":\"\"},\"dry_run\":true"));
        assertThat(wrong.get("code").asText()).isEqualTo("VALIDATION");
        assertThat(wrong.get("field").asText()).isEqualTo("title");

        assertThat(admin.get("/api/notes?limit=1&count=exact")
                        .json()
                        .at("/page/count")
                        .asLong())
                .isEqualTo(before);
        assertThat(admin.get("/api/notes/" + id(note)).text())
                .contains("\"title\":\"a\"")
                .contains("\"version\":1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stateless", "initialized"})
    void resources_promptsAndCompletions_areThere(String era) {
        McpAgent reader = inEra(era);
        JsonNode note = note("{\"title\":\"a\",\"salary\":3}");

        assertThat(texts(reader.result("resources/list", "{}").get("resources"), "uri"))
                .contains("corebus://features", "corebus://notes", "corebus://notes/schema", "corebus://tasks");
        assertThat(texts(reader.result("resources/templates/list", "{}").get("resourceTemplates"), "uriTemplate"))
                .containsExactly("corebus://{feature}", "corebus://{feature}/schema", "corebus://{feature}/{id}");
        assertThat(read(reader, "corebus://notes/" + id(note)).get("title").asText())
                .isEqualTo("a");
        assertThat(texts(read(reader, "corebus://notes").get("records"), "id")).contains(id(note));
        assertThat(read(reader, "corebus://notes/schema").at("/properties").has("salary"))
                .isFalse();
        assertThat(texts(read(reader, "corebus://features").get("features"), "feature"))
                .contains("notes");
        assertThat(texts(reader.result("prompts/list", "{}").get("prompts"), "name"))
                .containsExactly("explore_feature", "investigate_change", "bulk_fix");
        String prompt = reader.result(
                        "prompts/get", "{\"name\":\"explore_feature\",\"arguments\":{\"feature\":\"notes\"}}")
                .at("/messages/0/content/text")
                .asText();
        assertThat(prompt).startsWith("Explore the feature \"notes\"");
        assertThat(completed(reader, "feature", "no", "{}")).containsExactly("notes");
        assertThat(completed(reader, "id", id(note).substring(0, 30), "{\"feature\":\"notes\"}"))
                .contains(id(note));
        assertThat(completed(reader, "value", "d", "{\"feature\":\"notes\",\"field\":\"status\"}"))
                .containsExactly("draft", "done");
    }

    private static JsonNode read(McpAgent reader, String uri) {
        return McpAgent.json(reader.result("resources/read", "{\"uri\":\"" + uri + "\"}")
                .at("/contents/0/text")
                .asText());
    }

    private static List<String> completed(McpAgent reader, String name, String begun, String others) {
        JsonNode result = reader.result(
                "completion/complete",
                "{\"ref\":{\"type\":\"ref/prompt\",\"name\":\"bulk_fix\"},\"argument\":{\"name\":\"" + name
                        + "\",\"value\":\"" + begun + "\"},\"context\":{\"arguments\":" + others + "}}");
        List<String> values = new ArrayList<>();
        result.at("/completion/values").forEach(value -> values.add(value.asText()));
        return values;
    }

    @Test
    void aListener_hearsOfAChangeOverRest_andNotOfWhatIsOnlyRead() throws Exception {
        JsonNode note = note("{\"title\":\"a\"}");
        String uri = "corebus://notes/" + id(note);
        try (McpAgent.Stream stream = agent.listen(uri)) {
            awaitSilence(stream);
            agent.done("get_record", one(note));
            agent.done("update_record", one(note, "\"version\":1,\"changes\":{\"title\":\"x\"},\"dry_run\":true"));
            assertThat(stream.next(600)).isNull();
            admin.patch("/api/notes/" + id(note), "{\"title\":\"b\"}");
            JsonNode heard = stream.next(5_000);
            assertThat(heard.path("method").asText()).isEqualTo("notifications/resources/updated");
            assertThat(heard.at("/params/uri").asText()).isEqualTo(uri);
        }
    }

    /** That the record was created may be sealed, and heard of, only after somebody listens. */
    private static void awaitSilence(McpAgent.Stream stream) throws Exception {
        McpSite.node().servers().awaitSealed();
        while (stream.next(600) != null) {
            // Of what was done before.
        }
    }

    @Test
    void aThousandListeners_hearOfAChange_onceEach_whileOthersAreServed() throws Exception {
        JsonNode note = note("{\"title\":\"followed\"}");
        String uri = "corebus://notes/" + id(note);
        try (McpCrowd crowd = McpCrowd.listening(admin, uri, 1_000)) {
            crowd.awaitSilence();
            long began = System.nanoTime();
            agent.done("update_record", one(note, "\"version\":1,\"changes\":{\"title\":\"changed\"}"));
            assertThat(agent.done("get_record", one(note)).at("/record/title").asText())
                    .isEqualTo("changed");
            assertThat(System.nanoTime() - began).isLessThan(5_000_000_000L);
            crowd.awaitUpdates(1);
            Thread.sleep(1_000); // Whatever would come twice.
            assertThat(crowd.listenersByUpdates()).isEqualTo(Map.of(1, 1_000L));
        }
    }
}
