package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.Api.Answer;
import io.corebus.testing.OpenApiContract;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many commands in one request, against the whole system. */
class BatchIT {
    private static final String EACH = "/api/features/batch";
    private static final String ATOMIC = "/api/features/batch?mode=atomic";

    private static Api admin;
    private static OpenApiContract contract;

    @BeforeAll
    static void start() {
        admin = TestNode.shared().admin();
        contract = new OpenApiContract(admin.get("/openapi.json").text());
    }

    private static String created(String name) {
        Answer created = admin.post("/api/features", "{\"name\":\"" + name + "\",\"value\":1}");
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        return created.json().get("id").asText();
    }

    private static JsonNode feature(String id) {
        return admin.get("/api/features/" + id).json();
    }

    private static String create(String name, int value) {
        return "{\"op\":\"create\",\"data\":{\"name\":\"" + name + "\",\"value\":" + value + "}}";
    }

    private static String on(String op, String id, String more) {
        return "{\"op\":\"" + op + "\",\"id\":\"" + id + "\"" + more + "}";
    }

    private static String array(String... items) {
        return "[" + String.join(",", items) + "]";
    }

    /** The results, of which is checked that they are as documented. */
    private static JsonNode results(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonNode documented = contract.response(contract.operation("POST", EACH), 200);
        assertThat(contract.faults(documented.at("/content/application~1json/schema"), answer.json()))
                .as(answer.text())
                .isEmpty();
        return answer.json().get("results");
    }

    private static List<Integer> statuses(JsonNode results) {
        List<Integer> statuses = new ArrayList<>();
        results.forEach(result -> statuses.add(result.get("status").asInt()));
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
    void each_answersEveryItemForItself() {
        String changed = created("changed");
        String deleted = created("deleted");
        JsonNode results = results(admin.post(
                EACH,
                array(
                        create("new", 7),
                        create("bad", -7),
                        on("update", changed, ",\"version\":1,\"data\":{\"name\":\"changed\",\"value\":2}"),
                        on("update", changed, ",\"version\":1,\"data\":{\"name\":\"late\",\"value\":2}"),
                        on("patch", changed, ",\"data\":{\"value\":3}"),
                        on("delete", deleted, ""),
                        on("delete", deleted, ""),
                        on("patch", "no-id", ",\"data\":{}"),
                        "{\"op\":\"destroy\"}",
                        "7")));

        assertThat(statuses(results)).containsExactly(201, 422, 200, 412, 200, 204, 404, 404, 422, 422);
        assertThat(results.at("/0/data/value").asInt()).isEqualTo(7);
        assertThat(results.at("/1/error/errors/0/pointer").asText()).isEqualTo("/value");
        assertThat(results.at("/3/error/current_version").asInt()).isEqualTo(2);
        assertThat(results.at("/4/data/name").asText()).isEqualTo("changed");
        assertThat(results.at("/5/version").asInt()).isEqualTo(2);
        assertThat(results.at("/5").has("data")).isFalse();
        assertThat(results.at("/8/error/errors/0").toString())
                .isEqualTo(
                        "{\"pointer\":\"/op\",\"code\":\"enum\",\"detail\":\"must be create, update, patch or delete.\"}");
        assertThat(results.at("/9/error/errors/0/code").asText()).isEqualTo("type");
        assertThat(feature(changed).get("value").asInt()).isEqualTo(3);
        assertThat(admin.get("/api/features/" + deleted).status()).isEqualTo(404);
    }

    @Test
    void each_doesAThousandItems_andThoseOfOneResourceInTheirOrder() {
        String id = created("counted");
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            body.append(i % 10 == 0 ? on("patch", id, ",\"data\":{\"value\":" + i + "}") : create("many", i))
                    .append('\n');
        }
        JsonNode results = results(admin.post(EACH, body.toString(), "Content-Type", "application/x-ndjson"));

        assertThat(statuses(results).stream().distinct().sorted()).containsExactly(200, 201);
        for (int i = 0; i < 1_000; i += 10) {
            assertThat(results.get(i).get("version").asInt()).isEqualTo(i / 10 + 2);
        }
        assertThat(feature(id).get("value").asInt()).isEqualTo(990);
    }

    @Test
    void each_repeatedWithTheKey_isDoneOnce() {
        String key = UUID.randomUUID().toString();
        String own = UUID.randomUUID().toString();
        String body = array(
                create("once", 1),
                create("never", -1),
                "{\"op\":\"create\",\"data\":{\"name\":\"own\",\"value\":1},\"idempotency_key\":\"" + own + "\"}");
        JsonNode first = results(admin.post(EACH, body, "Idempotency-Key", key));
        JsonNode second = results(admin.post(EACH, body, "Idempotency-Key", key));
        JsonNode third = results(admin.post(EACH, body));

        assertThat(statuses(second)).containsExactly(201, 422, 201);
        assertThat(second.at("/0/id")).isEqualTo(first.at("/0/id"));
        assertThat(second.at("/0/replayed").asBoolean()).isTrue();
        assertThat(first.at("/0").has("replayed")).isFalse();
        assertThat(third.at("/0/id")).isNotEqualTo(first.at("/0/id"));
        assertThat(third.at("/2/id")).isEqualTo(first.at("/2/id"));
        Answer other = admin.post(EACH, array(create("other", 1)), "Idempotency-Key", key);
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.code()).isEqualTo("idempotency-key-reused");
    }

    @Test
    void each_repeatedWithTheKey_whenOneWasErased_createsNothingAnew() {
        String key = UUID.randomUUID().toString();
        String body = array(create("a", 1), create("b", 2), create("c", 3));
        JsonNode first = results(admin.post(EACH, body, "Idempotency-Key", key));
        String erasure = "{\"resource_type\":\"features\",\"resource_id\":\""
                + first.at("/1/id").asText() + "\",\"reason\":\"asked for\"}";
        assertThat(admin.post("/api/audit/erase", erasure).status()).isEqualTo(200);

        JsonNode second = results(admin.post(EACH, body, "Idempotency-Key", key));

        assertThat(statuses(second)).containsExactly(201, 410, 201);
        assertThat(second.at("/0/id")).isEqualTo(first.at("/0/id"));
        assertThat(second.at("/1/error/code").asText()).isEqualTo("erased");
        assertThat(second.at("/2/id")).isEqualTo(first.at("/2/id"));
    }

    @Test
    void each_withAKeyOfAnotherBatch_doesNothing() {
        String key = UUID.randomUUID().toString();
        String mark = UUID.randomUUID().toString();
        String kept = created("kept");
        assertThat(statuses(results(admin.post(EACH, array(create("a", -1), create("b", 1)), "Idempotency-Key", key))))
                .containsExactly(422, 201);

        String other = array(create(mark, 1), create("c", 1), create(mark, 2));
        Answer refused = admin.post(EACH, other, "Idempotency-Key", key);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("idempotency-key-reused");
        assertNothingDone(mark, kept);
        assertThat(admin.post(ATOMIC, array(create("a", -1), create("b", 1)), "Idempotency-Key", key)
                        .status())
                .isEqualTo(422);
    }

    @Test
    void each_forCallersWithoutTheRight_saysSoForEveryItem() {
        String id = created("kept");
        Api editor = TestNode.shared().user("editor", "viewer");
        JsonNode results = results(editor.post(EACH, array(create("allowed", 1), on("delete", id, ""))));

        assertThat(statuses(results)).containsExactly(201, 403);
        assertThat(results.at("/1/error/code").asText()).isEqualTo("forbidden");
        assertThat(admin.as(null)
                        .post(EACH, array(create("a", 1), create("b", 1)))
                        .code())
                .isEqualTo("unauthenticated");
    }

    @Test
    void atomic_doesAll() {
        String changed = created("changed");
        String patched = created("patched");
        String deleted = created("deleted");
        Answer answer = admin.post(
                ATOMIC,
                array(
                        create("one", 1),
                        on("update", changed, ",\"data\":{\"name\":\"changed\",\"value\":2}"),
                        create("two", 2),
                        on("patch", patched, ",\"version\":1,\"data\":{\"value\":3}"),
                        on("delete", deleted, ",\"version\":1")));
        JsonNode results = results(answer);

        assertThat(statuses(results)).containsExactly(201, 200, 201, 200, 204);
        assertThat(feature(results.at("/2/id").asText()).toString())
                .isEqualTo(results.at("/2/data").toString());
        assertThat(feature(changed).get("value").asInt()).isEqualTo(2);
        assertThat(feature(patched).get("name").asText()).isEqualTo("patched");
        assertThat(feature(patched).get("value").asInt()).isEqualTo(3);
        assertThat(admin.get("/api/features/" + deleted).status()).isEqualTo(404);
        assertThat(admin.get("/api/features/" + patched + "/history")
                        .json()
                        .at("/data/0/action")
                        .asText())
                .isEqualTo("updated");
    }

    @Test
    void atomic_withFaults_namesThemAll_andDoesNothing() {
        String kept = created("kept");
        String mark = UUID.randomUUID().toString();
        Answer answer = admin.post(
                ATOMIC,
                array(
                        create(mark, 1),
                        create(mark, -1),
                        on("update", kept, ",\"data\":{\"name\":\"\",\"other\":1}"),
                        on("delete", kept, ""),
                        on("delete", "no-id", "")));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.code()).isEqualTo("validation");
        assertThat(answer.json().get("detail").asText()).startsWith("Item 1: ").endsWith(" Nothing was done.");
        assertThat(faults(answer))
                .containsExactly(
                        "/1/data/value minimum",
                        "/2/data/name min-length",
                        "/2/data/value required",
                        "/2/data/other unknown-field",
                        "/3/id unique",
                        "/4/id not-found");
        assertNothingDone(mark, kept);
    }

    private static void assertNothingDone(String mark, String kept) {
        assertThat(admin.get("/api/features?filter=name==" + mark).json().get("data"))
                .isEmpty();
        assertThat(feature(kept).get("version").asInt()).isEqualTo(1);
    }

    @Test
    void atomic_thatMeetsAnotherState_isRolledBack() {
        String kept = created("kept");
        String other = created("other");
        String mark = UUID.randomUUID().toString();
        String gone = UUID.randomUUID().toString();
        String change = on("update", kept, ",\"data\":{\"name\":\"x\",\"value\":2}");
        Answer missing = admin.post(ATOMIC, array(create(mark, 1), change, on("delete", gone, "")));
        Answer patched = admin.post(ATOMIC, array(create(mark, 1), change, on("patch", gone, ",\"data\":{}")));
        Answer late = admin.post(ATOMIC, array(create(mark, 1), change, on("delete", other, ",\"version\":7")));
        Answer lateUpdate = admin.post(
                ATOMIC, array(change, on("update", other, ",\"version\":7,\"data\":{\"name\":\"x\",\"value\":2}")));

        assertThat(missing.status()).isEqualTo(404);
        assertThat(faults(missing)).containsExactly("/2/id not-found");
        assertThat(patched.status()).isEqualTo(404);
        assertThat(faults(patched)).containsExactly("/2/id not-found");
        assertThat(late.status()).isEqualTo(412);
        assertThat(late.json().get("current_version").asInt()).isEqualTo(1);
        assertThat(faults(late)).containsExactly("/2/version version-mismatch");
        assertThat(faults(lateUpdate)).containsExactly("/1/version version-mismatch");
        assertNothingDone(mark, kept);
    }

    @Test
    void atomic_againstARuleOfTheDatabase_namesTheItem() {
        String key = "B" + UUID.randomUUID().toString().substring(0, 8).toUpperCase(java.util.Locale.ROOT);
        String project = "{\"op\":\"create\",\"data\":{\"key\":\"" + key + "\",\"name\":\"n\",\"budget\":1}}";
        String free = project.replace(key, key + "2");
        Answer answer = admin.post("/api/projects/batch?mode=atomic", array(free, project, project));

        assertThat(answer.status()).isEqualTo(409);
        assertThat(faults(answer)).containsExactly("/2/data/key unique");
        assertThat(answer.json().get("detail").asText())
                .isEqualTo("Item 2: Another resource has the same key, which must be unique. Nothing was done.");
        assertThat(admin.get("/api/projects?filter=key==" + key + "*").json().get("data"))
                .isEmpty();
    }

    @Test
    void atomic_repeatedWithTheKey_isDoneOnce() {
        String deleted = created("deleted");
        String patched = created("patched");
        String key = UUID.randomUUID().toString();
        String body =
                array(create("once", 1), on("patch", patched, ",\"data\":{\"value\":5}"), on("delete", deleted, ""));
        Answer first = admin.post(ATOMIC, body, "Idempotency-Key", key);
        Answer second = admin.post(ATOMIC, body, "Idempotency-Key", key);
        Answer created = admin.post(ATOMIC, array(create("other", 1)), "Idempotency-Key", key);

        assertThat(results(first).at("/0").has("replayed")).isFalse();
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(results(second).at("/0/id")).isEqualTo(results(first).at("/0/id"));
        assertThat(statuses(results(second))).containsExactly(201, 200, 204);
        assertThat(feature(patched).get("version").asInt()).isEqualTo(2);
        assertThat(created.status()).isEqualTo(422);
        assertThat(created.code()).isEqualTo("idempotency-key-reused");
    }

    @Test
    void atomic_withoutTheRightForOneItem_isForbidden() {
        String kept = created("kept");
        String mark = UUID.randomUUID().toString();
        Api editor = TestNode.shared().user("editor");
        Answer answer = editor.post(ATOMIC, array(create(mark, 1), on("delete", kept, "")));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("forbidden");
        assertNothingDone(mark, kept);
        assertThat(admin.as(null).post(ATOMIC, array(create(mark, 1))).status()).isEqualTo(401);
    }

    @Test
    void whatIsNoBatch_isRefusedAsAWhole() {
        Answer broken = admin.post(EACH, create("a", 1) + "\n\n{\"op\":\n", "Content-Type", "application/x-ndjson");
        assertThat(broken.status()).isEqualTo(400);
        assertThat(broken.code()).isEqualTo("malformed-json");
        assertThat(broken.json().get("detail").asText())
                .isEqualTo("Line 3 is not well-formed JSON: it ends too early, at column 7.");
        assertThat(admin.post(EACH, "{}").json().at("/errors/0/detail").asText())
                .isEqualTo("must be an array of items.");
        assertThat(admin.post(EACH, "[]").json().at("/errors/0/detail").asText())
                .isEqualTo("must have 1 to 1000 items.");
        assertThat(admin.post(EACH, "[" + "1,".repeat(1_000) + "1]").status()).isEqualTo(422);
        assertThat(admin.post(EACH + "?mode=some", "[1]").code()).isEqualTo("bad-query");
        assertThat(admin.post(EACH, "[1]", "Content-Type", "text/csv").status()).isEqualTo(415);
        assertThat(admin.post(EACH, "[" + " ".repeat(1_100_000) + "]").status()).isEqualTo(413);
        assertThat(admin.get(EACH).status()).isEqualTo(405);
    }

    @Test
    void faultsOfForm_areNamedByThePlaceOfTheItem() {
        Answer answer = admin.post(
                ATOMIC,
                array(
                        "{\"op\":\"create\",\"id\":\"x\",\"version\":1,\"idempotency_key\":\"k\"}",
                        "{\"op\":\"patch\",\"version\":0,\"more\":1}",
                        "{\"op\":\"delete\",\"id\":5,\"data\":{}}",
                        "{}"));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(faults(answer))
                .containsExactly(
                        "/0/id unknown-field",
                        "/0/data required",
                        "/0/version unknown-field",
                        "/0/idempotency_key unknown-field",
                        "/1/more unknown-field",
                        "/1/id required",
                        "/1/data required",
                        "/1/version type",
                        "/2/data unknown-field",
                        "/2/id type",
                        "/3/op required");
    }

    @Test
    void halfASurrogatePair_isRefusedAsInASingleRequest() {
        String bad = "{\"op\":\"create\",\"data\":{\"name\":\"a\\ud800\",\"value\":1}}";
        String good = "{\"op\":\"create\",\"data\":{\"name\":\"\\ud83d\\ude00 \u00e9\",\"value\":1}}";
        JsonNode results = results(admin.sendBytes(
                "POST", EACH, array(bad, good).getBytes(StandardCharsets.UTF_8), "Content-Type", "application/json"));

        assertThat(statuses(results)).containsExactly(422, 201);
        assertThat(results.at("/1/data/name").asText()).isEqualTo("\ud83d\ude00 \u00e9");
    }
}
