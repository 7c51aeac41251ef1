package io.corebus;

import static io.corebus.McpSite.id;
import static io.corebus.McpSite.made;
import static io.corebus.McpSite.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a descriptor hides from agents they cannot find out either; nor can a caller find out what it may not read. */
class McpHiddenFieldsIT {
    private static TestNode node;
    private static Api admin;
    private static McpAgent editor;
    private static McpAgent guest;

    @BeforeAll
    static void start() {
        Map<String, String> unlimited =
                Map.of("COREBUS_MCP_CALLS_PER_SECOND", "100000", "COREBUS_MCP_CALLS_BURST", "100000");
        node = TestNode.start("mcp-hidden", Path.of("src/test/resources/agents"), unlimited);
        admin = node.admin();
        editor = McpAgent.of(node.user("viewer", "editor"));
        guest = McpAgent.of(node.user("guest"));
    }

    @AfterAll
    static void stop() {
        node.stop();
    }

    private static String name() {
        return "n-" + UUID.randomUUID();
    }

    private static JsonNode member(String name, String more) {
        return made(admin, "staff", "{\"name\":\"" + name + "\"" + more + "}");
    }

    private static String staff(String rest) {
        return "{\"feature\":\"staff\"," + rest + "}";
    }

    private static String filter(String filter) {
        return staff("\"filter\":\"" + filter.replace("\\", "\\\\").replace("\"", "\\\"") + "\"");
    }

    private static String one(JsonNode record, String rest) {
        return staff("\"id\":\"" + id(record) + "\"" + rest);
    }

    private static String update(JsonNode record, String changes) {
        return one(record, ",\"version\":" + record.get("version") + ",\"changes\":" + changes);
    }

    private static String dry(String arguments) {
        return arguments.substring(0, arguments.length() - 1) + ",\"dry_run\":true}";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "grade==9",
                "\"grade\"==9",
                "'grade'=gt=1",
                "(\"grade\"==9)",
                "name==*;\"code\"==C*",
                "\"code\"=in=(C1)",
                "\"code\"==null",
                "\"gr\\ade\"==9",
                "\"grad\"==1"
            })
    void aHiddenField_isNone_howeverAFilterWritesIt(String filter) {
        for (String tool : new String[] {"query_records", "count_records"}) {
            JsonNode fault = editor.fault(tool, filter(filter));
            assertThat(fault.path("code").asText()).isEqualTo("BAD_QUERY");
            assertThat(fault.path("message").asText())
                    .startsWith("There is no field")
                    .doesNotContain("ean grade");
        }
        String typed = filter(filter).replace("\"feature\":\"staff\",", "");
        assertThat(editor.outcome("staff_search", typed)).isEqualTo("BAD_QUERY");
    }

    @Test
    void overRest_itIsAFieldLikeOthers() {
        String name = name();
        member(name, ",\"grade\":4");
        String path = "/api/staff?filter=grade==4;name==" + name;
        assertThat(admin.get(path).json().at("/data/0/grade").asInt()).isEqualTo(4);
    }

    @Test
    void aTextThatLooksLikeAFilter_isAText() {
        for (String filter : new String[] {"name==\"a<b\"", "name==\"x == y\"", "name==\"grade=in=b\""}) {
            assertThat(editor.outcome("count_records", filter(filter))).isEqualTo("ok");
        }
    }

    @Test
    void aRuleOverAHiddenField_isNotTold() {
        JsonNode high = member(name(), ",\"grade\":9");
        String changes = update(high, "{\"team\":\"blue\"}");
        for (String arguments : new String[] {changes, dry(changes)}) {
            JsonNode fault = editor.fault("update_record", arguments);
            assertThat(fault.path("code").asText()).isEqualTo("RULE_NOT_MET");
            assertThat(fault.toString()).doesNotContain("grade");
        }
    }

    @Test
    void aConflict_doesNotNameAHiddenField_andADryRunFindsIt() {
        String name = name();
        member(name, ",\"code\":\"C1\"");
        JsonNode other = member(name(), ",\"code\":\"C1\"");
        String changes = update(other, "{\"name\":\"" + name + "\"}");
        for (String arguments : new String[] {dry(changes), changes}) {
            JsonNode result = editor.call("update_record", arguments).get("structuredContent");
            assertThat(result.at("/error/code").asText()).isEqualTo("CONFLICT");
            assertThat(result.at("/details/errors")).hasSize(1);
            assertThat(result.at("/error/message").asText() + result.get("details"))
                    .doesNotContain("\"code\":\"C1")
                    .doesNotContain("\"field\":\"code\"");
        }
    }

    @Test
    void aDryRun_findsWhatIsReferredTo_andByWhom() {
        String unknown = staff("\"data\":{\"name\":\"" + name() + "\",\"boss\":\"" + UUID.randomUUID() + "\"}");
        assertThat(editor.outcome("create_record", dry(unknown))).isEqualTo("REFERENCE_NOT_FOUND");
        assertThat(editor.outcome("create_record", unknown)).isEqualTo("REFERENCE_NOT_FOUND");

        JsonNode boss = member(name(), "");
        member(name(), ",\"boss\":\"" + id(boss) + "\"");
        assertThat(editor.outcome("delete_record", dry(one(boss, "")))).isEqualTo("CONFLICT");
        assertThat(editor.outcome("delete_record", one(boss, ""))).isEqualTo("CONFLICT");
    }

    @Test
    void fieldsThatACallerMayNotRead_areNamedNowhere() {
        String completion = "{\"ref\":{\"type\":\"ref/prompt\",\"name\":\"explore_feature\"},\"argument\":{\"name\":";
        String context = ",\"value\":\"\"},\"context\":{\"arguments\":{\"feature\":\"staff\",\"field\":\"team\"}}}";
        JsonNode fields = guest.result("completion/complete", completion + "\"field\"" + context);
        assertThat(fields.at("/completion/values").toString()).isEqualTo("[\"name\",\"boss\"]");
        JsonNode values = guest.result("completion/complete", completion + "\"value\"" + context);
        assertThat(values.at("/completion/values")).isEmpty();

        JsonNode schema = guest.result("resources/read", "{\"uri\":\"corebus://staff/schema\"}");
        assertThat(schema.toString()).contains("boss").doesNotContain("contact").doesNotContain("team");
        JsonNode described = guest.done("describe_feature", "{\"feature\":\"staff\"}");
        assertThat(described.toString())
                .contains("boss")
                .doesNotContain("contact")
                .doesNotContain("team");
        JsonNode tools = guest.result("tools/list", "{}").get("tools");
        assertThat(texts(tools, "name")).contains("staff_get").doesNotContain("staff_create");
        assertThat(tools.toString()).contains("boss").doesNotContain("contact").doesNotContain("team");
        assertThat(editor.result("tools/list", "{}").toString())
                .contains("contact")
                .doesNotContain("grade");
    }

    @Test
    void aListInOrderOfLongTexts_goesOn() {
        String prefix = name();
        for (int i = 0; i < 3; i++) {
            member(prefix + "x".repeat(2_900) + i, "");
        }
        String query = "\"filter\":\"name==" + prefix + "*\",\"sort\":\"name\",\"fields\":[\"name\"]";
        JsonNode first = editor.done("query_records", staff(query + ",\"limit\":1"));
        JsonNode rest = editor.done("query_records", staff(query + ",\"cursor\":" + first.get("next")));
        assertThat(first.get("records")).hasSize(1);
        assertThat(rest.get("records")).hasSize(2);
    }

    @Test
    void aRepeat_isOne_howeverItsArgumentsAreWritten() {
        String key = ",\"idempotency_key\":\"" + UUID.randomUUID() + "\"";
        String name = name();
        JsonNode created = editor.done(
                "create_record", staff("\"data\":{\"name\":\"" + name + "\",\"contact\":{\"a\":1,\"b\":2}}" + key));
        JsonNode repeated = editor.done(
                "create_record", staff("\"data\":{\"contact\":{\"b\":2.0,\"a\":1},\"name\":\"" + name + "\"}" + key));
        assertThat(id(repeated)).isEqualTo(id(created));
        assertThat(repeated.get("repeated").booleanValue()).isTrue();
    }

    @Test
    void anUpdate_namesFields_andNoneThatCorebusSets() {
        JsonNode member = member(name(), "");
        assertThat(editor.outcome("update_record", update(member, "{}"))).isEqualTo("VALIDATION");
        JsonNode fault = editor.fault("update_record", update(member, "{\"id\":\"x\",\"team\":\"blue\"}"));
        assertThat(fault.path("message").asText()).isEqualTo("id is set by Corebus. Leave it out.");
        assertThat(admin.get("/api/staff/" + id(member)).json().get("version").asInt())
                .isEqualTo(1);
    }
}
