package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.Api.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rights as a descriptor declares them, through every door, against the whole system. */
class RightsIT {
    private static final String PAPERS = "/api/papers";
    private static final Map<String, Api> USERS = new LinkedHashMap<>();
    private static TestNode node;
    private static Api admin;

    @BeforeAll
    static void start() {
        node = TestNode.start("rights", Path.of("src/test/resources/rights"), Map.of());
        admin = node.admin();
        USERS.put("admin", admin);
        USERS.put("author", node.user("writer"));
        USERS.put("another", node.user("writer"));
        USERS.put("viewer", node.user("viewer"));
        USERS.put("desk", node.user("desk"));
        USERS.put("guest", node.user("guest"));
        USERS.put("editor", node.user("editor", "viewer"));
        USERS.put("nobody", admin.as(null));
    }

    @AfterAll
    static void stop() {
        node.stop();
    }

    private static Api user(String name) {
        return USERS.get(name);
    }

    /** A paper that the author created, with a secret and, from an admin, a budget. */
    private static String paper(String status) {
        Answer created = user("author").post(PAPERS, "{\"title\":\"t\",\"secret\":\"s\"}");
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        String path = PAPERS + "/" + created.json().get("id").asText();
        Answer changed = admin.patch(path, "{\"budget\":10.50,\"status\":\"" + status + "\"}");
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        return path;
    }

    private static String outcome(Answer answer) {
        return answer.status() < 300 ? String.valueOf(answer.status()) : answer.status() + " " + answer.code();
    }

    private static String query(String name, String value) {
        return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** The cursor of one page of a history is no right to the next. */
    @Test
    void aCursor_opensNoHistory_thatIsClosed() {
        String path = paper("done");
        assertThat(admin.patch(path, "{\"status\":\"draft\"}").status()).isEqualTo(200);
        String id = path.substring(PAPERS.length() + 1);
        String cursor = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("history " + id + " 9").getBytes(StandardCharsets.UTF_8));

        assertThat(admin.get(path + "/history?cursor=" + cursor).json().get("data"))
                .hasSize(3);
        assertThat(outcome(user("guest").get(path + "/history"))).isEqualTo("404 not-found");
        assertThat(outcome(user("guest").get(path + "/history?cursor=" + cursor)))
                .isEqualTo("404 not-found");
        assertThat(admin.patch(path, "{\"status\":\"done\"}").status()).isEqualTo(200);
        assertThat(user("guest").get(path + "/history?cursor=" + cursor).status())
                .isEqualTo(200);
    }

    @Test
    void whatTheDatabaseSaysOfHiddenFields_isNotTold_ofABatchEither() {
        String code = UUID.randomUUID().toString();
        String vault = "{\"title\":\"t\",\"code\":\"" + code + "\"}";
        assertThat(admin.post("/api/vaults", vault).status()).isEqualTo(201);

        for (Answer refused : List.of(
                user("guest").post("/api/vaults", vault),
                user("guest").post("/api/vaults/batch?mode=atomic", "[{\"op\":\"create\",\"data\":" + vault + "}]"))) {
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.text())
                    .contains("some of which you may not read")
                    .doesNotContain("code\",", "/code", "of code");
        }
        assertThat(admin.post("/api/vaults/batch?mode=atomic", "[{\"op\":\"create\",\"data\":" + vault + "}]")
                        .text())
                .contains("/0/data/code");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "admin   | draft | 200 | 200 | 200 | 204",
                "author  | draft | 200 | 200 | 403 field-not-writable | 204",
                "author  | done  | 200 | 403 rule-not-met | 403 rule-not-met | 403 rule-not-met",
                "another | draft | 404 not-found | 404 not-found | 404 not-found | 404 not-found",
                "viewer  | draft | 200 | 403 rule-not-met | 403 rule-not-met | 403 rule-not-met",
                "desk    | draft | 200 | 200 | 200 | 403 rule-not-met",
                "guest   | draft | 404 not-found | 404 not-found | 404 not-found | 404 not-found",
                "guest   | done  | 200 | 403 rule-not-met | 403 rule-not-met | 403 rule-not-met",
                "editor  | done  | 200 | 200 | 200 | 204",
                "nobody  | draft | 401 unauthenticated | 401 unauthenticated | 401 unauthenticated | 401 unauthenticated"
            })
    void everyVerb_isAnsweredByTheSameRule(
            String who, String status, String get, String title, String secret, String delete) {
        String path = paper(status);

        for (int i = 0; i < 2; i++) { // From storage and from the cache.
            assertThat(outcome(user(who).get(path))).isEqualTo(get);
        }
        assertThat(outcome(user(who).patch(path, "{\"title\":\"new\"}"))).isEqualTo(title);
        assertThat(outcome(user(who).patch(path, "{\"secret\":\"new\"}"))).isEqualTo(secret);
        assertThat(outcome(user(who).delete(path))).isEqualTo(delete);
        JsonNode left = admin.get(path).json();
        if (!delete.equals("204")) {
            assertThat(left.get("title").asText()).isEqualTo(title.equals("200") ? "new" : "t");
            assertThat(left.get("secret").asText()).isEqualTo(secret.equals("200") ? "new" : "s");
        }
    }

    /** Version 1 has the title t and the secret s, version 2 the budget too; version 3 has other values. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "admin   | draft | 200 | t | s",
                "author  | draft | 200 | t | later",
                "author  | done  | 403 rule-not-met | new | later",
                "another | draft | 404 not-found | new | later",
                "viewer  | draft | 403 rule-not-met | new | later",
                "desk    | draft | 200 | t | later",
                "guest   | done  | 403 rule-not-met | new | later",
                "editor  | done  | 200 | t | s"
            })
    void ofAVersion_comesBackWhatTheCallerCouldReadThen_andMayWriteNow(
            String who, String status, String restore, String title, String secret) {
        String path = paper("draft");
        admin.patch(path, "{\"title\":\"new\",\"secret\":\"later\",\"budget\":12,\"status\":\"" + status + "\"}");

        Answer restored = user(who).post(path + "/restore", "{\"version\":2}");

        assertThat(outcome(restored)).isEqualTo(restore);
        JsonNode left = admin.get(path).json();
        assertThat(left.get("title").asText()).isEqualTo(title);
        assertThat(left.get("secret").asText()).isEqualTo(secret);
        assertThat(left.get("version").asLong()).isEqualTo(restored.status() == 200 ? 4 : 3);
        if (restored.status() == 200) {
            assertThat(restored.text()).isEqualTo(user(who).get(path).text());
        }
    }

    @Test
    void aRestorationThatIsRepeated_isAnsweredAsBefore_evenWhereItWouldNotBeAllowedAnyMore() {
        String path = paper("draft");
        String[] key = {"Idempotency-Key", UUID.randomUUID().toString()};
        Answer first = user("author").post(path + "/restore", "{\"version\":1}", key);
        assertThat(outcome(first)).isEqualTo("200");
        admin.patch(path, "{\"status\":\"done\"}");

        Answer again = user("author").post(path + "/restore", "{\"version\":1}", key);

        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(outcome(user("author").post(path + "/restore", "{\"version\":1}")))
                .isEqualTo("403 rule-not-met");
    }

    @Test
    void aVersionThatTheCallerCouldNotRead_isNone() {
        String path = paper("draft");
        admin.patch(path, "{\"status\":\"done\"}");
        String body = "{\"version\":9}";
        assertThat(outcome(user("desk").post(path + "/restore", body))).isEqualTo("404 version-not-found");
        assertThat(outcome(user("guest").post(path + "/restore", body))).isEqualTo("403 rule-not-met");
    }

    @Test
    void aDeletedResource_comesBackForItsOwner_withWhatHeMayNotWriteAsItWasAtLast() {
        String path = paper("draft");
        admin.patch(path, "{\"title\":\"new\",\"secret\":\"later\",\"budget\":12}");
        assertThat(user("author").delete(path).status()).isEqualTo(204);
        String body = "{\"version\":1}";
        assertThat(outcome(user("another").post(path + "/restore", body))).isEqualTo("404 not-found");
        assertThat(outcome(user("desk").post(path + "/restore", body))).isEqualTo("403 forbidden");
        assertThat(outcome(user("author").post(path + "/restore", body, "If-Match", "\"3\"")))
                .isEqualTo("412 version-mismatch");

        Answer restored = user("author").post(path + "/restore", body, "If-Match", "\"4\"");

        assertThat(outcome(restored)).isEqualTo("200");
        JsonNode left = admin.get(path).json();
        assertThat(left.get("title").asText()).isEqualTo("t");
        assertThat(left.get("secret").asText()).isEqualTo("later");
        assertThat(left.get("budget").asText()).startsWith("12");
        assertThat(left.get("version").asLong()).isEqualTo(5);
        assertThat(restored.text()).isEqualTo(user("author").get(path).text());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "admin   | draft | 200 | 200 | 204",
                "author  | draft | 200 | 403 field-not-writable | 204",
                "author  | done  | 403 rule-not-met | 403 rule-not-met | 403 rule-not-met",
                "another | draft | 404 not-found | 404 not-found | 404 not-found",
                "desk    | draft | 200 | 200 | 403 rule-not-met",
                "guest   | done  | 403 rule-not-met | 403 rule-not-met | 403 rule-not-met"
            })
    void theItemsOfABatch_areHeldAgainstTheSameRules(
            String who, String status, String title, String secret, String delete) {
        for (String mode : List.of("each", "atomic")) {
            assertThat(item(who, mode, "patch", paper(status), "{\"title\":\"new\"}"))
                    .isEqualTo(title);
            assertThat(item(who, mode, "patch", paper(status), "{\"secret\":\"new\"}"))
                    .isEqualTo(secret);
            assertThat(item(who, mode, "delete", paper(status), null)).isEqualTo(delete);
        }
    }

    /** What came of the only item of a batch. */
    private static String item(String who, String mode, String operation, String path, String data) {
        String id = path.substring(PAPERS.length() + 1);
        String more = data == null ? "" : ",\"data\":" + data;
        Answer answer = user(who)
                .post(
                        PAPERS + "/batch?mode=" + mode,
                        "[{\"op\":\"" + operation + "\",\"id\":\"" + id + "\"" + more + "}]");
        if (answer.status() != 200) {
            return outcome(answer);
        }
        JsonNode result = answer.json().at("/results/0");
        String code = result.at("/error/code").asText();
        return result.get("status").asText() + (code.isEmpty() ? "" : " " + code);
    }

    @Test
    void anAtomicBatch_withOneItemThatIsNotAllowed_doesNothing_andItsAnswersHideWhatIsHidden() {
        String mine = paper("draft");
        String done = paper("done");
        String change = "{\"op\":\"patch\",\"id\":\"%s\",\"data\":{\"title\":\"new\"}}";
        String ofMine = change.formatted(mine.substring(PAPERS.length() + 1));
        String ofDone = change.formatted(done.substring(PAPERS.length() + 1));
        String create = "{\"op\":\"create\",\"data\":{\"title\":\"a\",\"status\":\"done\"}}";

        Answer refused = user("author").post(PAPERS + "/batch?mode=atomic", "[" + ofMine + "," + ofDone + "]");
        Answer created = user("author").post(PAPERS + "/batch?mode=atomic", "[" + ofMine + "," + create + "]");
        assertThat(outcome(refused)).isEqualTo("403 rule-not-met");
        assertThat(outcome(created)).isEqualTo("403 rule-not-met");
        assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo("/1/id");
        assertThat(admin.get(mine).json().get("title").asText()).isEqualTo("t");
        JsonNode shown = user("desk")
                .post(PAPERS + "/batch?mode=atomic", "[" + ofMine + "]")
                .json()
                .at("/results/0/data");
        assertThat(shown.get("title").asText()).isEqualTo("new");
        assertThat(shown.has("secret")).isFalse();
    }

    @Test
    void anExport_hasWhatAListWouldHave() {
        String draft = paper("draft");
        String done = paper("done");

        String guest = user("guest").get(PAPERS + "/export").text();
        assertThat(guest).contains(done.substring(PAPERS.length() + 1)).doesNotContain("secret", "budget");
        assertThat(guest).doesNotContain(draft.substring(PAPERS.length() + 1));
        assertThat(user("guest").get(PAPERS + "/export?fields=secret").code()).isEqualTo("bad-query");
        assertThat(user("desk").get(PAPERS + "/export?format=csv").text()).doesNotContain(",s,");
        assertThat(admin.get(PAPERS + "/export?format=csv").text()).contains(",s,");
    }

    @Test
    void anExportAsCsv_namesNoFieldThatTheCallerMayNotRead() {
        admin.post("/api/vaults", "{\"title\":\"t\",\"code\":\"c\"}");

        assertThat(user("guest").get("/api/vaults/export?format=csv").text())
                .startsWith("id,version,title,created_at,updated_at,created_by,updated_by\r\n");
        assertThat(admin.get("/api/vaults/export?format=csv").text())
                .startsWith("id,version,title,code,created_at,updated_at,created_by,updated_by\r\n");
        assertThat(outcome(user("desk").get("/api/vaults/export?format=csv"))).isEqualTo("403 forbidden");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "viewer | title status secret budget",
                "author | title status secret budget",
                "desk | title status budget",
                "guest | title status"
            })
    void whatIsHidden_isInNoAnswer_andCannotBeAskedFor(String who, String fields) {
        String path = paper("done");
        String id = path.substring(PAPERS.length() + 1);
        List<String> shown = List.of(fields.split(" "));

        JsonNode single = user(who).get(path).json();
        JsonNode listed = user(who)
                .get(PAPERS + "?" + query("filter", "id==" + id))
                .json()
                .at("/data/0");
        assertThat(listed).isEqualTo(single);
        for (String field : List.of("title", "status", "secret", "budget")) {
            assertThat(single.has(field)).as(field).isEqualTo(shown.contains(field));
            Answer filtered =
                    user(who).get(PAPERS + "?" + query("filter", field + "!=x").replace("%3Dx", "%3Dnull"));
            Answer sorted = user(who).get(PAPERS + "?sort=" + field);
            assertThat(filtered.status() == 200).as(filtered.text()).isEqualTo(shown.contains(field));
            assertThat(sorted.status() == 200).as(sorted.text()).isEqualTo(shown.contains(field));
        }
        assertThat(single.has("created_by")).isTrue();
    }

    @Test
    void aHiddenField_isRefusedAsOneThatDoesNotExist() {
        Answer hidden = user("guest").get(PAPERS + "?sort=secret");
        Answer unknown = user("guest").get(PAPERS + "?sort=colour");

        assertThat(hidden.status()).isEqualTo(400);
        assertThat(hidden.json().get("detail").asText()).isEqualTo("There is no field 'secret' in papers.");
        assertThat(unknown.json().get("detail").asText()).isEqualTo("There is no field 'colour' in papers.");
    }

    @Test
    void aList_hasTheRowsOfTheCaller_alsoOverPages() {
        List<String> drafts = List.of(paper("draft"), paper("draft"));
        List<String> done = List.of(paper("done"), paper("done"), paper("done"));

        assertThat(all("guest")).containsAll(done).doesNotContainAnyElementsOf(drafts);
        assertThat(all("author")).containsAll(done).containsAll(drafts);
        assertThat(all("another")).isEmpty();
        assertThat(user("guest").get(PAPERS + "?filter=status==draft").json().get("data"))
                .isEmpty();
    }

    private static List<String> all(String who) {
        List<String> paths = new ArrayList<>();
        String next = PAPERS + "?limit=2&sort=-title";
        while (next != null) {
            JsonNode page = user(who).get(next).json();
            page.get("data")
                    .forEach(row -> paths.add(PAPERS + "/" + row.get("id").asText()));
            JsonNode cursor = page.at("/page/next");
            next = cursor.isNull() ? null : PAPERS + "?limit=2&sort=-title&" + query("cursor", cursor.asText());
        }
        return paths;
    }

    @Test
    void aCreate_mustMeetTheRule_andNameWritableFieldsOnly() {
        Answer done = user("author").post(PAPERS, "{\"title\":\"t\",\"status\":\"done\"}");
        Answer budget = user("author").post(PAPERS, "{\"title\":\"t\",\"budget\":1}");

        assertThat(outcome(done)).isEqualTo("403 rule-not-met");
        assertThat(done.json().get("detail").asText())
                .isEqualTo("You may create papers only where status==draft: it would not meet that.");
        assertThat(outcome(budget)).isEqualTo("403 field-not-writable");
        assertThat(budget.json().at("/errors/0/pointer").asText()).isEqualTo("/budget");
        assertThat(outcome(user("viewer").post(PAPERS, "{\"title\":\"t\"}"))).isEqualTo("403 forbidden");
    }

    @Test
    void anUpdate_mayLeadOnlyWhereTheRuleAllows() {
        String path = paper("draft");

        Answer done = user("author").patch(path, "{\"status\":\"done\"}");
        assertThat(outcome(done)).isEqualTo("403 rule-not-met");
        assertThat(done.json().get("detail").asText())
                .isEqualTo(
                        "You may update papers only that you created and where status=in=(draft,review): it would not meet that.");
        assertThat(outcome(user("author").patch(path, "{\"status\":\"review\"}")))
                .isEqualTo("200");
        assertThat(outcome(user("author").patch(path, "{\"title\":\"late\"}"))).isEqualTo("403 rule-not-met");
    }

    /** The desk may write every field, the owner two: what is left of them when one of both does not hold afterwards. */
    @Test
    void whatOneEntryAllows_isNotLentToAnother() {
        Api both = node.user("writer", "desk");
        String id = both.post(PAPERS, "{\"title\":\"t\"}").json().get("id").asText();
        String path = PAPERS + "/" + id;

        Answer locked = both.patch(path, "{\"secret\":\"locked\"}");
        assertThat(outcome(locked)).isEqualTo("403 field-not-writable");
        assertThat(outcome(both.put(path, "{\"title\":\"t\",\"secret\":\"locked\",\"status\":\"review\"}")))
                .isEqualTo("403 field-not-writable");
        assertThat(outcome(both.patch(path, "{\"secret\":\"open\"}"))).isEqualTo("200");
        assertThat(outcome(both.patch(path, "{\"status\":\"done\"}"))).isEqualTo("200");
    }

    @Test
    void aRule_overWhatTheCallerCannotRead_isNotTold() {
        String path = paper("draft");
        admin.patch(path, "{\"secret\":\"locked\"}");

        assertThat(user("desk")
                        .patch(path, "{\"title\":\"x\"}")
                        .json()
                        .get("detail")
                        .asText())
                .isEqualTo(
                        "You may update papers only of some kinds, or that you created and where status==draft: this one does not meet that.");
    }

    @Test
    void aReplacement_keepsWhatTheCallerCannotSeeOrWrite() {
        String path = paper("draft");

        JsonNode seen = user("desk").get(path).json();
        Answer replaced = user("desk").put(path, seen.toString().replace("\"t\"", "\"by the desk\""));
        assertThat(outcome(replaced)).isEqualTo("200");
        assertThat(replaced.json().has("secret")).isFalse();
        assertThat(admin.get(path).json().get("secret").asText()).isEqualTo("s");

        String own = user("author").get(path).text().replace("10.5,", "10.50,").replace("by the desk", "by me");
        assertThat(outcome(user("author").put(path, own))).isEqualTo("200");
        assertThat(outcome(user("author").put(path, own.replace("10.50", "11"))))
                .isEqualTo("403 field-not-writable");
        assertThat(outcome(user("author").put(path, "{\"title\":\"short\"}"))).isEqualTo("200");
        assertThat(admin.get(path).text()).contains("\"secret\":\"s\"", "\"budget\":10.5,", "\"title\":\"short\"");
    }

    @Test
    void aRepeat_getsTheFirstResult_alsoWhereTheRuleDoesNotHoldAnyMore() {
        String path = paper("draft");
        String key = UUID.randomUUID().toString();

        Answer first = user("author").patch(path, "{\"status\":\"review\"}", "Idempotency-Key", key);
        Answer again = user("author").patch(path, "{\"status\":\"review\"}", "Idempotency-Key", key);
        assertThat(outcome(again)).isEqualTo("200");
        assertThat(again.text()).isEqualTo(first.text());

        String other = paper("draft");
        assertThat(outcome(user("author").delete(other, "Idempotency-Key", key + "d")))
                .isEqualTo("204");
        assertThat(outcome(user("author").delete(other, "Idempotency-Key", key + "d")))
                .isEqualTo("204");
        assertThat(outcome(user("author").delete(other))).isEqualTo("404 not-found");
    }

    /** Whoever loses the race is refused; a change by the author that was acknowledged was made to a draft. */
    @Test
    void aRow_thatMovesOutOfTheRule_isNotChangedAnyMore() {
        for (int i = 0; i < 15; i++) {
            String path = paper("draft");
            CompletableFuture<Answer> late =
                    CompletableFuture.supplyAsync(() -> user("author").patch(path, "{\"title\":\"late\"}"));
            CompletableFuture<Answer> gone =
                    CompletableFuture.supplyAsync(() -> user("author").delete(path));
            Answer done = user("editor").patch(path, "{\"status\":\"done\"}");

            assertThat(outcome(late.join())).isIn("200", "403 rule-not-met", "404 not-found");
            if (late.join().status() == 200) {
                assertThat(late.join().json().get("status").asText()).isEqualTo("draft");
            }
            assertThat(outcome(done)).isIn("200", "404 not-found");
            assertThat(gone.join().status() == 204).isEqualTo(admin.get(path).status() == 404);
            assertThat(done.status() == 200 && gone.join().status() == 204)
                    .as("deleted after it was done")
                    .isFalse();
        }
    }

    @Test
    void refusals_areInTheTrail() {
        String path = paper("done");
        user("author").patch(path, "{\"title\":\"x\"}");
        String id = path.substring(PAPERS.length() + 1);

        await().untilAsserted(() -> assertThat(
                        admin.get("/api/audit?action=denied&resource_id=" + id).text())
                .contains("rule-not-met"));
        assertThat(outcome(user("author").get("/api/audit"))).isEqualTo("403 forbidden");
        assertThat(outcome(user("viewer").get("/api/audit/export"))).isEqualTo("403 forbidden");
    }

    @Test
    void whatIsPublic_isReadWithoutAToken_andOwnedByWhoWroteIt() {
        Answer created = user("guest").post("/api/boards", "{\"text\":\"hello\"}");
        String path = "/api/boards/" + created.json().get("id").asText();

        assertThat(outcome(user("nobody").get(path))).isEqualTo("200");
        assertThat(outcome(user("nobody").get("/api/boards"))).isEqualTo("200");
        assertThat(outcome(user("nobody").post("/api/boards", "{\"text\":\"x\"}")))
                .isEqualTo("401 unauthenticated");
        assertThat(outcome(user("nobody").delete(path))).isEqualTo("401 unauthenticated");
        assertThat(outcome(user("viewer").delete(path))).isEqualTo("403 rule-not-met");
        assertThat(outcome(user("guest").delete(path))).isEqualTo("204");
    }

    @Test
    void myPermissions_sayWhatIMay() {
        JsonNode mine = user("guest").get("/api/me/permissions?feature=papers").json();

        assertThat(mine.at("/features/0").toString())
                .isEqualTo("{\"feature\":\"papers\",\"actions\":[\"read\",\"update\",\"delete\"],"
                        + "\"limited\":[\"read\",\"update\",\"delete\"],\"writable\":[\"title\",\"status\"]}");
        assertThat(mine.at("/roles/0").asText()).isEqualTo("guest");
        assertThat(user("desk").get("/api/me/permissions").json().get("features"))
                .hasSize(2);
        assertThat(outcome(user("nobody").get("/api/me/permissions"))).isEqualTo("401 unauthenticated");
        assertThat(outcome(user("desk").get("/api/me/permissions?feature=x"))).isEqualTo("404 unknown-feature");
    }

    @Test
    void why_ofADisabledUser_isThatItIsDisabled() {
        String id = node.user("viewer").get("/api/me").json().get("id").asText();
        String asked = "/api/permissions/why?feature=papers&action=read&user=" + id;
        admin.patch("/api/users/" + id, "{\"disabled\":true}");
        JsonNode why = admin.get(asked).json();
        admin.patch("/api/users/" + id, "{\"disabled\":false}");

        assertThat(why.get("allowed").asBoolean()).isFalse();
        assertThat(why.get("status").asInt()).isEqualTo(401);
        assertThat(why.get("code").asText()).isEqualTo("invalid-token");
        assertThat(why.get("detail").asText())
                .isEqualTo("The user is disabled: no token of it is taken. Without that, the entries would decide.");
        assertThat(admin.get(asked).json().get("allowed").asBoolean()).isTrue();
    }

    @Test
    void why_tellsAnAdmin_whichEntryDecides() {
        String path = paper("done");
        String author = admin.get(path).json().get("created_by").asText();
        String asked = "/api/permissions/why?feature=papers&id=" + path.substring(PAPERS.length() + 1);

        JsonNode why = admin.get(asked + "&action=update&user=" + author).json();
        assertThat(why.get("allowed").asBoolean()).isFalse();
        assertThat(why.get("code").asText()).isEqualTo("rule-not-met");
        assertThat(why.get("entries").get(3).toString())
                .isEqualTo(
                        "{\"entry\":\"{role: owner, where: \\\"status==draft\\\", after: \\\"status=in=(draft,review)\\\", fields: [status, title]}\","
                                + "\"applies\":false,\"because\":\"the user is one of them; the resource does not meet the rule\"}");
        assertThat(admin.get(asked + "&action=read&user=" + author)
                        .json()
                        .get("detail")
                        .asText())
                .isEqualTo("Allowed by owner: the user created it.");
        assertThat(admin.get(asked + "&action=read&user=anonymous")
                        .json()
                        .get("status")
                        .asInt())
                .isEqualTo(401);
        assertThat(outcome(user("viewer").get(asked + "&action=read&user=anonymous")))
                .isEqualTo("403 forbidden");
        assertThat(outcome(admin.get(asked + "&action=eat&user=anonymous"))).isEqualTo("400 bad-query");
    }
}
