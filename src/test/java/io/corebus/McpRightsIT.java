package io.corebus;

import static io.corebus.McpSite.id;
import static io.corebus.McpSite.note;
import static io.corebus.McpSite.notes;
import static io.corebus.McpSite.one;
import static io.corebus.McpSite.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.Api.Answer;
import io.corebus.testing.Injections.Injection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What agents may do, and what is written down of it. */
class McpRightsIT {
    private static final List<String> WRITE_TOOLS = List.of("create_record", "update_record", "delete_record");
    private static TestNode node;
    private static Api admin;
    private static Api viewer;
    private static McpAgent agent;

    @BeforeAll
    static void start() {
        node = McpSite.node();
        admin = node.admin();
        viewer = node.user("viewer");
        agent = McpAgent.of(admin);
    }

    @Test
    void aTokenForReading_listsNoToolThatWrites_andIsRefusedEach() {
        Answer issued = admin.post("/api/me/tokens", "{\"name\":\"reader\",\"scopes\":[\"read\"]}");
        McpAgent reader = McpAgent.of(admin.as(issued.json().get("token").asText()));
        JsonNode note = note("{\"title\":\"a\"}");

        assertThat(reader.tools()).doesNotContainAnyElementsOf(WRITE_TOOLS).contains("get_record");
        assertThat(reader.done("get_record", one(note)).at("/record/title").asText())
                .isEqualTo("a");
        String changes = "\"version\":1,\"changes\":{\"title\":\"b\"}";
        Map<String, String> writes = Map.of(
                "create_record", notes("\"data\":{\"title\":\"b\"}"),
                "update_record", one(note, changes),
                "delete_record", one(note));
        writes.forEach((tool, arguments) -> {
            assertThat(reader.outcome(tool, arguments)).as(tool).isEqualTo("INSUFFICIENT_SCOPE");
            assertThat(reader.outcome(tool, arguments.replaceAll("}$", ",\"dry_run\":true}")))
                    .as(tool)
                    .isEqualTo("INSUFFICIENT_SCOPE");
        });
        assertThat(admin.get("/api/notes/" + id(note)).json().get("version").asInt())
                .isEqualTo(1);
    }

    @Test
    void everyCall_isOneEntryOfTheTrail() {
        Api user = node.user("viewer");
        String who = user.get("/api/me").json().get("id").asText();
        McpAgent reader = McpAgent.of(user);
        JsonNode note = note("{\"title\":\"a\"}");
        reader.done("list_features", "{}");
        reader.done("get_record", one(note));
        reader.fault("create_record", notes("\"data\":{\"title\":\"private words\"}"));
        reader.fault("get_record", "{}");
        reader.result("resources/read", "{\"uri\":\"corebus://notes/" + id(note) + "\"}");

        String path = "/api/audit?limit=100&action=tool-called&user=" + who;
        await().untilAsserted(
                        () -> assertThat(admin.get(path).json().get("data")).hasSize(5));
        JsonNode entries = admin.get(path).json().get("data");
        assertThat(entries.toString()).doesNotContain("private words");
        assertThat(texts(entries, "via")).containsOnly("mcp");
        List<String> seen = new ArrayList<>();
        for (JsonNode entry : entries) {
            JsonNode detail = entry.at("/after");
            seen.add(detail.path("tool").asText() + " " + detail.path("outcome").asText());
            assertThat(detail.path("arguments_hash").asText()).hasSize(43);
        }
        assertThat(seen)
                .containsExactlyInAnyOrder(
                        "list_features ok",
                        "get_record ok",
                        "create_record forbidden",
                        "get_record validation",
                        "resources/read ok");
    }

    @Test
    void whatIsHiddenFromAgents_isNowhere() {
        JsonNode note = note("{\"title\":\"a\",\"salary\":4711}");
        List<String> shown = List.of(
                agent.done("describe_feature", "{\"feature\":\"notes\"}").toString(),
                agent.done("get_record", one(note)).toString(),
                agent.done("query_records", notes("\"filter\":\"id==" + id(note) + "\""))
                        .toString(),
                agent.done("record_history", one(note)).toString(),
                agent.done("delete_record", one(note, "\"dry_run\":true")).toString(),
                agent.result("tools/list", "{}").toString());
        assertThat(shown).noneMatch(text -> text.contains("salary") || text.contains("4711"));
        assertThat(agent.outcome("query_records", notes("\"filter\":\"salary=gt=4000\"")))
                .isEqualTo("BAD_QUERY");
        assertThat(agent.outcome("query_records", notes("\"sort\":\"-salary\"")))
                .isEqualTo("BAD_QUERY");
        assertThat(agent.outcome("count_records", notes("\"filter\":\"salary==4711\"")))
                .isEqualTo("BAD_QUERY");
        assertThat(agent.outcome("get_record", one(note, "\"fields\":[\"salary\"]")))
                .isEqualTo("VALIDATION");
        assertThat(agent.outcome("update_record", one(note, "\"version\":1,\"changes\":{\"salary\":1}")))
                .isEqualTo("VALIDATION");
        JsonNode done = agent.done("update_record", one(note, "\"version\":1,\"changes\":{\"title\":\"b\"}"));
        assertThat(done.toString()).doesNotContain("salary");
        assertThat(admin.get("/api/notes/" + id(note)).json().get("salary").asInt())
                .isEqualTo(4711);
    }

    /** What is written in a record neither adds rights nor turns a call to another record, and is shown as it is. */
    @ParameterizedTest
    @FieldSource("io.corebus.testing.Injections#ALL")
    void instructionsInARecord_changeNothing(Injection injection) {
        String text = injection.text();
        McpAgent reader = McpAgent.of(viewer);
        JsonNode note =
                note(McpAgent.json("{}").put("title", text).put("text", text).toString());
        JsonNode other = note("{\"title\":\"other\"}");
        List<String> before = reader.tools();

        JsonNode seen = reader.done("get_record", one(note)).get("record");
        assertThat(seen.get("text").asText()).isEqualTo(injection.shown());
        assertThat(reader.done("query_records", notes("\"filter\":\"id==" + id(note) + "\""))
                        .get("records"))
                .hasSize(1);
        assertThat(reader.tools()).isEqualTo(before);
        for (JsonNode each : List.of(note, other)) {
            assertThat(reader.outcome("delete_record", one(each))).isEqualTo("RULE_NOT_MET");
            assertThat(admin.get("/api/notes/" + id(each)).json().get("version").asInt())
                    .isEqualTo(1);
        }
    }

    @Test
    void charactersThatHide_areWrittenOut() {
        JsonNode note = note("{\"title\":\"a\\u202eb\\u200bc\"}");
        assertThat(agent.done("get_record", one(note)).at("/record/title").asText())
                .isEqualTo("a[U+202E]b[U+200B]c");
        String question = agent.withUser()
                .call("delete_record", one(note))
                .at("/inputRequests/answer/params/message")
                .asText();
        assertThat(question).contains("a[U+202E]b[U+200B]c");
    }

    /** What the list shows is what a call does, which is what REST answers. */
    @ParameterizedTest
    @ValueSource(strings = {"admin", "viewer", "editor", "editor,viewer", "guest", "writer", "reporter", "desk", ""})
    void everyRight_isTheSame_inTheList_inACall_andOverRest(String roles) {
        Api user = roles.equals("admin") ? admin : node.user(roles.isEmpty() ? new String[0] : roles.split(","));
        McpAgent caller = McpAgent.of(user);
        Map<String, String> listed = listed(caller);
        Set<String> verbs = new HashSet<>();
        for (McpMatrix.Row row : McpMatrix.rows(admin, user)) {
            String actions = listed.getOrDefault(row.feature(), "");
            for (String verb : McpMatrix.VERBS) {
                boolean shown = actions.contains("\"" + verb + "\"");
                String rest = row.overRest(verb);
                String called = row.called(caller, verb);
                String what = roles + " " + verb + " " + row.feature() + " " + row.kind();
                if (row.offers(verb)) {
                    assertThat(called).as(what).isEqualTo(rest);
                    // A rule may refuse this row although another one could be taken.
                    assertThat(shown ? called : "FORBIDDEN").as(what).isEqualTo(shown ? called : rest);
                    assertThat(shown && rest.equals("FORBIDDEN")).as(what).isFalse();
                } else {
                    assertThat(called).as(what).isEqualTo("TOOL_NOT_OFFERED");
                    assertThat(shown).as(what).isFalse();
                }
                if (shown) {
                    verbs.add(verb);
                }
            }
        }
        assertThat(caller.tools().containsAll(List.of("query_records"))).isEqualTo(verbs.contains("search"));
        for (String verb : List.of("create", "update", "delete")) {
            assertThat(caller.tools().contains(verb + "_record")).as(verb).isEqualTo(verbs.contains(verb));
        }
    }

    private static Map<String, String> listed(McpAgent caller) {
        Map<String, String> listed = new HashMap<>();
        caller.done("list_features", "{}")
                .get("features")
                .forEach(entry -> listed.put(
                        entry.get("feature").asText(), entry.get("actions").toString()));
        return listed;
    }
}
