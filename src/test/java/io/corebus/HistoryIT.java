package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.Api.Answer;
import io.corebus.testing.OpenApiContract;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The versions that a resource had, and how it gets them back, against the whole system. What is answered is held against the OpenAPI document. */
class HistoryIT {
    private static final String FEATURES = "/api/features";
    private static Api admin;
    private static OpenApiContract contract;

    @BeforeAll
    static void start() {
        admin = TestNode.shared().admin();
        contract = new OpenApiContract(admin.get("/openapi.json").text());
    }

    private static String create(String name, int value) {
        Answer created = admin.post(FEATURES, body(name, value));
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        return FEATURES + "/" + created.json().get("id").asText();
    }

    private static String body(String name, int value) {
        return "{\"name\":\"" + name + "\",\"value\":" + value + "}";
    }

    private static JsonNode documented(Answer answer, String method, String path, int status) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        JsonNode response = contract.response(contract.operation(method, path.replaceAll("\\?.*", "")), status);
        JsonNode schema =
                response.get("content").get(answer.header("Content-Type")).get("schema");
        assertThat(contract.faults(schema, answer.json())).as(answer.text()).isEmpty();
        return answer.json();
    }

    private static JsonNode history(String path, String query) {
        return documented(admin.get(path + "/history" + query), "GET", path + "/history", 200);
    }

    private static Answer restore(String path, long version, String... headers) {
        return admin.post(path + "/restore", "{\"version\":" + version + "}", headers);
    }

    private static JsonNode restored(String path, long version, String... headers) {
        return documented(restore(path, version, headers), "POST", path + "/restore", 200);
    }

    private static JsonNode refused(Answer answer, String path, int status, String code) {
        JsonNode refusal = documented(answer, "POST", path + "/restore", status);
        assertThat(refusal.get("code").asText()).isEqualTo(code);
        return refusal;
    }

    private static List<String> actions(String path) {
        List<String> actions = new ArrayList<>();
        history(path, "")
                .get("data")
                .forEach(change -> actions.add(
                        change.get("version") + " " + change.get("action").asText() + " " + change.get("changed")));
        return actions;
    }

    @Test
    void aHistory_tellsWhoChangedWhat_newestFirst_alsoOfADeletedResource() {
        String path = create("first", 1);
        admin.patch(path, "{\"value\":2}");
        admin.put(path, body("last", 2));
        admin.delete(path);

        assertThat(actions(path))
                .containsExactly(
                        "4 deleted []",
                        "3 updated [\"name\"]",
                        "2 updated [\"value\"]",
                        "1 created [\"name\",\"value\"]");
        JsonNode deletion = history(path, "?limit=1").get("data").get(0);
        assertThat(deletion.at("/resource/name").asText()).isEqualTo("last");
        assertThat(deletion.at("/resource/version").asLong()).isEqualTo(3);
        assertThat(deletion.get("via").asText()).isEqualTo("http");
        assertThat(deletion.get("user").asText())
                .isEqualTo(admin.get("/api/me").json().get("id").asText());
    }

    @Test
    void aHistory_comesInPages() {
        String path = create("paged", 1);
        for (int i = 2; i <= 5; i++) {
            admin.patch(path, "{\"value\":" + i + "}");
        }
        List<Long> versions = new ArrayList<>();
        String next = path + "/history?limit=2";
        while (next != null) {
            Answer page = admin.get(next);
            documented(page, "GET", next, 200)
                    .get("data")
                    .forEach(one -> versions.add(one.get("version").asLong()));
            String link = page.header("Link");
            next = link == null ? null : link.substring(1, link.indexOf('>'));
        }
        assertThat(versions).containsExactly(5L, 4L, 3L, 2L, 1L);
        assertThat(admin.get(path + "/history?cursor=x").code()).isEqualTo("bad-cursor");
        assertThat(admin.get(path + "/history?limit=0").code()).isEqualTo("bad-query");
        String nothing = FEATURES + "/" + UUID.randomUUID() + "/history";
        documented(admin.get(nothing), "GET", nothing, 404);
        assertThat(TestNode.shared().user().get(path + "/history").code()).isEqualTo("forbidden");
    }

    @Test
    void aVersion_comesBackAsTheNextOne_andReadersSeeItAtOnce() {
        String path = create("right", 1);
        admin.put(path, body("wrong", 2));
        admin.get(path);

        Answer answer = restore(path, 1, "If-Match", "\"2\"");

        JsonNode resource = documented(answer, "POST", path + "/restore", 200);
        assertThat(resource.get("name").asText()).isEqualTo("right");
        assertThat(resource.get("version").asLong()).isEqualTo(3);
        assertThat(answer.header("ETag")).isEqualTo("\"3\"");
        assertThat(admin.get(path).text()).isEqualTo(answer.text());
        assertThat(actions(path).get(0)).isEqualTo("3 restored [\"name\",\"value\"]");
        refused(restore(path, 1, "If-Match", "\"2\""), path, 412, "version-mismatch");
    }

    @Test
    void aDeletedResource_comesBackUnderItsId_andNoReaderGetsATombstone() {
        String path = create("kept", 7);
        JsonNode first = admin.get(path).json();
        admin.delete(path);
        assertThat(admin.get(path).status()).isEqualTo(404);
        JsonNode stale = refused(restore(path, 1, "If-Match", "\"1\""), path, 412, "version-mismatch");
        assertThat(stale.get("current_version").asLong()).isEqualTo(2);

        JsonNode resource = restored(path, 1, "If-Match", "\"2\"");

        assertThat(resource.get("version").asLong()).isEqualTo(3);
        assertThat(resource.get("created_at")).isEqualTo(first.get("created_at"));
        for (int i = 0; i < 5; i++) {
            assertThat(admin.get(path).json()).isEqualTo(resource);
        }
        assertThat(admin.patch(path, "{\"value\":8}", "If-Match", "\"3\"")
                        .json()
                        .get("version")
                        .asLong())
                .isEqualTo(4);
        assertThat(actions(path))
                .containsExactly(
                        "4 updated [\"value\"]",
                        "3 restored [\"name\",\"value\"]",
                        "2 deleted []",
                        "1 created [\"name\",\"value\"]");
    }

    @Test
    void aRestoration_takesTheRightToUpdate_andForADeletedResourceToCreate() {
        String path = create("guarded", 1);
        Api viewer = TestNode.shared().user("viewer");
        assertThat(viewer.post(path + "/restore", "{\"version\":1}").code()).isEqualTo("forbidden");
        Api editor = TestNode.shared().user("editor");
        assertThat(editor.post(path + "/restore", "{\"version\":1}").status()).isEqualTo(200);
        admin.delete(path);
        assertThat(editor.post(path + "/restore", "{\"version\":1}").status()).isEqualTo(200);
    }

    @Test
    void aRepeat_isDoneOnce() {
        String path = create("once", 1);
        admin.delete(path);
        String key = UUID.randomUUID().toString();

        Answer first = restore(path, 1, "Idempotency-Key", key);
        Answer again = restore(path, 1, "Idempotency-Key", key);
        admin.delete(path);
        Answer late = restore(path, 1, "Idempotency-Key", key, "If-Match", "\"2\"");

        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(late.text()).isEqualTo(first.text());
        refused(restore(path, 3, "Idempotency-Key", key), path, 422, "idempotency-key-reused");
        assertThat(admin.get(path).status()).isEqualTo(404);
        assertThat(history(path, "").get("data")).hasSize(4);
    }

    @Test
    void whatIsNoVersion_orErased_isNotRestored() {
        String path = create("secret", 1);
        admin.patch(path, "{\"value\":2}");
        admin.delete(path);
        assertThat(refused(restore(path, 9), path, 404, "version-not-found")
                        .get("detail")
                        .asText())
                .isEqualTo("There is no version 9 of this resource. See its history.");
        assertThat(refused(restore(path, 3), path, 404, "version-not-found")
                        .get("detail")
                        .asText())
                .isEqualTo("Version 3 is the deletion of this resource, which has no content. Name an earlier one.");
        refused(admin.post(path + "/restore", "{\"version\":\"1\"}"), path, 422, "validation");
        refused(admin.post(path + "/restore", "{}"), path, 422, "validation");

        String id = path.substring(path.lastIndexOf('/') + 1);
        Answer erased = admin.post(
                "/api/audit/erase",
                "{\"resource_type\":\"features\",\"resource_id\":\"" + id + "\",\"reason\":\"asked for\"}");
        assertThat(erased.status()).as(erased.text()).isEqualTo(200);
        history(path, "").get("data").forEach(change -> {
            assertThat(change.get("erased").asBoolean()).isTrue();
            assertThat(change.has("resource")).isFalse();
        });
        refused(restore(path, 1), path, 410, "erased");
    }
}
