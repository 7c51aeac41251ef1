package io.corebus;

import static io.corebus.McpSite.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.Api.Answer;
import io.corebus.testing.LogicJar;
import io.corebus.testing.OpenApiContract;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
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

/** Named actions with many resources, as jobs. */
class JobIT {
    private static final String PAY = "/api/orders/actions/pay";
    private static final String NAP = "/api/orders/actions/nap";
    private static final String BREW = "/api/orders/actions/brew";
    private static final String[] ASYNC = {"Prefer", "wait=5, respond-async"};

    private static TestNode node;
    private static Api admin;
    private static Api editor;
    private static OpenApiContract contract;

    @BeforeAll
    static void start(@TempDir Path work) throws IOException {
        Path extensions = LogicJar.directory(Path.of("src/test/resources/logic-source"), work, "com.acme.OrderLogic");
        node = TestNode.start(
                "job", Path.of("src/test/resources/logic"), Map.of("COREBUS_LOGIC_DIR", extensions.toString()));
        admin = node.admin();
        editor = node.user("viewer", "editor");
        contract = new OpenApiContract(admin.get("/openapi.json").text());
    }

    /** Nobody waits for what may take long: another node does it anew. */
    @AfterAll
    static void stop() throws SQLException {
        String job = begun(BREW, editor.post(BREW, body(orders(editor, mark(), 1), "{\"steps\":1000,\"millis\":100}")));
        await().atMost(Duration.ofSeconds(10))
                .until(() ->
                        editor.get(job).json().at("/progress/current/0/done").asInt() > 0);
        long began = System.nanoTime();
        node.stopAlone();
        long millis = (System.nanoTime() - began) / 1_000_000;
        List<String> left = node.servers()
                .query("DELETE FROM corebus.jobs WHERE id = '" + job.replace("/api/jobs/", "")
                        + "' RETURNING state || ' ' || (worker IS NULL)");
        node.servers().close();

        assertThat(millis).isLessThan(10_000);
        assertThat(left).containsExactly("running true");
    }

    private static String mark() {
        return "m" + UUID.randomUUID().toString().replace("-", "");
    }

    /** The ids of so many new orders, whose customers begin with the mark. */
    private static List<String> orders(Api by, String mark, int count) {
        List<String> items = IntStream.range(0, count)
                .mapToObj(i ->
                        "{\"op\":\"create\",\"data\":{\"customer\":\"" + mark + i + "\",\"amount\":2,\"note\":\"n\"}}")
                .toList();
        Answer made = by.post("/api/orders/batch?mode=atomic", "[" + String.join(",", items) + "]");
        assertThat(made.status()).as(made.text()).isEqualTo(200);
        List<String> ids = new ArrayList<>();
        made.json().get("results").forEach(result -> ids.add(id(result)));
        return ids;
    }

    private static String body(List<String> ids, String input) {
        return "{\"ids\":[\"" + String.join("\",\"", ids) + "\"],\"input\":" + input + "}";
    }

    private static String filtered(String filter, String input) {
        return "{\"filter\":\"" + filter + "\",\"input\":" + input + "}";
    }

    private static List<String> notes(String mark) {
        List<String> notes = new ArrayList<>();
        admin.get("/api/orders?limit=1000&sort=id&filter=customer==" + mark + "*")
                .json()
                .get("data")
                .forEach(order -> notes.add(order.path("note").asText()));
        return notes;
    }

    private static Answer documented(String method, String path, Answer answer) {
        JsonNode schema = contract.response(contract.operation(method, path), answer.status())
                .at("/content/application~1json/schema");
        assertThat(contract.faults(schema, answer.json())).as(answer.text()).isEmpty();
        return answer;
    }

    /** Where the job is that was begun. */
    private static String begun(String path, Answer accepted) {
        assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
        documented("POST", path, accepted);
        assertThat(accepted.header("Location")).isEqualTo("/api/jobs/" + id(accepted.json()));
        return accepted.header("Location");
    }

    private static JsonNode over(Api api, String job) {
        await().atMost(Duration.ofSeconds(40)).until(() -> api.get(job).json().has("ended_at"));
        return documented("GET", job, api.get(job)).json();
    }

    private static String counts(JsonNode job) {
        return job.get("state").asText() + " " + job.at("/progress/total").asText() + " "
                + job.at("/progress/done").asText() + " "
                + job.at("/progress/failed").asText();
    }

    private static List<JsonNode> results(Api api, String job) {
        List<JsonNode> results = new ArrayList<>();
        String next = job + "/results?limit=30";
        while (next != null) {
            Answer page = documented("GET", job + "/results", api.get(next));
            assertThat(page.status()).as(page.text()).isEqualTo(200);
            page.json().get("data").forEach(results::add);
            JsonNode cursor = page.json().at("/page/next");
            next = cursor.isNull() ? null : job + "/results?limit=30&cursor=" + cursor.asText();
        }
        return results;
    }

    private static JsonNode audit(String job, String action) {
        String about = job.replace("/api/jobs/", "");
        return admin.get("/api/audit?resource_type=jobs&action=" + action + "&resource_id=" + about)
                .json()
                .get("data");
    }

    @Test
    void fewAreDoneAsAJob_whereThatIsPreferred() {
        String mark = mark();
        List<String> ids = orders(editor, mark, 2);
        ids.add(1, UUID.randomUUID().toString());

        Answer accepted = editor.post(PAY, body(ids, "{\"method\":\"card\"}"), ASYNC);
        String job = begun(PAY, accepted);

        assertThat(accepted.header("Preference-Applied")).isEqualTo("respond-async");
        assertThat(accepted.json().get("state").asText()).isEqualTo("waiting");
        assertThat(counts(over(editor, job))).isEqualTo("done 3 2 1");
        List<JsonNode> results = results(editor, job);
        assertThat(results).extracting(result -> result.get("id").asText()).isEqualTo(ids);
        assertThat(results.get(0).get("output").toString()).isEqualTo("{\"receipt\":\"card 4\"}");
        assertThat(results.get(0).get("version").asInt()).isEqualTo(2);
        assertThat(results.get(1).get("status").asInt()).isEqualTo(404);
        assertThat(results.get(1).at("/error/code").asText()).isEqualTo("not-found");
        assertThat(audit(job, "job-started").at("/0/after").toString())
                .isEqualTo("{\"feature\":\"orders\",\"action\":\"pay\",\"input\":{\"method\":\"card\"},\"total\":3}");
        JsonNode ended = audit(job, "job-ended");
        assertThat(ended).hasSize(1);
        assertThat(ended.at("/0/after").toString().replace(" ", ""))
                .isEqualTo(
                        "{\"feature\":\"orders\",\"action\":\"pay\",\"state\":\"done\",\"total\":3,\"done\":2,\"failed\":1}");
        assertThat(ended.at("/0/user").asText())
                .isEqualTo(editor.get("/api/me").json().get("id").asText());
        JsonNode paid = admin.get("/api/audit?action=pay&resource_id=" + ids.get(0))
                .json()
                .at("/data/0");
        assertThat(paid.get("trace")).isNotNull().isEqualTo(ended.at("/0/trace"));
    }

    private static String one(String id, String action) {
        return "/api/orders/" + id + "/actions/" + action;
    }

    private static String note(String id) {
        return admin.get("/api/orders/" + id).json().path("note").asText();
    }

    @Test
    void one_isDoneAsAJob_whereThatIsPreferred() {
        String id = orders(editor, mark(), 1).get(0);
        String pay = one(id, "pay");
        String card = "{\"method\":\"card\"}";
        String[] first = {"Prefer", "respond-async", "If-Match", "\"1\"", "Idempotency-Key", id};

        Answer accepted = editor.post(pay, card, first);
        String job = begun(pay, accepted);

        assertThat(accepted.header("Preference-Applied")).isEqualTo("respond-async");
        assertThat(counts(over(editor, job))).isEqualTo("done 1 1 0");
        assertThat(results(editor, job).get(0).get("output").toString()).isEqualTo("{\"receipt\":\"card 4\"}");
        // It has another version by now, and is paid.
        Answer again = editor.post(pay, card, first);
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.header("Location")).isEqualTo(job);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.json().get("state").asText()).isEqualTo("done");
        assertThat(editor.post(pay, card, "Idempotency-Key", id).code()).isEqualTo("idempotency-key-reused");
    }

    @Test
    void one_thatWouldBeRefusedAtOnce_isNoJob() {
        String id = orders(editor, mark(), 1).get(0);
        String ofAnother = orders(admin, mark(), 1).get(0);
        String card = "{\"method\":\"card\"}";

        Answer stale = editor.post(one(id, "pay"), card, "Prefer", "respond-async", "If-Match", "\"7\"");
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.json().get("current_version").asInt()).isEqualTo(1);
        assertThat(editor.post(one(UUID.randomUUID().toString(), "pay"), card, ASYNC)
                        .code())
                .isEqualTo("not-found");
        assertThat(editor.post(one(ofAnother, "pay"), card, ASYNC).code()).isEqualTo("rule-not-met");
        assertThat(node.user("viewer").post(one(id, "brew"), "{}").code()).isEqualTo("forbidden");
        Answer gold = editor.post(one(id, "pay"), "{\"method\":\"gold\"}", ASYNC);
        assertThat(gold.json().at("/errors/0/pointer").asText()).isEqualTo("/method");
        assertThat(admin.get("/api/audit?action=denied&resource_id=" + ofAnother)
                        .json()
                        .get("data"))
                .hasSize(1);
    }

    @Test
    void anActionThatMayTakeLong_isAJob_andTellsHowFarItIs() {
        List<String> ids = orders(editor, mark(), 3);
        String changed = orders(editor, mark(), 1).get(0);
        String brew = one(ids.get(0), "brew");
        String[] ifFirst = {"If-Match", "\"1\""};

        String job = begun(brew, editor.post(brew, "{\"steps\":25,\"millis\":100}", "If-Match", "\"1\""));
        String other = begun(brew, editor.post(one(changed, "brew"), "{\"steps\":25,\"millis\":100}", ifFirst));
        String many = begun(BREW, editor.post(BREW, body(ids.subList(1, 3), "{\"steps\":2}")));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> editor.get(other).json().at("/progress").has("current"));
        assertThat(editor.patch("/api/orders/" + changed, "{\"note\":\"other\"}")
                        .status())
                .isEqualTo(200);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> editor.get(job).json().at("/progress").has("current"));
        JsonNode current = documented("GET", job, editor.get(job)).json().at("/progress/current/0");
        JsonNode over = over(editor, job);

        assertThat(current.get("id").asText()).isEqualTo(ids.get(0));
        assertThat(current.get("total").asInt()).isEqualTo(25);
        assertThat(current.get("done").asInt()).isBetween(1, 25);
        assertThat(current.get("text").asText()).isEqualTo("step " + current.get("done"));
        assertThat(over.get("progress").toString()).isEqualTo("{\"total\":1,\"done\":1,\"failed\":0}");
        assertThat(results(editor, job).get(0).get("output").toString()).isEqualTo("{\"steps\":25}");
        assertThat(counts(over(editor, many))).isEqualTo("done 2 2 0");
        assertThat(ids).allMatch(id -> note(id).equals("nb"));
        // It was changed before its time came.
        assertThat(counts(over(editor, other))).isEqualTo("done 1 0 1");
        assertThat(results(editor, other).get(0).at("/error/code").asText()).isEqualTo("version-mismatch");
        assertThat(note(changed)).isEqualTo("other");
    }

    /** The thread of one is interrupted; the other one does not mind, and is not waited for. */
    @Test
    void aCancelledJob_interruptsWhatTakesLong_andNothingOfItIsWritten() {
        List<String> ids = orders(editor, mark(), 2);
        String steps = "{\"steps\":25,\"millis\":100,\"deaf\":%s}";
        List<String> jobs = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            String brew = one(ids.get(i), "brew");
            jobs.add(begun(brew, editor.post(brew, steps.formatted(i == 1))));
        }
        for (String job : jobs) {
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> editor.get(job).json().at("/progress").has("current"));
            assertThat(editor.delete(job).status()).isEqualTo(204);
            assertThat(editor.get(job).json().at("/progress").has("current")).isFalse();
        }

        await().atMost(Duration.ofSeconds(6))
                .untilAsserted(() -> assertThat(admin.get("/metrics").text().lines())
                        .filteredOn(line -> line.startsWith("corebus_logic_acts"))
                        .containsExactly("corebus_logic_acts 0.0"));
        await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
        assertThat(ids).allMatch(id -> note(id).equals("n"));
        for (String job : jobs) {
            assertThat(counts(over(editor, job))).isEqualTo("cancelled 1 0 0");
            assertThat(results(editor, job)).isEmpty();
        }
    }

    @Test
    void moreThanAHundred_areAJob_andEachIsDoneOnce() {
        String mark = mark();
        List<String> ids = orders(editor, mark, 130);

        Answer accepted = editor.post(NAP, body(ids, "{}"));
        String job = begun(NAP, accepted);

        assertThat(accepted.header("Preference-Applied")).isNull();
        assertThat(counts(over(editor, job))).isEqualTo("done 130 130 0");
        assertThat(results(editor, job))
                .extracting(result -> result.get("id").asText())
                .isEqualTo(ids);
        assertThat(notes(mark)).hasSize(130).containsOnly("nz");
    }

    /** What was done does not fit the filter any more, and what another user made the editor may not pay. */
    @Test
    void whatAFilterFinds_isDone_asItsUserMayDoIt() {
        String mark = mark();
        List<String> own = orders(editor, mark, 45);
        List<String> others = orders(admin, mark + "x", 2);

        Answer accepted = editor.post(PAY, filtered("customer==" + mark + "*;status==open", "{\"method\":\"cash\"}"));
        String job = begun(PAY, accepted);

        assertThat(accepted.json().get("filter").asText()).startsWith("customer==");
        assertThat(counts(over(editor, job))).isEqualTo("done 47 45 2");
        List<JsonNode> results = results(editor, job);
        assertThat(results.subList(0, 45))
                .extracting(result -> result.get("id").asText())
                .isEqualTo(own);
        assertThat(results.subList(45, 47))
                .extracting(result -> result.get("id").asText() + " "
                        + result.at("/error/code").asText())
                .isEqualTo(others.stream().map(id -> id + " rule-not-met").toList());
        assertThat(admin.get("/api/audit?action=denied&resource_id=" + others.get(1))
                        .json()
                        .get("data"))
                .hasSize(1);
        assertThat(counts(over(
                        editor,
                        begun(PAY, editor.post(PAY, filtered("customer==none" + mark, "{\"method\":\"cash\"}"))))))
                .isEqualTo("done 0 0 0");
    }

    @Test
    void whatIsMadeLater_isNotLookedAt() {
        String mark = mark();
        orders(editor, mark, 30);

        String job = begun(NAP, editor.post(NAP, filtered("customer==" + mark + "*", "{\"millis\":200}")));
        orders(editor, mark + "later", 3);

        assertThat(counts(over(editor, job))).isEqualTo("done 30 30 0");
        assertThat(notes(mark + "later")).containsOnly("n");
        assertThat(notes(mark)).hasSize(33).containsOnly("n", "nz");
    }

    @Test
    void aRepeatUnderItsKey_isTheSameJob() {
        String mark = mark();
        List<String> ids = orders(editor, mark, 3);
        String[] key = {"Idempotency-Key", UUID.randomUUID().toString()};
        String[] async = {"Idempotency-Key", key[1], "Prefer", "respond-async"};
        String[] other = {"Idempotency-Key", UUID.randomUUID().toString()};

        String job = begun(NAP, editor.post(NAP, body(ids, "{}"), async));
        Answer again = editor.post(NAP, body(ids, "{}"), async);
        over(editor, job);

        assertThat(again.header("Location")).isEqualTo(job);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(editor.post(NAP, body(ids, "{\"millis\":1}"), async).code()).isEqualTo("idempotency-key-reused");
        assertThat(editor.post(NAP, body(ids, "{}"), key).code()).isEqualTo("idempotency-key-reused");
        assertThat(editor.post(NAP, body(ids, "{}"), other).status()).isEqualTo(200);
        assertThat(editor.post(NAP, body(ids, "{}"), other[0], other[1], "Prefer", "respond-async")
                        .code())
                .isEqualTo("idempotency-key-reused");
        assertThat(editor.post(
                                "/api/orders",
                                "{\"customer\":\"" + mark() + "\",\"amount\":1}",
                                "Idempotency-Key",
                                key[1])
                        .code())
                .isEqualTo("idempotency-key-reused");
        assertThat(notes(mark)).containsOnly("nzz");
    }

    @Test
    void whatWasErased_isNoResultAnyMore() {
        List<String> ids = orders(editor, mark(), 2);
        String job = begun(PAY, editor.post(PAY, body(ids, "{\"method\":\"card\"}"), ASYNC));
        over(editor, job);

        assertThat(admin.post(
                                "/api/audit/erase",
                                "{\"resource_type\":\"orders\",\"resource_id\":\"" + ids.get(0)
                                        + "\",\"reason\":\"asked\"}")
                        .status())
                .isEqualTo(200);

        assertThat(results(editor, job))
                .extracting(result -> result.get("id").asText())
                .containsExactly(ids.get(1));
    }

    @Test
    void onlyWhoBeganIt_andAdmins_seeIt() {
        Api other = node.user("viewer", "editor");
        String job = begun(NAP, editor.post(NAP, body(orders(editor, mark(), 1), "{}"), ASYNC));
        over(editor, job);

        assertThat(other.get(job).code()).isEqualTo("not-found");
        assertThat(other.get(job + "/results").code()).isEqualTo("not-found");
        assertThat(other.delete(job).code()).isEqualTo("not-found");
        assertThat(other.get("/api/jobs").json().get("data")).isEmpty();
        assertThat(admin.get(job).status()).isEqualTo(200);
        assertThat(admin.get(job + "/results").json().get("data")).hasSize(1);
        Answer list = documented("GET", "/api/jobs", editor.get("/api/jobs?limit=1"));
        assertThat(list.json().at("/data/0/created_by").asText())
                .isEqualTo(editor.get("/api/me").json().get("id").asText());
        assertThat(admin.as(null).get("/api/jobs").status()).isEqualTo(401);
        assertThat(admin.get("/api/jobs/x").status()).isEqualTo(404);
        assertThat(admin.get("/api/jobs?cursor=x").code()).isEqualTo("bad-cursor");
        assertThat(admin.get(job + "/results?cursor=x").code()).isEqualTo("bad-cursor");
        assertThat(admin.get(job + "/results?limit=0").code()).isEqualTo("bad-query");
        assertThat(admin.delete(job).status()).isEqualTo(204);
        assertThat(admin.get(job).json().get("state").asText()).isEqualTo("done");
    }

    @Test
    void aTokenSees_whatItCouldBeginOrRead() {
        String job = begun(NAP, admin.post(NAP, body(orders(editor, mark(), 1), "{}"), ASYNC));
        over(admin, job);
        String made = "{\"name\":\"t\",\"scopes\":[\"%s\"]}";
        Api reader = admin.as(admin.post("/api/me/tokens", made.formatted("orders:read"))
                .json()
                .get("token")
                .asText());
        Api actor = admin.as(admin.post("/api/me/tokens", made.formatted("orders:act"))
                .json()
                .get("token")
                .asText());
        Api stranger = admin.as(admin.post("/api/me/tokens", made.formatted("notices:read"))
                .json()
                .get("token")
                .asText());

        assertThat(reader.get(job).status()).isEqualTo(200);
        assertThat(reader.delete(job).code()).isEqualTo("insufficient-scope");
        assertThat(actor.get(job + "/results").status()).isEqualTo(200);
        assertThat(actor.delete(job).status()).isEqualTo(204);
        assertThat(stranger.get(job).code()).isEqualTo("insufficient-scope");
        assertThat(stranger.get("/api/jobs").code()).isEqualTo("insufficient-scope");
        assertThat(actor.post(NAP, filtered("amount==2", "{}")).code()).isEqualTo("insufficient-scope");
    }

    @Test
    void aCancelledJob_beginsNothingMore_andTellsWhatWasDone() {
        String mark = mark();
        orders(editor, mark, 100);
        String job = begun(NAP, editor.post(NAP, filtered("customer==" + mark + "*", "{\"millis\":300}")));
        await().until(() -> editor.get(job).json().at("/progress/done").asInt() > 0);

        assertThat(editor.delete(job).status()).isEqualTo(204);
        assertThat(editor.get(job).json().get("state").asText()).isEqualTo("cancelled");
        await().atMost(Duration.ofSeconds(15))
                .until(() -> notes(mark).stream().filter("nz"::equals).count()
                        == editor.get(job).json().at("/progress/done").asInt());

        JsonNode over = over(editor, job);
        assertThat(over.at("/progress/done").asInt()).isLessThan(100);
        assertThat(results(editor, job)).hasSize(over.at("/progress/done").asInt());
        assertThat(audit(job, "job-ended").at("/0/after/state").asText()).isEqualTo("cancelled");
    }

    @Test
    void aUserWhoIsDisabled_getsNothingMoreDone() {
        Api gone = node.user("viewer", "editor");
        String user = gone.get("/api/me").json().get("id").asText();
        String mark = mark();
        String job = begun(NAP, gone.post(NAP, body(orders(gone, mark, 100), "{\"millis\":300}"), ASYNC));
        await().until(() -> admin.get(job).json().at("/progress/done").asInt() > 0);

        admin.patch("/api/users/" + user, "{\"disabled\":true}");

        JsonNode over = over(admin, job);
        assertThat(over.get("state").asText()).isEqualTo("failed");
        assertThat(over.get("reason").asText()).isEqualTo("The user who began it is disabled.");
        assertThat(over.at("/progress/done").asInt()).isBetween(20, 80);
        assertThat(audit(job, "job-ended").at("/0/after/reason").asText())
                .isEqualTo("The user who began it is disabled.");
    }

    @Test
    void aUserWhoMayReadNothingAnyMore_findsNothingMore() {
        Api demoted = node.user("viewer", "editor");
        String user = demoted.get("/api/me").json().get("id").asText();
        String mark = mark();
        orders(demoted, mark, 60);
        String job = begun(NAP, demoted.post(NAP, filtered("customer==" + mark + "*", "{\"millis\":300}")));
        await().until(() -> admin.get(job).json().at("/progress/done").asInt() > 0);

        admin.patch("/api/users/" + user, "{\"roles\":[\"editor\"]}");

        JsonNode over = over(admin, job);
        assertThat(over.get("state").asText()).isEqualTo("failed");
        assertThat(over.get("reason").asText())
                .isEqualTo("To read orders takes the role viewer; you have the role editor.");
        assertThat(over.at("/progress/done").asInt()).isLessThan(60);
        assertThat(notes(mark).stream().filter("nz"::equals))
                .hasSize(over.at("/progress/done").asInt());
    }

    @Test
    void aTokenThatIsRevoked_getsNothingMoreDone() {
        JsonNode token = editor.post("/api/me/tokens", "{\"name\":\"t\",\"scopes\":[\"orders:act\"]}")
                .json();
        Api program = editor.as(token.get("token").asText());
        String job = begun(NAP, program.post(NAP, body(orders(editor, mark(), 100), "{\"millis\":300}"), ASYNC));
        await().until(() -> editor.get(job).json().at("/progress/done").asInt() > 0);

        assertThat(editor.delete("/api/me/tokens/" + id(token)).status()).isEqualTo(204);

        JsonNode over = over(editor, job);
        assertThat(over.get("state").asText()).isEqualTo("failed");
        assertThat(over.get("reason").asText())
                .isEqualTo("The API token with which it was begun was revoked, or has expired.");
        assertThat(over.at("/progress/done").asInt()).isLessThan(100);
    }

    /** Three seconds are what an action has. */
    @Test
    void oneThatLogicIsTooSlowFor_doesNotKeepTheOthers() {
        String mark = mark();
        String slow = orders(editor, mark, 1).get(0);

        String job = begun(NAP, editor.post(NAP, body(List.of(slow), "{\"millis\":4000}"), ASYNC));

        assertThat(counts(over(editor, job))).isEqualTo("done 1 0 1");
        assertThat(results(editor, job).get(0).at("/error/code").asText()).isEqualTo("logic-too-slow");
        assertThat(notes(mark)).containsExactly("n");
    }

    @Test
    void whatIsAsked_isChecked_beforeThereIsAJob() {
        String id = orders(editor, mark(), 1).get(0);
        String card = "{\"method\":\"card\"}";
        List<String> many = IntStream.range(0, 10_001)
                .mapToObj(i -> UUID.randomUUID().toString())
                .toList();

        Answer gold = editor.post(PAY, body(List.of(id), "{\"method\":\"gold\"}"), ASYNC);
        assertThat(gold.json().at("/errors/0/pointer").asText()).isEqualTo("/input/method");
        assertThat(editor.post(PAY, filtered("amount=xx=1", card)).code()).isEqualTo("bad-query");
        assertThat(editor.post(PAY, filtered("colour==red", card)).code()).isEqualTo("bad-query");
        assertThat(editor.post(PAY, "{\"filter\":\"amount==1\",\"ids\":[\"" + id + "\"],\"input\":" + card + "}")
                        .json()
                        .at("/errors/0/pointer")
                        .asText())
                .isEqualTo("/filter");
        assertThat(editor.post(PAY, "{\"filter\":7,\"input\":" + card + "}")
                        .json()
                        .at("/errors/0/pointer")
                        .asText())
                .isEqualTo("/filter");
        assertThat(editor.post(PAY, body(many, card))
                        .json()
                        .at("/errors/0/code")
                        .asText())
                .isEqualTo("items");
        assertThat(node.user("viewer").post(NAP, filtered("amount==1", "{}")).code())
                .isEqualTo("forbidden");
        assertThat(admin.as(null).post(NAP, filtered("amount==1", "{}")).status())
                .isEqualTo(401);
        assertThat(node.user("editor").post(NAP, filtered("amount==1", "{}")).code())
                .isEqualTo("forbidden");
    }
}
