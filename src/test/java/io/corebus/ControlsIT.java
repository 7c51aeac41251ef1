package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.Api.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code /api/controls}: features that are switched off, kept from changes, or served to some, through every door. */
class ControlsIT {
    private static final String CONTROLS = "/api/controls/features";
    private static final String FEATURES = "/api/features";
    private static final Duration IN_FORCE = Duration.ofSeconds(2);

    private static TestNode node;
    /** On the same servers, and never told of anything: it has to look by itself. */
    private static TestNode deaf;

    private static Api admin;
    private static Api viewer;
    private static Api editor;
    private static String resource;

    @BeforeAll
    static void start() {
        node = TestNode.start("controls", java.util.Map.of());
        deaf = node.another();
        admin = node.admin();
        admin.delete(CONTROLS);
        viewer = node.user("viewer");
        editor = node.user("editor", "viewer");
        resource = editor.post(FEATURES, body("kept")).header("Location");
    }

    @AfterEach
    void reset() {
        assertThat(admin.delete(CONTROLS).status()).isEqualTo(204);
        awaitInForce(viewer, 200);
    }

    @AfterAll
    static void stop() {
        deaf.stopAlone();
        node.stop();
    }

    private static String body(String name) {
        return "{\"name\":\"" + name + "\",\"value\":1}";
    }

    private static Answer set(String controls) {
        Answer answer = admin.put(CONTROLS, controls);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer;
    }

    /** Every instance of the room answers so, for a while. */
    private static void awaitInForce(Api api, int status) {
        await().atMost(IN_FORCE)
                .during(Duration.ofMillis(300))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> api.get(resource).status() == status);
    }

    private static void switchOff() {
        set("{\"enabled\":false,\"reason\":\"Prices are wrong.\"}");
        awaitInForce(viewer, 503);
    }

    private static void assertOff(Answer refused) {
        assertThat(refused.status()).as(refused.text()).isEqualTo(503);
        assertThat(refused.code()).isEqualTo("feature-off");
        assertThat(refused.json().get("detail").asText())
                .isEqualTo("The feature 'features' is switched off at the moment: Prices are wrong.");
        assertThat(refused.header("Retry-After")).isEqualTo("30");
    }

    private static List<String> features(Api api) {
        List<String> names = new ArrayList<>();
        api.get("/api/me/permissions")
                .json()
                .get("features")
                .forEach(one -> names.add(one.get("feature").asText()));
        return names;
    }

    private static String idOf(Api api) {
        return api.get("/api/me").json().get("id").asText();
    }

    private static Answer why(Api user, String action) {
        return admin.get("/api/permissions/why?user=" + idOf(user) + "&feature=features&action=" + action);
    }

    @Test
    void whatIsSet_isShown_withItsVersion_andInTheAuditTrail() {
        long before = admin.get(CONTROLS).json().get("version").asLong();

        Answer set =
                set("{\"read_only\":true,\"reason\":\"moving\",\"rollout\":{\"percentage\":40,\"roles\":[\"beta\"]}}");

        JsonNode body = set.json();
        assertThat(set.header("ETag")).isEqualTo("\"" + (before + 1) + "\"");
        assertThat(body.get("updated_by").asText()).isEqualTo(idOf(admin));
        assertThat(body.get("updated_at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
        assertThat(set.text())
                .startsWith("{\"feature\":\"features\",\"enabled\":true,\"read_only\":true,\"reason\":\"moving\","
                        + "\"rollout\":{\"percentage\":40,\"roles\":[\"beta\"]},\"version\":" + (before + 1));
        Answer read = admin.get(CONTROLS);
        assertThat(read.text()).isEqualTo(set.text());
        assertThat(read.header("ETag")).isEqualTo(set.header("ETag"));
        JsonNode list = admin.get("/api/controls").json();
        assertThat(list.get("data"))
                .extracting(one -> one.get("feature").asText())
                .contains("features", "tasks");
        assertThat(list.get("data")).contains(read.json());

        JsonNode entry = admin.get("/api/audit?resource_type=features&action=controls-changed&limit=1")
                .json()
                .at("/data/0");
        assertThat(entry.get("user").asText()).isEqualTo(idOf(admin));
        assertThat(entry.at("/before/read_only").asBoolean()).isFalse();
        assertThat(entry.at("/before/version").asLong()).isEqualTo(before);
        assertThat(entry.at("/after/read_only").asBoolean()).isTrue();
        assertThat(entry.at("/after/rollout/roles/0").asText()).isEqualTo("beta");
        assertThat(entry.at("/after/version").asLong()).isEqualTo(before + 1);
    }

    @Test
    void aFeatureForWhichNothingWasEverSet_isAsDeclared() {
        assertThat(admin.get("/api/controls/projects").text())
                .isEqualTo("{\"feature\":\"projects\",\"enabled\":true,\"read_only\":false,"
                        + "\"rollout\":{\"percentage\":100,\"roles\":[]},\"version\":0}");
    }

    @Test
    void twoAdmins_doNotOverwriteEachOther() {
        String tag = admin.get(CONTROLS).header("ETag");
        Answer first = admin.put(CONTROLS, "{\"reason\":\"first\"}", "If-Match", tag);
        assertThat(first.status()).isEqualTo(200);

        Answer second = admin.put(CONTROLS, "{\"reason\":\"second\"}", "If-Match", tag);
        Answer third = admin.delete(CONTROLS, "If-Match", tag);

        long version = first.json().get("version").asLong();
        assertThat(second.status()).isEqualTo(412);
        assertThat(second.code()).isEqualTo("version-mismatch");
        assertThat(second.json().get("current_version").asLong()).isEqualTo(version);
        assertThat(second.json().get("detail").asText())
                .isEqualTo("The controls of 'features' have version " + version
                        + " now, not the one you named. Read them again and repeat your change.");
        assertThat(third.status()).isEqualTo(412);
        assertThat(admin.get(CONTROLS).text()).isEqualTo(first.text());
        assertThat(admin.put("/api/controls/tasks", "{}", "If-Match", "\"7000\"")
                        .code())
                .isEqualTo("version-mismatch");
        assertThat(admin.delete(CONTROLS, "If-Match", first.header("ETag")).status())
                .isEqualTo(204);
        assertThat(admin.get(CONTROLS).json().get("version").asLong()).isEqualTo(version + 1);
    }

    @Test
    void aRepeat_isDoneOnce() {
        String key = UUID.randomUUID().toString();
        Answer first = admin.put(CONTROLS, "{\"reason\":\"once\"}", "Idempotency-Key", key);
        Answer repeat = admin.put(CONTROLS, "{\"reason\":\"once\"}", "Idempotency-Key", key);

        assertThat(repeat.status()).isEqualTo(200);
        assertThat(repeat.text()).isEqualTo(first.text());
        Answer other = admin.put(CONTROLS, "{\"reason\":\"twice\"}", "Idempotency-Key", key);
        assertThat(other.json().get("version").asLong())
                .isEqualTo(first.json().get("version").asLong() + 1);
    }

    @Test
    void changesAtTheSameMoment_areAllDone_oneAfterTheOther() throws Exception {
        long before = admin.get(CONTROLS).json().get("version").asLong();
        List<Thread> writers = new ArrayList<>();
        List<Integer> statuses = java.util.Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 8; i++) {
            String reason = "{\"reason\":\"r" + i + "\"}";
            writers.add(
                    new Thread(() -> statuses.add(admin.put(CONTROLS, reason).status())));
        }
        writers.forEach(Thread::start);
        for (Thread writer : writers) {
            writer.join();
        }

        assertThat(statuses).hasSize(8).containsOnly(200);
        assertThat(admin.get(CONTROLS).json().get("version").asLong()).isEqualTo(before + 8);
        JsonNode entries = admin.get("/api/audit?resource_type=features&action=controls-changed&limit=8")
                .json()
                .get("data");
        for (int i = 0; i < 7; i++) {
            assertThat(entries.get(i).get("before"))
                    .isEqualTo(entries.get(i + 1).get("after"));
        }
    }

    @Test
    void whatIsWrong_isToldWithItsPlace_andNothingIsSet() {
        String before = admin.get(CONTROLS).text();
        Answer refused = admin.put(CONTROLS, "{\"enabled\":\"no\",\"rollout\":{\"percentage\":101},\"onn\":true}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().get("errors"))
                .extracting(error -> error.get("pointer").asText())
                .containsExactlyInAnyOrder("/enabled", "/rollout/percentage", "/onn");
        assertThat(admin.put("/api/controls/nothing", "{}").code()).isEqualTo("unknown-feature");
        assertThat(admin.get("/api/controls/nothing").code()).isEqualTo("unknown-feature");
        assertThat(admin.delete("/api/controls/nothing").code()).isEqualTo("unknown-feature");
        assertThat(admin.put(CONTROLS, "[]").status()).isEqualTo(422);
        assertThat(admin.put(CONTROLS, "{").code()).isEqualTo("malformed-json");
        assertThat(admin.get("/api/controls?page=2").code()).isEqualTo("unknown-parameter");
        assertThat(admin.get(CONTROLS).text()).isEqualTo(before);
    }

    @Test
    void onlyAdmins_andWhoTriesIsInTheAuditTrail() {
        String reader = admin.post("/api/me/tokens", "{\"name\":\"t\",\"scopes\":[\"read\",\"write\"]}")
                .json()
                .get("token")
                .asText();

        Answer refused = editor.put(CONTROLS, "{\"enabled\":false}");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().get("detail").asText())
                .isEqualTo("Only an admin may see or set the controls of features.");
        assertThat(editor.get("/api/controls").code()).isEqualTo("forbidden");
        assertThat(editor.get(CONTROLS).code()).isEqualTo("forbidden");
        assertThat(editor.delete(CONTROLS).code()).isEqualTo("forbidden");
        assertThat(admin.as(reader).get(CONTROLS).code()).isEqualTo("insufficient-scope");
        assertThat(admin.as(null).get(CONTROLS).code()).isEqualTo("unauthenticated");
        JsonNode denied = admin.get("/api/audit?resource_type=controls&action=denied&user=" + idOf(editor))
                .json()
                .get("data");
        assertThat(denied)
                .extracting(entry -> entry.at("/after/action").asText())
                .containsExactlyInAnyOrder("set", "list", "get", "reset");
    }

    @Test
    void switchedOff_everyDoorIsClosed_forEverybody() {
        McpAgent agent = McpAgent.of(editor);
        McpAgent agentOfAdmin = McpAgent.of(admin);
        assertThat(agent.done("list_features", "{}").toString()).contains("\"features\"");
        switchOff();
        awaitInForce(admin, 503);

        for (Api api : List.of(editor, admin)) {
            assertOff(api.get(FEATURES));
            assertOff(api.get(resource));
            assertOff(api.post(FEATURES, body("n")));
            assertOff(api.put(resource, body("n")));
            assertOff(api.patch(resource, "{\"value\":2}"));
            assertOff(api.delete(resource));
            assertOff(api.send("QUERY", FEATURES, "{}", "Content-Type", "application/json"));
            assertOff(api.get(FEATURES + "/count"));
            assertOff(api.post(resource + "/restore", "{\"version\":1}"));
            assertOff(api.post(FEATURES + "/batch?mode=atomic", "[{\"op\":\"create\",\"data\":" + body("n") + "}]"));
            assertOff(api.get(FEATURES + "/export?format=csv"));
            assertOff(api.send("POST", FEATURES + "/import", body("n"), "Content-Type", "application/x-ndjson"));
            assertOff(api.get(FEATURES + "/events", "Accept", "text/event-stream"));
            assertThat(features(api)).doesNotContain("features").contains("projects");
        }
        assertOff(viewer.get(resource + "/history"));
        JsonNode why = why(admin, "read").json();
        assertThat(why.get("allowed").asBoolean()).isFalse();
        assertThat(why.get("code").asText()).isEqualTo("feature-off");
        assertThat(why.get("detail").asText()).endsWith("Prices are wrong.");
        JsonNode item = editor.post(FEATURES + "/batch", "[{\"op\":\"create\",\"data\":" + body("n") + "}]")
                .json()
                .at("/results/0");
        assertThat(item.get("status").asInt()).as(item.toString()).isEqualTo(503);
        for (McpAgent one : List.of(agent, agentOfAdmin)) {
            assertThat(one.done("list_features", "{}").toString()).doesNotContain("\"features\":\"features\"");
            assertThat(texts(one.done("list_features", "{}").get("features"))).doesNotContain("features");
            assertThat(one.outcome("query_records", "{\"feature\":\"features\"}"))
                    .isEqualTo("UNAVAILABLE");
            assertThat(one.fault("create_record", "{\"feature\":\"features\",\"data\":" + body("n") + "}")
                            .toString())
                    .contains("Prices are wrong.");
        }
    }

    private static List<String> texts(JsonNode rows) {
        List<String> texts = new ArrayList<>();
        rows.forEach(row -> texts.add(row.path("feature").asText()));
        return texts;
    }

    @Test
    void switchedOff_nothingIsLost_andAuditorsStillSeeAll() {
        Api auditor = node.user("auditor", "viewer");
        String id = resource.substring(resource.lastIndexOf('/') + 1);
        switchOff();

        String trail = "/api/audit?resource_type=features&action=created&resource_id=" + id;
        assertThat(auditor.get(trail).json().at("/data/0/after/name").asText()).isEqualTo("kept");
        assertThat(auditor.get(resource + "/history")
                        .json()
                        .at("/data/0/resource/name")
                        .asText())
                .isEqualTo("kept");
        assertThat(admin.get(resource + "/history").status()).isEqualTo(200);
        assertOff(auditor.get(resource));
        long refusals = entries(viewer);
        assertOff(viewer.get(resource));
        assertThat(entries(viewer)).isEqualTo(refusals);

        admin.delete(CONTROLS);
        awaitInForce(viewer, 200);
        assertThat(viewer.get(resource).json().get("name").asText()).isEqualTo("kept");
    }

    private static long entries(Api user) {
        return admin.get("/api/audit?limit=1000&user=" + idOf(user))
                .json()
                .get("data")
                .size();
    }

    @Test
    void switchedOff_whatWasWritten_canBeErasedFromTheTrail() {
        String gone = editor.post(FEATURES, body("private")).header("Location");
        String id = gone.substring(gone.lastIndexOf('/') + 1);
        switchOff();

        Answer erased = admin.post(
                "/api/audit/erase",
                "{\"resource_type\":\"features\",\"resource_id\":\"" + id + "\",\"reason\":\"asked for\"}");

        assertThat(erased.status()).as(erased.text()).isEqualTo(200);
        assertThat(admin.get("/api/audit?resource_type=features&resource_id=" + id)
                        .text())
                .doesNotContain("private");
    }

    @Test
    void switchedOff_anImportWaits_andGoesOnAfterwards() {
        StringBuilder lines = new StringBuilder();
        int total = 15_000;
        for (int i = 0; i < total; i++) {
            lines.append("{\"name\":\"imported\",\"value\":").append(i % 1_000).append("}\n");
        }
        byte[] upload = lines.toString().getBytes(StandardCharsets.UTF_8);
        String location = editor.sendBytes("POST", FEATURES + "/import", upload, "Content-Type", "application/x-ndjson")
                .header("Location");
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> editor.get(location).json().get("done").asLong() > 0);
        switchOff();
        awaitInForce(new Api(deaf.url(), viewer.token()), 503); // It may be the one that is at it.
        JsonNode waiting = editor.get(location).json();
        assertThat(waiting.get("state").asText()).as(waiting.toString()).isEqualTo("running");

        await().during(Duration.ofMillis(1_500))
                .atMost(Duration.ofSeconds(3))
                .until(() -> editor.get(location).json().get("done").equals(waiting.get("done")));
        admin.delete(CONTROLS);

        await().atMost(Duration.ofSeconds(60))
                .until(() -> editor.get(location).json().get("state").asText().equals("done"));
        JsonNode over = editor.get(location).json();
        assertThat(over.get("created").asInt()).isEqualTo(total);
        assertThat(over.get("failed").asInt()).isZero();
    }

    @Test
    void onlyReadable_readsGoOn_andWhatWouldChangeSomethingIsRefused() {
        set("{\"read_only\":true,\"reason\":\"We are moving.\"}");
        await().atMost(IN_FORCE)
                .during(Duration.ofMillis(300))
                .until(() -> editor.patch(resource, "{}").status() == 503);

        for (Api api : List.of(editor, admin)) {
            Answer refused = api.post(FEATURES, body("n"));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.code()).isEqualTo("feature-read-only");
            assertThat(refused.json().get("detail").asText())
                    .isEqualTo("The feature 'features' can only be read at the moment: We are moving.");
            assertThat(api.put(resource, body("n")).status()).isEqualTo(503);
            assertThat(api.get(resource).status()).isEqualTo(200);
            assertThat(api.get(FEATURES).status()).isEqualTo(200);
        }
        assertThat(viewer.post(FEATURES, body("n")).code()).isEqualTo("forbidden");
        assertThat(rights(editor).get("actions").toString()).isEqualTo("[\"read\"]");
        assertThat(rights(editor).get("read_only").asText())
                .isEqualTo("The feature 'features' can only be read at the moment: We are moving.");
        assertThat(rights(viewer).has("read_only")).isFalse();
        assertThat(McpAgent.of(editor).done("query_records", "{\"feature\":\"features\",\"limit\":1}"))
                .isNotNull();
        assertThat(McpAgent.of(editor)
                        .outcome("create_record", "{\"feature\":\"features\",\"data\":" + body("n") + "}"))
                .isEqualTo("UNAVAILABLE");
        JsonNode why = why(editor, "update").json();
        assertThat(why.get("allowed").asBoolean()).isFalse();
        assertThat(why.get("code").asText()).isEqualTo("feature-read-only");
        assertThat(why(editor, "read").json().get("allowed").asBoolean()).isTrue();
    }

    private static JsonNode rights(Api api) {
        return api.get("/api/me/permissions?feature=features").json().at("/features/0");
    }

    @Test
    void rolledOutToARole_othersDoNotHaveIt_andAreToldWhy() {
        Api tester = node.user("viewer", "beta");
        String token = tester.post("/api/me/tokens", "{\"name\":\"t\",\"scopes\":[\"read\"]}")
                .json()
                .get("token")
                .asText();
        set("{\"rollout\":{\"percentage\":0,\"roles\":[\"beta\"]}}");
        awaitInForce(viewer, 403);

        Answer refused = viewer.get(resource);
        assertThat(node.user("viewer", "auditor").get(resource + "/history").code())
                .isEqualTo("not-rolled-out");
        assertThat(refused.code()).isEqualTo("not-rolled-out");
        assertThat(refused.json().get("detail").asText())
                .isEqualTo("The feature 'features' is being introduced step by step, and you are not among them yet.");
        assertThat(tester.get(resource).status()).isEqualTo(200);
        assertThat(tester.as(token).get(resource).status()).isEqualTo(200);
        assertThat(admin.get(resource).status()).isEqualTo(200);
        assertThat(features(viewer)).doesNotContain("features");
        assertThat(features(tester)).contains("features");
        assertThat(texts(McpAgent.of(viewer).done("list_features", "{}").get("features")))
                .doesNotContain("features");
        assertThat(texts(McpAgent.of(tester).done("list_features", "{}").get("features")))
                .contains("features");
        JsonNode why = why(viewer, "read").json();
        assertThat(why.get("allowed").asBoolean()).isFalse();
        assertThat(why.get("code").asText()).isEqualTo("not-rolled-out");
        assertThat(why.get("status").asInt()).isEqualTo(403);
        assertThat(why(tester, "read").json().get("allowed").asBoolean()).isTrue();
        assertThat(viewer.post(FEATURES, body("n")).code()).isEqualTo("forbidden");
        assertThat(admin.get("/api/audit?action=denied&user=" + idOf(viewer)).text())
                .contains("\"code\":\"not-rolled-out\"");
    }

    @Test
    void rolledOutToAShare_aUserHasItOrNot_onEveryNode_andKeepsItWhenTheShareGrows() {
        List<Api> users = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            users.add(node.user("viewer"));
        }
        List<Api> before = List.of();
        for (int percentage : new int[] {0, 50, 100}) {
            set("{\"rollout\":{\"percentage\":" + percentage + "}}");
            List<Api> had = before;
            await().atMost(IN_FORCE).during(Duration.ofMillis(500)).until(() -> {
                List<Api> served = served(users, node.url());
                return served.containsAll(had) && served.equals(served(users, deaf.url()));
            });
            before = served(users, node.url());
            assertThat(before.size()).isBetween(percentage == 100 ? 12 : 0, percentage == 0 ? 0 : 12);
        }
    }

    private static List<Api> served(List<Api> users, String url) {
        return users.stream()
                .filter(user -> new Api(url, user.token()).get(resource).status() == 200)
                .toList();
    }

    @Test
    void aNodeThatHearsNoBell_hasItWithinTwoSeconds() {
        Api there = new Api(deaf.url(), viewer.token());
        assertThat(there.get(resource).status()).isEqualTo(200);

        set("{\"enabled\":false}");

        await().atMost(IN_FORCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> there.get(resource).code().equals("feature-off"));
        admin.delete(CONTROLS);
        await().atMost(IN_FORCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> there.get(resource).status() == 200);
    }
}
