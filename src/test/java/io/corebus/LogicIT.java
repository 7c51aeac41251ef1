package io.corebus;

import static io.corebus.McpSite.id;
import static io.corebus.McpSite.made;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.Api.Answer;
import io.corebus.testing.LogicJar;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Business logic in a jar, through every door. */
class LogicIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static TestNode node;
    private static Api admin;
    private static Api editor;

    @BeforeAll
    static void start(@TempDir Path work) throws IOException {
        Path extensions = LogicJar.directory(Path.of("src/test/resources/logic-source"), work, "com.acme.OrderLogic");
        node = TestNode.start(
                "logic",
                Path.of("src/test/resources/logic"),
                Map.of("COREBUS_LOGIC_DIR", extensions.toString(), "COREBUS_LOGIC_MAX_ATTEMPTS", "2"));
        admin = node.admin();
        editor = node.user("viewer", "editor");
    }

    @AfterAll
    static void stop() {
        node.stop();
    }

    private static String customer() {
        return "c-" + UUID.randomUUID();
    }

    private static String order(String customer, int amount, String more) {
        return "{\"customer\":\"" + customer + "\",\"amount\":" + amount + more + "}";
    }

    private static String order(int amount) {
        return order(customer(), amount, "");
    }

    private static String noted(String note) {
        return order(customer(), 1, ",\"note\":\"" + note + "\"");
    }

    private static JsonNode stored(JsonNode order) {
        return admin.get("/api/orders/" + id(order)).json();
    }

    private static long count(String customer) {
        return admin.get("/api/orders?filter=customer==" + customer)
                .json()
                .get("data")
                .size();
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
    void aCreate_isCompletedByLogic_withAFieldThatTheCallerMayNotWrite() {
        assertThat(editor.post("/api/orders", order(customer(), 2, ",\"total\":1"))
                        .code())
                .isEqualTo("field-not-writable");

        JsonNode created = made(editor, "orders", order(21));

        assertThat(created.get("total").asInt()).isEqualTo(42);
        assertThat(stored(created)).isEqualTo(created);
    }

    @Test
    void aRefusal_hasTheReasons_andWritesNothing() {
        String customer = customer();

        Answer refused = editor.post("/api/orders", order(customer, 2_000, ""));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("logic-refused");
        assertThat(refused.json().get("detail").asText())
                .isEqualTo("/amount: An order is about 1000 at most. (and 1 more)");
        assertThat(faults(refused)).containsExactly("/amount too-much", "/customer no-credit");
        assertThat(count(customer)).isZero();
        assertThat(admin.get("/problems/logic-refused").status()).isEqualTo(200);
    }

    @Test
    void everyChange_goesThroughIt() {
        JsonNode created = made(editor, "orders", order(1));
        String path = "/api/orders/" + id(created);
        String customer = created.get("customer").asText();

        JsonNode patched = editor.patch(path, "{\"amount\":5}").json();
        JsonNode operated = editor.patch(
                        path,
                        "[{\"op\":\"replace\",\"path\":\"/amount\",\"value\":6}]",
                        "Content-Type",
                        "application/json-patch+json")
                .json();
        JsonNode replaced = editor.put(path, order(customer, 7, "")).json();
        JsonNode byAdmin = admin.put(path, order(customer, 8, ",\"total\":1")).json();
        JsonNode restored = editor.post(path + "/restore", "{\"version\":2}").json();

        assertThat(List.of(patched, operated, replaced, byAdmin, restored))
                .extracting(each -> each.path("total").asInt())
                .containsExactly(10, 12, 14, 16, 10);
        assertThat(editor.patch(path, "{\"status\":\"paid\"}").status()).isEqualTo(200);
        assertThat(faults(editor.patch(path, "{\"status\":\"open\"}"))).containsExactly("/status paid");
        assertThat(editor.delete(path).code()).isEqualTo("logic-refused");
        assertThat(stored(created).get("status").asText()).isEqualTo("paid");
    }

    @Test
    void whatWasDeleted_isRestoredAsANewOne() {
        JsonNode created = made(editor, "orders", order(3));
        String path = "/api/orders/" + id(created);
        assertThat(editor.delete(path).status()).isEqualTo(204);
        String customer = created.get("customer").asText();
        JsonNode other = made(editor, "orders", order(customer, 1, ""));

        assertThat(editor.post(path + "/restore", "{\"version\":1}").code()).isEqualTo("logic-refused");
        assertThat(editor.delete("/api/orders/" + id(other)).status()).isEqualTo(204);
        assertThat(editor.post(path + "/restore", "{\"version\":1}").status()).isEqualTo(200);
        assertThat(stored(created).get("total").asInt()).isEqualTo(6);
    }

    @Test
    void aBatch_isRefusedWhole_withThePlacesOfAllReasons() {
        JsonNode created = made(editor, "orders", order(1));
        JsonNode paid = made(editor, "orders", order(customer(), 1, ",\"status\":\"paid\""));
        String customer = customer();
        String good = "{\"op\":\"create\",\"data\":" + order(customer, 4, "") + "}";
        String change = "{\"op\":\"patch\",\"id\":\"" + id(created) + "\",\"data\":{\"amount\":9}}";
        String deletion = "{\"op\":\"delete\",\"id\":\"" + id(paid) + "\"}";

        Answer refused = editor.post(
                "/api/orders/batch?mode=atomic",
                "[" + good + ",{\"op\":\"create\",\"data\":" + order(3_000) + "}," + deletion + "]");
        Answer done = editor.post("/api/orders/batch?mode=atomic", "[" + good + "," + change + "]");

        assertThat(refused.code()).isEqualTo("logic-refused");
        assertThat(faults(refused)).containsExactly("/1/data/amount too-much", "/1/data/customer no-credit", "/2 paid");
        assertThat(done.status()).as(done.text()).isEqualTo(200);
        assertThat(done.json().at("/results/0/data/total").asInt()).isEqualTo(8);
        assertThat(stored(created).get("total").asInt()).isEqualTo(18);
        assertThat(count(customer)).isEqualTo(1);
    }

    /** Each may take half a second, all together more. */
    @Test
    void itemsOfABatch_doNotTakeEachOthersTime() {
        List<String> items = new ArrayList<>();
        for (int i = 0; i < 48; i++) {
            items.add("{\"op\":\"create\",\"data\":" + noted("brief") + "}");
        }

        Answer done = editor.post("/api/orders/batch?mode=atomic", "[" + String.join(",", items) + "]");

        assertThat(done.status()).as(done.text()).isEqualTo(200);
        assertThat(done.json().get("results")).hasSize(48);
    }

    @Test
    void linesOfAnImport_goThroughIt() {
        String customer = customer();
        Answer accepted = editor.send(
                "POST",
                "/api/orders/import",
                order(customer, 5, "") + "\n" + order(5_000) + "\n" + noted("broken") + "\n" + noted("slow") + "\n",
                "Content-Type",
                "application/x-ndjson");
        String path = "/api/imports/" + accepted.json().get("id").asText();
        await().atMost(PATIENCE)
                .until(() -> !editor.get(path).json().get("state").asText().equals("running"));

        assertThat(editor.get(path + "/faults").json().at("/data/0/code").asText())
                .isEqualTo("too-much");
        assertThat(editor.get(path + "/faults").text()).contains("\"logic-failed\"", "\"logic-too-slow\"");
        assertThat(admin.get("/api/orders?filter=customer==" + customer)
                        .json()
                        .at("/data/0/total")
                        .asInt())
                .isEqualTo(10);
    }

    @Test
    void anAgent_isToldLikeOthers_andADryRunAsksLogicToo() {
        McpAgent agent = McpAgent.of(editor);
        String customer = customer();
        String arguments = "{\"feature\":\"orders\",\"data\":%s%s}";

        JsonNode dry = agent.done("create_record", arguments.formatted(order(customer, 4, ""), ",\"dry_run\":true"));
        JsonNode fault = agent.fault("create_record", arguments.formatted(order(customer, 4_000, ""), ""));

        assertThat(dry.at("/diff/total/after").asInt()).isEqualTo(8);
        JsonNode made = made(editor, "orders", order(customer(), 4, ""));
        JsonNode update = agent.done(
                "update_record",
                "{\"feature\":\"orders\",\"id\":\"" + id(made)
                        + "\",\"version\":1,\"changes\":{\"amount\":3},\"dry_run\":true}");
        assertThat(update.at("/diff/total/before").asInt()).isEqualTo(8);
        assertThat(update.at("/diff/total/after").asInt()).isEqualTo(6);
        assertThat(fault.get("code").asText()).isEqualTo("LOGIC_REFUSED");
        assertThat(fault.toString()).contains("An order is about 1000 at most.");
        assertThat(count(customer)).isZero();
    }

    /** Logic would refuse the second one: but there is none. */
    @Test
    void aRepeat_isAnsweredLikeTheFirst() {
        String customer = customer();
        String[] key = {"Idempotency-Key", UUID.randomUUID().toString()};
        String order = order(customer, 1, "");

        Answer first = editor.post("/api/orders", order, key);
        Answer second = editor.post("/api/orders", order, key);

        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.json()).isEqualTo(first.json());
        assertThat(faults(editor.post("/api/orders", order))).containsExactly("/customer open-order");
        assertThat(count(customer)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "broken, 500, logic-failed",
        "wrong, 500, logic-failed",
        "writes, 500, logic-failed",
        "away, 500, logic-failed",
        "nothing, 500, logic-failed",
        "slow, 503, logic-too-slow"
    })
    void whatIsWrongWithLogic_writesNothing(String note, int status, String code) {
        Answer answer = editor.post("/api/orders", noted(note));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(admin.get("/api/orders?filter=note==" + note).json().get("data"))
                .isEmpty();
        assertThat(admin.get("/api/notices?count=exact&limit=1").status()).isEqualTo(200);
    }

    /** There are four threads, and each call of it would block one for half a minute. */
    @Test
    void slowCalls_areInterrupted_andHoldUpNobodyForLong() {
        for (int i = 0; i < 6; i++) {
            assertThat(editor.post("/api/orders", noted("slow")).code()).isEqualTo("logic-too-slow");
        }
        assertThat(editor.post("/api/orders", order(1)).status()).isEqualTo(201);
    }

    private static JsonNode notices(JsonNode order) {
        return admin.get("/api/notices?filter=order_id==" + id(order)).json().get("data");
    }

    /** More often than it may fail: it is not its fault. */
    @Test
    void afterACommit_whatItWritesWaits_whileThatFeatureCanOnlyBeRead() {
        String controls = "/api/controls/notices";
        assertThat(admin.put(controls, "{\"read_only\":true}").status()).isEqualTo(200);
        try {
            String notice = "{\"order_id\":\"" + UUID.randomUUID() + "\",\"text\":\"t\"}";
            await().atMost(Duration.ofSeconds(2))
                    .during(Duration.ofMillis(300))
                    .until(() -> admin.post("/api/notices", notice).code().equals("feature-read-only"));
            JsonNode order = made(editor, "orders", order(1));
            await().during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(4))
                    .until(() -> notices(order).isEmpty());
            assertThat(admin.delete(controls).status()).isEqualTo(204);

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(notices(order)).hasSize(1));
        } finally {
            admin.delete(controls);
        }
    }

    @ParameterizedTest
    @CsvSource({"fine", "flaky", "late"})
    void afterACommit_itIsTold_andWhatItWritesIsWrittenOnce(String note) {
        JsonNode order = made(editor, "orders", noted(note));
        editor.patch("/api/orders/" + id(order), "{\"note\":\"done\"}");
        editor.delete("/api/orders/" + id(order));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(notices(order)).hasSize(3));
        assertThat(notices(order))
                .extracting(notice -> notice.get("text").asText() + " "
                        + notice.get("created_by").asText())
                .containsExactly("CREATED by system system", "UPDATED by system system", "DELETED by system system");
    }

    @Test
    void whileFeaturesChange_everyChangeIsToldOnce_andNobodyWaitsForLogicThatIsGone() throws Exception {
        List<JsonNode> orders = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            orders.add(made(editor, "orders", noted("pause")));
        }
        node.activate(Path.of("src/test/resources/logic"));
        orders.add(made(editor, "orders", order(3)));

        for (JsonNode order : orders) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(notices(order)).hasSize(1));
        }
        assertThat(orders.get(10).get("total").asInt()).isEqualTo(6);
    }

    @Test
    void whatItWritesInAnotherOrder_isNotTakenForWhatWasWritten() {
        JsonNode order = made(editor, "orders", noted("shuffled"));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(notices(order))
                        .extracting(notice -> notice.get("text").asText())
                        .containsExactlyInAnyOrder("one", "two"));
    }

    @Test
    void aChangeThatItCannotTake_isGivenUp_andTheNextOnesGoOn() {
        JsonNode hopeless = made(editor, "orders", noted("hopeless"));
        JsonNode next = made(editor, "orders", order(1));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(notices(next)).hasSize(1));
        assertThat(notices(hopeless)).isEmpty();
        JsonNode entry = admin.get("/api/audit?action=logic-failed&resource_id=" + id(hopeless))
                .json()
                .at("/data/0");
        assertThat(entry.get("resource_type").asText()).isEqualTo("orders");
        assertThat(entry.at("/after/attempts").asInt()).isEqualTo(2);
    }

    @Test
    void anAction_changesTheResource_andAnswers_andIsInTheAudit() {
        JsonNode order = made(editor, "orders", order(20));
        String path = "/api/orders/" + id(order);

        Answer paid = editor.post(path + "/actions/pay", "{\"method\":\"card\"}");

        assertThat(paid.status()).as(paid.text()).isEqualTo(200);
        assertThat(paid.text()).isEqualTo("{\"receipt\":\"card 40\"}");
        assertThat(paid.raw().headers().firstValue("etag")).hasValue("\"2\"");
        assertThat(stored(order).get("status").asText()).isEqualTo("paid");
        JsonNode entry = admin.get("/api/audit?action=pay&resource_id=" + id(order))
                .json()
                .at("/data/0");
        assertThat(entry.get("after").toString())
                .isEqualTo("{\"input\":{\"method\":\"card\"},\"output\":{\"receipt\":\"card 40\"},\"version\":2}");
        assertThat(entry.get("user").asText()).isEqualTo(order.get("created_by").asText());
        JsonNode history = editor.get(path + "/history").json().get("data");
        assertThat(history).hasSize(2);
        Answer twice = editor.post(path + "/actions/pay", "{\"method\":\"card\"}");
        assertThat(twice.code()).isEqualTo("logic-refused");
        assertThat(faults(twice)).containsExactly("/status paid");
    }

    @Test
    void anAction_thatIsRepeated_isDoneOnce() {
        JsonNode order = made(editor, "orders", order(20));
        String path = "/api/orders/" + id(order) + "/actions/pay";
        String[] key = {"Idempotency-Key", UUID.randomUUID().toString()};

        Answer first = editor.post(path, "{\"method\":\"card\"}", key);
        editor.patch("/api/orders/" + id(order), "{\"note\":\"later\"}");
        Answer second = editor.post(path, "{\"method\":\"card\"}", key);

        assertThat(second.status()).isEqualTo(200);
        assertThat(second.text()).isEqualTo(first.text());
        assertThat(second.raw().headers().firstValue("idempotency-replayed")).hasValue("true");
        assertThat(second.raw().headers().firstValue("etag")).hasValue("\"2\"");
        assertThat(editor.post(path, "{\"method\":\"cash\"}", key).code()).isEqualTo("idempotency-key-reused");
        assertThat(admin.get("/api/audit?action=pay&resource_id=" + id(order))
                        .json()
                        .get("data"))
                .hasSize(1);
    }

    @Test
    void aKey_isOfOneRequest_whateverItWas() {
        JsonNode order = made(editor, "orders", order(20));
        String path = "/api/orders/" + id(order);
        String[] acted = {"Idempotency-Key", UUID.randomUUID().toString()};
        String[] patched = {"Idempotency-Key", UUID.randomUUID().toString()};

        assertThat(editor.post(path + "/actions/touch", "{}", acted).status()).isEqualTo(200);
        assertThat(editor.patch(path, "{\"amount\":3}", patched).status()).isEqualTo(200);
        assertThat(editor.patch(path, "{\"amount\":4}", acted).code()).isEqualTo("idempotency-key-reused");
        assertThat(editor.post(path + "/actions/touch", "{}", patched).code()).isEqualTo("idempotency-key-reused");
        assertThat(editor.post(path + "/actions/quote", "{}", acted).code()).isEqualTo("idempotency-key-reused");
        assertThat(stored(order).get("amount").asInt()).isEqualTo(3);
    }

    /** It fails with what the logic makes of the state that it brought about. */
    @Test
    void aRepeatedChange_isAnsweredLikeTheFirst_evenWhereLogicBreaksByNow() {
        JsonNode order = made(editor, "orders", order(20));
        String[] key = {"Idempotency-Key", UUID.randomUUID().toString()};
        String path = "/api/orders/" + id(order);

        Answer first = editor.patch(path, "{\"note\":\"breaks\"}", key);
        Answer second = editor.patch(path, "{\"note\":\"breaks\"}", key);

        assertThat(editor.patch(path, "{\"amount\":2}").code()).isEqualTo("logic-failed");
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.json()).isEqualTo(first.json());
    }

    @Test
    void anAction_thatChangesNothing_leavesTheVersion_andNeedsNoBody() {
        JsonNode order = made(editor, "orders", order(2));
        String actions = "/api/orders/" + id(order) + "/actions/";

        Answer quoted = editor.send("POST", actions + "quote", "");
        Answer touched = editor.post(actions + "touch", "{}");

        assertThat(quoted.text()).isEqualTo("{\"price\":6}");
        assertThat(touched.text()).isEqualTo("{}");
        assertThat(touched.raw().headers().firstValue("etag")).hasValue("\"1\"");
        assertThat(stored(order).get("version").asInt()).isEqualTo(1);
    }

    @Test
    void whatAnActionIsGiven_isChecked() {
        JsonNode order = made(editor, "orders", order(2));
        String actions = "/api/orders/" + id(order) + "/actions/";

        assertThat(faults(editor.post(actions + "pay", "{\"method\":\"gold\"}")))
                .containsExactly("/method enum");
        assertThat(faults(editor.send("POST", actions + "pay", ""))).containsExactly("/method required");
        assertThat(faults(editor.post(actions + "touch", "{\"hard\":true}"))).containsExactly("/hard unknown-field");
        assertThat(editor.post(actions + "pay", "[]").status()).isEqualTo(422);
        assertThat(editor.post(actions + "fly", "{}").code()).isEqualTo("no-such-path");
        assertThat(editor.post(actions + "pay", "{\"method\":\"card\"}", "If-Match", "\"7\"")
                        .code())
                .isEqualTo("version-mismatch");
        assertThat(editor.post("/api/orders/" + UUID.randomUUID() + "/actions/touch", "{}")
                        .code())
                .isEqualTo("not-found");
        assertThat(stored(order).get("version").asInt()).isEqualTo(1);
    }

    @Test
    void whoMayDoAnAction_isAPermission() {
        Api cashier = node.user("viewer", "cashier");
        Api other = node.user("viewer", "editor");
        JsonNode small = made(editor, "orders", order(2));
        JsonNode large = made(editor, "orders", order(500));
        String card = "{\"method\":\"card\"}";

        Answer own = editor.post("/api/orders/" + id(large) + "/actions/pay", card);
        assertThat(own.code()).isEqualTo("rule-not-met");
        assertThat(own.json().get("detail").asText()).startsWith("You may pay orders only that you created and where");
        assertThat(other.post("/api/orders/" + id(small) + "/actions/pay", card).code())
                .isEqualTo("rule-not-met");
        assertThat(node.user("viewer")
                        .post("/api/orders/" + id(small) + "/actions/touch", "{}")
                        .code())
                .isEqualTo("forbidden");
        assertThat(cashier.post("/api/orders/" + id(large) + "/actions/pay", card)
                        .status())
                .isEqualTo(200);
        assertThat(admin.get("/api/audit?action=denied&resource_id=" + id(large))
                        .json()
                        .at("/data/0/after/action")
                        .asText())
                .isEqualTo("pay");
        assertThat(cashier.get("/api/me/permissions?feature=orders")
                        .json()
                        .at("/features/0/actions")
                        .toString())
                .isEqualTo("[\"read\",\"pay\"]");
    }

    @Test
    void aToken_isGoodForActions_withItsScope() {
        String token = "{\"name\":\"t\",\"scopes\":[\"%s\"]}";
        JsonNode order = made(admin, "orders", order(2));
        String touch = "/api/orders/" + id(order) + "/actions/touch";
        for (String scope : List.of("orders:act", "orders:*", "write")) {
            Answer issued = admin.post("/api/me/tokens", token.formatted(scope));
            assertThat(admin.as(issued.json().get("token").asText())
                            .post(touch, "{}")
                            .status())
                    .isEqualTo(200);
        }
        Answer narrow = admin.post("/api/me/tokens", token.formatted("orders:update"));
        assertThat(admin.as(narrow.json().get("token").asText())
                        .post(touch, "{}")
                        .code())
                .isEqualTo("insufficient-scope");
    }

    @Test
    void anAgent_isToldOfTheActions_andDoesThem() {
        JsonNode order = made(editor, "orders", order(20));
        McpAgent agent = McpAgent.of(editor);
        String about = "{\"feature\":\"orders\",\"id\":\"" + id(order) + "\",\"action\":\"%s\"%s}";
        String card = ",\"input\":{\"method\":\"card\"}";

        assertThat(agent.tools()).contains("run_action");
        JsonNode described = agent.done("describe_feature", "{\"feature\":\"orders\"}");
        assertThat(described.at("/own_actions/0/action").asText()).isEqualTo("pay");
        assertThat(described.at("/own_actions/0/input/required/0").asText()).isEqualTo("method");
        JsonNode dry = agent.done("run_action", about.formatted("pay", card + ",\"dry_run\":true"));
        assertThat(dry.get("output").toString()).isEqualTo("{\"receipt\":\"card 40\"}");
        assertThat(stored(order).get("status").asText()).isEqualTo("open");
        String keyed = about.formatted("pay", card + ",\"idempotency_key\":\"" + id(order) + "\"");
        JsonNode done = agent.done("run_action", keyed);
        assertThat(done.get("version").asInt()).isEqualTo(2);
        assertThat(agent.done("run_action", keyed).get("repeated").asBoolean()).isTrue();
        assertThat(stored(order).get("status").asText()).isEqualTo("paid");
        assertThat(agent.outcome("run_action", about.formatted("pay", card))).isEqualTo("LOGIC_REFUSED");
        assertThat(agent.outcome("run_action", about.formatted("fly", ""))).isEqualTo("UNKNOWN_ACTION");
        assertThat(agent.outcome("run_action", about.formatted("touch", card))).isEqualTo("VALIDATION");
        assertThat(agent.outcome("run_action", about.formatted("touch", ",\"version\":1")))
                .isEqualTo("VERSION_MISMATCH");
    }

    @Test
    void whatTakesLong_isBegunForAnAgent_andItsOutcomeIsToldToARepeat() {
        JsonNode order = made(editor, "orders", order(20));
        McpAgent agent = McpAgent.of(editor);
        String brew = "{\"feature\":\"orders\",\"id\":\"" + id(order)
                + "\",\"action\":\"brew\",\"input\":{\"steps\":2},\"idempotency_key\":\"brew " + id(order) + "\"%s}";

        assertThat(agent.done("describe_feature", "{\"feature\":\"orders\"}").toString())
                .contains("\"timeout_seconds\":300.0,\"as_job\":true");
        assertThat(agent.done("run_action", brew.formatted(",\"dry_run\":true"))
                        .at("/output/steps")
                        .asInt())
                .isEqualTo(2);
        JsonNode begun = agent.done("run_action", brew.formatted(""));
        assertThat(begun.at("/job/state").asText()).isEqualTo("waiting");
        assertThat(begun.get("hint").asText()).contains("idempotency_key");
        assertThat(editor.get("/api/jobs/" + begun.at("/job/id").asText()).status())
                .isEqualTo(200);
        await().until(() -> agent.done("run_action", brew.formatted("")).has("output"));
        JsonNode done = agent.done("run_action", brew.formatted(""));
        assertThat(done.get("repeated").asBoolean()).isTrue();
        assertThat(done.get("version").asInt()).isEqualTo(2);
        assertThat(done.at("/job/id")).isEqualTo(begun.at("/job/id"));
        assertThat(done.at("/output/steps").asInt()).isEqualTo(2);
        assertThat(admin.get("/api/audit?action=brew&resource_id=" + id(order))
                        .json()
                        .at("/data/0/via")
                        .asText())
                .isEqualTo("mcp");
        assertThat(agent.outcome("run_action", brew.formatted(",\"version\":1")))
                .isEqualTo("IDEMPOTENCY_KEY_REUSED");
    }

    @Test
    void anAgent_isToldOfNothingThatItMayNotDo() {
        McpAgent agent = McpAgent.of(node.user("viewer"));
        Answer token = editor.post("/api/me/tokens", "{\"name\":\"t\",\"scopes\":[\"read\"]}");
        McpAgent reader = McpAgent.of(editor.as(token.json().get("token").asText()));
        JsonNode order = made(editor, "orders", order(20));

        assertThat(reader.tools()).contains("get_record").doesNotContain("run_action");
        assertThat(agent.done("describe_feature", "{\"feature\":\"orders\"}").toString())
                .contains("\"own_actions\":[{\"action\":\"pay\"")
                .doesNotContain("touch");
        assertThat(reader.done("describe_feature", "{\"feature\":\"orders\"}").toString())
                .doesNotContain("own_actions");
        assertThat(agent.outcome(
                        "run_action", "{\"feature\":\"orders\",\"id\":\"" + id(order) + "\",\"action\":\"touch\"}"))
                .isEqualTo("FORBIDDEN");
    }

    /** Each of them sees what the one before it wrote. */
    @Test
    void atTheSameMoment_oneOfManyPays() {
        JsonNode order = made(editor, "orders", order(2));
        List<Integer> statuses = new ArrayList<>(IntStream.range(0, 8)
                .parallel()
                .mapToObj(i -> editor.post("/api/orders/" + id(order) + "/actions/pay", "{\"method\":\"cash\"}")
                        .status())
                .toList());
        assertThat(statuses).containsOnlyOnce(200).contains(422);
        assertThat(stored(order).get("version").asInt()).isEqualTo(2);
    }

    @Test
    void theOpenApiDocument_hasTheActions_forThoseWhoMayDoThem() {
        JsonNode document = admin.get("/openapi.json").json();
        JsonNode pay = document.at("/paths/~1api~1orders~1{id}~1actions~1pay/post");

        assertThat(pay.get("summary").asText()).isEqualTo("Order: Pay");
        assertThat(pay.at("/requestBody/content/application~1json/schema/properties/method/enum")
                        .toString())
                .isEqualTo("[\"card\",\"cash\"]");
        assertThat(node.user("viewer").get("/openapi.json").text()).doesNotContain("actions/touch");
    }

    @Test
    void theRoomIsInTheHealth() {
        assertThat(admin.get("/health").text()).contains("\"logic\"");
    }
}
