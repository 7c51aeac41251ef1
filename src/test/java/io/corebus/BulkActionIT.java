package io.corebus;

import static io.corebus.McpSite.id;
import static io.corebus.McpSite.made;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.Api.Answer;
import io.corebus.testing.LogicJar;
import io.corebus.testing.OpenApiContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Named actions with many resources at once. */
class BulkActionIT {
    private static final String PAY = "/api/orders/actions/pay";
    private static final String NAP = "/api/orders/actions/nap";
    private static final String CARD = "{\"method\":\"card\"}";
    private static final String MANY = "run_action_on_many";
    private static final String BY_CARD = ",\"input\":" + CARD;

    private static TestNode node;
    private static Api admin;
    private static Api editor;
    private static OpenApiContract contract;

    @BeforeAll
    static void start(@TempDir Path work) throws IOException {
        Path extensions = LogicJar.directory(Path.of("src/test/resources/logic-source"), work, "com.acme.OrderLogic");
        node = TestNode.start(
                "bulk-action",
                Path.of("src/test/resources/logic"),
                Map.of("COREBUS_LOGIC_DIR", extensions.toString(), "COREBUS_HTTP_DEADLINE", "4s"));
        admin = node.admin();
        editor = node.user("viewer", "editor");
        contract = new OpenApiContract(admin.get("/openapi.json").text());
    }

    @AfterAll
    static void stop() {
        node.stop();
    }

    private static String order(Api by, int amount) {
        return id(made(by, "orders", "{\"customer\":\"c-" + UUID.randomUUID() + "\",\"amount\":" + amount + "}"));
    }

    private static List<String> orders(int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(order(editor, 2));
        }
        return ids;
    }

    private static String body(List<String> ids, String input) {
        return "{\"ids\":[\"" + String.join("\",\"", ids) + "\"],\"input\":" + input + "}";
    }

    private static JsonNode stored(String id) {
        return admin.get("/api/orders/" + id).json();
    }

    private static Answer documented(String path, Answer answer) {
        JsonNode schema = contract.response(contract.operation("POST", path), answer.status())
                .at("/content/application~1json/schema");
        assertThat(contract.faults(schema, answer.json())).as(answer.text()).isEmpty();
        return answer;
    }

    private static List<String> statuses(Answer answer) {
        List<String> statuses = new ArrayList<>();
        answer.json()
                .path("results")
                .forEach(result -> statuses.add(result.get("status").asText()
                        + result.at("/error/code").asText().replaceFirst("^(?=.)", " ")
                        + (result.has("replayed") ? " replayed" : "")));
        return statuses;
    }

    private static List<String> faults(Answer answer) {
        List<String> faults = new ArrayList<>();
        answer.json()
                .path("errors")
                .forEach(fault -> faults.add(
                        fault.get("pointer").asText() + " " + fault.get("code").asText()));
        return faults;
    }

    @Test
    void eachHasAResult_inTheOrderOfTheIds_andTheyAreCounted() {
        String first = order(editor, 2);
        String paid = order(editor, 2);
        String large = order(editor, 500);
        String last = order(editor, 3);
        String nothing = UUID.randomUUID().toString();
        assertThat(editor.post("/api/orders/" + paid + "/actions/pay", CARD).status())
                .isEqualTo(200);

        Answer answer = documented(PAY, editor.post(PAY, body(List.of(first, paid, large, nothing, last), CARD)));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(statuses(answer))
                .containsExactly("200", "422 logic-refused", "403 rule-not-met", "404 not-found", "200");
        assertThat(answer.json().get("summary").toString()).isEqualTo("{\"total\":5,\"done\":2,\"failed\":3}");
        assertThat(answer.json().at("/results/0").toString())
                .isEqualTo(
                        "{\"status\":200,\"id\":\"" + first + "\",\"version\":2,\"output\":{\"receipt\":\"card 4\"}}");
        assertThat(answer.json().at("/results/1/id").asText()).isEqualTo(paid);
        assertThat(answer.json().at("/results/1/error/errors/0/pointer").asText())
                .isEqualTo("/status");
        assertThat(stored(first).get("status").asText()).isEqualTo("paid");
        assertThat(stored(last).get("status").asText()).isEqualTo("paid");
        assertThat(stored(large).get("status").asText()).isEqualTo("open");
        assertThat(admin.get("/api/audit?action=pay&resource_id=" + last).json().get("data"))
                .hasSize(1);
    }

    @Test
    void whatIsDeniedOfEach_isInTheAudit() {
        Api other = node.user("viewer", "editor");
        List<String> ids = orders(2);

        Answer answer = other.post(PAY, body(ids, CARD));

        assertThat(statuses(answer)).containsExactly("403 rule-not-met", "403 rule-not-met");
        for (String id : ids) {
            JsonNode denied = admin.get("/api/audit?action=denied&resource_id=" + id)
                    .json()
                    .get("data");
            assertThat(denied).hasSize(1);
            assertThat(denied.at("/0/after").toString()).isEqualTo("{\"action\":\"pay\",\"code\":\"rule-not-met\"}");
        }
    }

    @Test
    void whoMayDoItWithNothing_isRefusedAsAWhole() {
        List<String> ids = orders(2);
        Answer token = admin.post("/api/me/tokens", "{\"name\":\"t\",\"scopes\":[\"orders:update\"]}");
        Answer good = admin.post("/api/me/tokens", "{\"name\":\"t\",\"scopes\":[\"orders:act\"]}");

        assertThat(node.user("viewer").post(NAP, body(ids, "{}")).code()).isEqualTo("forbidden");
        assertThat(admin.as(null).post(NAP, body(ids, "{}")).status()).isEqualTo(401);
        assertThat(admin.as(token.json().get("token").asText())
                        .post(NAP, body(ids, "{}"))
                        .code())
                .isEqualTo("insufficient-scope");
        assertThat(statuses(admin.as(good.json().get("token").asText()).post(NAP, body(ids, "{}"))))
                .containsExactly("200", "200");
        assertThat(stored(ids.get(0)).get("note").asText()).isEqualTo("z");
    }

    @Test
    void aRepeatUnderItsKey_doesNothingTwice() {
        List<String> ids = orders(3);
        String[] key = {"Idempotency-Key", UUID.randomUUID().toString()};

        Answer first = editor.post(NAP, body(ids, "{}"), key);
        Answer second = editor.post(NAP, body(ids, "{}"), key);
        Answer other = editor.post(NAP, body(List.of(ids.get(2), order(editor, 2)), "{}"), key);

        assertThat(statuses(first)).containsOnly("200");
        assertThat(statuses(documented(NAP, second))).containsOnly("200 replayed");
        assertThat(other.code()).isEqualTo("idempotency-key-reused");
        for (String id : ids) {
            assertThat(stored(id).get("note").asText()).isEqualTo("z");
        }
        assertThat(editor.post(NAP, body(ids, "{}")).status()).isEqualTo(200);
        assertThat(stored(ids.get(0)).get("note").asText()).isEqualTo("zz");
    }

    /** Four at a time for a second each, and four seconds for all of it. */
    @Test
    void whatItIsTooLateFor_isNotBegun_andSaysSo() {
        List<String> ids = orders(16);
        String[] key = {"Idempotency-Key", UUID.randomUUID().toString()};
        String request = body(ids, "{\"millis\":1000}");

        Answer first = documented(NAP, editor.post(NAP, request, key));

        List<String> statuses = statuses(first);
        assertThat(statuses).contains("200", "503 not-begun").containsOnly("200", "503 not-begun");
        for (int i = 0; i < ids.size(); i++) {
            assertThat(stored(ids.get(i)).path("note").asText())
                    .isEqualTo(statuses.get(i).equals("200") ? "z" : "");
        }
        Answer second = editor.post(NAP, request, key);
        for (int i = 0; i < ids.size(); i++) {
            boolean done = statuses.get(i).equals("200");
            assertThat(statuses(second).get(i)).isEqualTo(done ? "200 replayed" : "200");
            assertThat(stored(ids.get(i)).path("note").asText()).isEqualTo("z");
        }
    }

    @Test
    void whatIsAsked_isChecked_beforeAnythingIsDone() {
        String id = order(editor, 2);

        assertThat(faults(editor.post(PAY, "{\"ids\":[\"" + id + "\"],\"input\":{\"method\":\"gold\"}}")))
                .containsExactly("/input/method enum");
        assertThat(faults(editor.post(PAY, "{\"ids\":[\"" + id + "\"]}"))).containsExactly("/input/method required");
        assertThat(faults(editor.post(PAY, "{\"input\":1,\"id\":2}")))
                .containsExactly("/id unknown-field", "/ids required", "/input type");
        assertThat(faults(editor.post(PAY, "{\"ids\":[]}"))).containsExactly("/ids items");
        assertThat(faults(editor.post(PAY, body(List.of(id, "x", id.toUpperCase(java.util.Locale.ROOT)), CARD))))
                .containsExactly("/ids/1 format", "/ids/2 unique");
        assertThat(faults(editor.post(PAY, "{\"ids\":[7]}"))).containsExactly("/ids/0 type");
        assertThat(editor.post(PAY, "[]").status()).isEqualTo(422);
        assertThat(editor.post(PAY, "{").code()).isEqualTo("malformed-json");
        assertThat(editor.post(PAY + "?x=1", body(List.of(id), CARD)).code()).isEqualTo("unknown-parameter");
        assertThat(editor.get(PAY).status()).isEqualTo(405);
        assertThat(editor.post("/api/orders/actions/fly", body(List.of(id), "{}"))
                        .code())
                .isEqualTo("no-such-path");
        assertThat(stored(id).get("version").asInt()).isEqualTo(1);
    }

    @Test
    void theDocument_hasIt_forThoseWhoMayDoIt() {
        JsonNode pay = contract.operation("POST", PAY);

        assertThat(pay.get("operationId").asText()).isEqualTo("payManyOrders");
        assertThat(pay.at(
                                "/requestBody/content/application~1json/schema/oneOf/0/properties/input/properties/method/enum")
                        .toString())
                .isEqualTo("[\"card\",\"cash\"]");
        assertThat(node.user("viewer").get("/openapi.json").text()).doesNotContain("actions/nap");
        assertThat(admin.get("/problems/not-begun").status()).isEqualTo(200);
    }

    private static String asked(List<String> ids, String action, String more) {
        return "{\"feature\":\"orders\",\"ids\":[\"" + String.join("\",\"", ids) + "\"],\"action\":\"" + action + "\""
                + more + "}";
    }

    @Test
    void anAgent_doesItWithMany_andIsToldOfEach() {
        McpAgent agent = McpAgent.of(editor);
        String first = order(editor, 2);
        String large = order(editor, 500);
        String nothing = UUID.randomUUID().toString();
        List<String> ids = List.of(first, large, nothing);

        assertThat(agent.tools()).contains(MANY);
        JsonNode dry = agent.done(MANY, asked(ids, "pay", BY_CARD + ",\"dry_run\":true"));
        assertThat(dry.at("/results/0/output/receipt").asText()).isEqualTo("card 4");
        assertThat(dry.get("dry_run").booleanValue()).isTrue();
        assertThat(stored(first).get("status").asText()).isEqualTo("open");

        JsonNode done = agent.done(MANY, asked(ids, "pay", BY_CARD));
        assertThat(done.get("summary").toString()).isEqualTo("{\"total\":3,\"done\":1,\"failed\":2}");
        assertThat(done.at("/results/0").toString())
                .isEqualTo(
                        "{\"id\":\"" + first + "\",\"done\":true,\"version\":2,\"output\":{\"receipt\":\"card 4\"}}");
        assertThat(done.at("/results/1/error/code").asText()).isEqualTo("RULE_NOT_MET");
        assertThat(done.at("/results/1/error/retryable").booleanValue()).isFalse();
        assertThat(done.at("/results/2/error/code").asText()).isEqualTo("NOT_FOUND");
        assertThat(stored(first).get("status").asText()).isEqualTo("paid");
        assertThat(stored(large).get("status").asText()).isEqualTo("open");
        JsonNode entry =
                admin.get("/api/audit?action=pay&resource_id=" + first).json().at("/data/0");
        assertThat(entry.get("via").asText()).isEqualTo("mcp");
    }

    @Test
    void anAgentsRepeatUnderItsKey_doesNothingTwice() {
        McpAgent agent = McpAgent.of(editor);
        List<String> ids = orders(3);
        String keyed = ",\"idempotency_key\":\"" + UUID.randomUUID() + "\"";

        JsonNode first = agent.done(MANY, asked(ids, "nap", keyed));
        JsonNode second = agent.done(MANY, asked(ids, "nap", keyed));

        assertThat(first.at("/summary/done").asInt()).isEqualTo(3);
        assertThat(second.at("/summary/done").asInt()).isEqualTo(3);
        assertThat(second.at("/results/2/repeated").booleanValue()).isTrue();
        assertThat(stored(ids.get(2)).get("note").asText()).isEqualTo("z");
        assertThat(agent.outcome(MANY, asked(List.of(ids.get(2), order(editor, 2)), "nap", keyed)))
                .isEqualTo("IDEMPOTENCY_KEY_REUSED");
        agent.done(MANY, asked(ids, "nap", ""));
        assertThat(stored(ids.get(2)).get("note").asText()).isEqualTo("zz");
    }

    /** What it is too late for must not lead an agent to do the rest twice. */
    @Test
    void whatAnAgentIsTooLateFor_isToBeAskedAloneAgain() {
        JsonNode done = McpAgent.of(editor).done(MANY, asked(orders(16), "nap", ",\"input\":{\"millis\":1000}"));

        JsonNode error = done.at("/results/15/error");
        assertThat(error.get("code").asText()).isEqualTo("UNAVAILABLE");
        assertThat(error.get("retryable").booleanValue()).isFalse();
        assertThat(error.get("hint").asText()).contains("with the ids alone of those that were not done");
    }

    /** It changes much at once, so the user is asked, and what was agreed to is good for no other records. */
    @Test
    void anAgentsUser_isAskedBeforeIt() {
        McpAgent asking = McpAgent.of(editor).withUser();
        List<String> ids = orders(4);
        String call = asked(ids, "nap", ",\"input\":{\"millis\":0}");

        JsonNode question = asking.call(MANY, call);
        assertThat(question.get("resultType").asText()).isEqualTo("input_required");
        assertThat(question.at("/inputRequests/answer/params/message").asText())
                .startsWith("Do the action nap with {\"millis\":0} to 4 records of orders?")
                .contains(ids.get(0))
                .endsWith("and 1 more");
        JsonNode declined = asking.answered(MANY, call, question, "{\"action\":\"decline\"}");
        assertThat(declined.at("/structuredContent/result/done").booleanValue()).isFalse();
        assertThat(stored(ids.get(0)).get("version").asInt()).isEqualTo(1);
        String yes = "{\"action\":\"accept\",\"content\":{\"confirm\":true}}";
        JsonNode done = asking.answered(MANY, call, question, yes);
        assertThat(done.at("/structuredContent/result/summary/done").asInt()).isEqualTo(4);
        assertThat(stored(ids.get(3)).get("note").asText()).isEqualTo("z");
        JsonNode again = asking.answered(MANY, call, question, yes);
        assertThat(again.at("/structuredContent/result/results/3/repeated").booleanValue())
                .isTrue();
        assertThat(stored(ids.get(3)).get("note").asText()).isEqualTo("z");
        ObjectNode moved = McpAgent.json("{\"name\":\"" + MANY + "\",\"arguments\":" + asked(orders(4), "nap", "")
                + ",\"inputResponses\":{\"answer\":" + yes + "}}");
        moved.set("requestState", question.get("requestState"));
        assertThat(asking.message("tools/call", moved).at("/error/code").asInt())
                .isEqualTo(-32602);
    }

    @Test
    void whatAnAgentAsks_isChecked_beforeAnythingIsDone() {
        McpAgent agent = McpAgent.of(editor);
        String id = order(editor, 2);

        assertThat(agent.fault(MANY, asked(List.of(id, "x", id), "nap", ""))
                        .get("message")
                        .asText())
                .isEqualTo("ids.1 must be the id of a record, a UUID. 1 more in details.");
        assertThat(agent.outcome(MANY, "{\"feature\":\"orders\",\"action\":\"nap\",\"ids\":[]}"))
                .isEqualTo("VALIDATION");
        assertThat(agent.outcome(MANY, "{\"feature\":\"orders\",\"action\":\"nap\"}"))
                .isEqualTo("VALIDATION");
        assertThat(agent.outcome(MANY, asked(List.of(id), "pay", ",\"input\":{\"method\":\"gold\"}")))
                .isEqualTo("VALIDATION");
        assertThat(agent.outcome(MANY, asked(List.of(id), "fly", ""))).isEqualTo("UNKNOWN_ACTION");
        McpAgent viewer = McpAgent.of(node.user("viewer"));
        assertThat(viewer.outcome(MANY, asked(List.of(id), "nap", ""))).isEqualTo("FORBIDDEN");
        Answer token = editor.post("/api/me/tokens", "{\"name\":\"t\",\"scopes\":[\"read\"]}");
        McpAgent reader = McpAgent.of(editor.as(token.json().get("token").asText()));
        assertThat(reader.tools()).doesNotContain(MANY);
        assertThat(reader.outcome(MANY, asked(List.of(id), "nap", ""))).isEqualTo("INSUFFICIENT_SCOPE");
        assertThat(stored(id).get("version").asInt()).isEqualTo(1);
    }

    @Test
    void aResultForAnAgent_staysWithinItsBytes_andStillTellsWhatWasDone() {
        List<String> ids = new ArrayList<>(orders(1));
        for (int i = 0; i < 99; i++) {
            ids.add(UUID.randomUUID().toString());
        }
        JsonNode done = McpAgent.of(editor).done(MANY, asked(ids, "nap", ""));

        assertThat(done.toString().length()).isLessThan(25_000);
        assertThat(done.get("hint").asText()).contains("left out");
        assertThat(done.get("results")).hasSize(100);
        assertThat(done.at("/results/0/done").booleanValue()).isTrue();
        assertThat(done.at("/results/99").toString())
                .isEqualTo("{\"id\":\"" + ids.get(99) + "\",\"done\":false,\"error\":{\"code\":\"NOT_FOUND\"}}");
    }
}
