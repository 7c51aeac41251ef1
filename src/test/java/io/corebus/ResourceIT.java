package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.Api.Answer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an integrator does with a feature over REST, against the whole system with a real PostgreSQL and a real Redis. */
class ResourceIT {
    private static final String FEATURES = "/api/features";
    private static Api admin;

    @BeforeAll
    static void start() {
        admin = TestNode.shared().admin();
    }

    private static JsonNode create(String name, int value) {
        Answer created = admin.post(FEATURES, "{\"name\":\"" + name + "\",\"value\":" + value + "}");
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        return created.json();
    }

    private static String path(JsonNode resource) {
        return FEATURES + "/" + resource.get("id").asText();
    }

    @Test
    void create_answersTheResource_withLocationAndTag() {
        Answer created = admin.post(FEATURES, "{\"name\":\"test\",\"value\":100}");

        assertThat(created.status()).isEqualTo(201);
        JsonNode body = created.json();
        assertThat(body.get("name").asText()).isEqualTo("test");
        assertThat(body.get("value").asInt()).isEqualTo(100);
        assertThat(body.get("version").asLong()).isEqualTo(1);
        assertThat(UUID.fromString(body.get("id").asText()).version()).isEqualTo(7);
        assertThat(body.get("created_at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
        assertThat(body.get("updated_at")).isEqualTo(body.get("created_at"));
        assertThat(created.header("Location")).isEqualTo(path(body));
        assertThat(created.header("ETag")).isEqualTo("\"1\"");
        assertThat(created.header("Content-Type")).isEqualTo("application/json");
        assertThat(admin.get(path(body)).text()).isEqualTo(created.text());
    }

    @Test
    void get_ofWhatTheClientHas_isNotModified() {
        JsonNode resource = create("cached", 1);

        assertThat(admin.get(path(resource), "If-None-Match", "\"1\"").status()).isEqualTo(304);
        assertThat(admin.get(path(resource), "If-None-Match", "W/\"1\"").status())
                .isEqualTo(304);
        assertThat(admin.get(path(resource), "If-None-Match", "\"2\"").status()).isEqualTo(200);
        assertThat(admin.send("HEAD", path(resource), null).status()).isEqualTo(200);
    }

    /** The tag tells versions apart, not what one or another user may read of them. */
    @Test
    void aRead_isKeptForItsUserOnly() {
        String path = path(create("kept", 1));

        for (Answer answer : List.of(
                admin.get(path),
                admin.get(path, "If-None-Match", "\"1\""),
                admin.send("HEAD", path, null),
                admin.get(path, "Origin", "https://elsewhere.example.com"))) {
            assertThat(answer.raw().headers().allValues("vary")).containsOnlyOnce("authorization");
        }
        assertThat(admin.get("/api/features?limit=1").header("etag")).isNull();
    }

    @Test
    void replace_countsTheVersionUp_andReadersSeeItAtOnce() {
        JsonNode resource = create("old", 1);
        admin.get(path(resource));

        Answer replaced = admin.put(path(resource), "{\"name\":\"new\",\"value\":2}", "If-Match", "\"1\"");

        assertThat(replaced.status()).as(replaced.text()).isEqualTo(200);
        assertThat(replaced.json().get("version").asLong()).isEqualTo(2);
        assertThat(replaced.header("ETag")).isEqualTo("\"2\"");
        assertThat(replaced.json().get("created_at")).isEqualTo(resource.get("created_at"));
        assertThat(admin.get(path(resource)).text()).isEqualTo(replaced.text());
    }

    @Test
    void replace_ofAnotherVersion_isRefusedWithTheCurrentOne() {
        JsonNode resource = create("mine", 1);
        admin.put(path(resource), "{\"name\":\"theirs\",\"value\":2}");

        Answer refused = admin.put(path(resource), "{\"name\":\"lost\",\"value\":3}", "If-Match", "\"1\"");

        assertThat(refused.status()).isEqualTo(412);
        assertThat(refused.code()).isEqualTo("version-mismatch");
        assertThat(refused.json().get("current_version").asLong()).isEqualTo(2);
        assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(admin.get(path(resource)).json().get("name").asText()).isEqualTo("theirs");
    }

    @Test
    void ifMatch_takesAListAndAStar_butNoWeakTag() {
        JsonNode resource = create("tags", 1);
        String body = "{\"name\":\"tags\",\"value\":2}";

        assertThat(admin.put(path(resource), body, "If-Match", "\"7\", \"1\"").status())
                .isEqualTo(200);
        assertThat(admin.put(path(resource), body, "If-Match", "*").status()).isEqualTo(200);
        assertThat(admin.put(path(resource), body, "If-Match", "W/\"3\"").status())
                .isEqualTo(412);
        assertThat(admin.put(path(resource), body, "If-Match", "3").status()).isEqualTo(400);
    }

    private int[] changes(JsonNode resource, String... headers) {
        return new int[] {
            admin.put(path(resource), "{\"name\":\"lost\",\"value\":3}", headers)
                    .status(),
            admin.patch(path(resource), "{\"name\":\"lost\"}", headers).status(),
            admin.delete(path(resource), headers).status()
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "\"1\"", "W/\"1\"", "\"7\", \"1\","})
    void aChange_ofWhatIfNoneMatchNames_isRefusedWithTheCurrentVersion(String tags) {
        JsonNode resource = create("kept", 1);

        assertThat(changes(resource, "If-None-Match", tags)).containsOnly(412);
        assertThat(changes(resource, "If-None-Match", tags, "If-Match", "\"1\""))
                .containsOnly(412);
        Answer refused = admin.delete(path(resource), "If-None-Match", tags);
        assertThat(refused.code()).isEqualTo("version-mismatch");
        assertThat(refused.json().get("current_version").asLong()).isEqualTo(1);
        assertThat(admin.get(path(resource)).json().get("name").asText()).isEqualTo("kept");
    }

    @Test
    void aChange_ofWhatIfNoneMatchDoesNotName_isDone() {
        JsonNode resource = create("changed", 1);

        assertThat(changes(resource, "If-None-Match", "\"7\", \"01\"")).containsExactly(200, 200, 204);
        assertThat(changes(resource, "If-None-Match", "*")).containsOnly(404);
        assertThat(changes(resource, "If-None-Match", "\"1\"")).containsOnly(404);
    }

    @Test
    void whoMayNotChange_isToldThat_whateverIfNoneMatchNames() {
        JsonNode resource = create("others", 1);
        Api viewer = TestNode.shared().user("viewer");

        assertThat(viewer.delete(path(resource), "If-None-Match", "*").status()).isEqualTo(403);
        assertThat(viewer.delete(path(resource), "If-None-Match", "\"1\"").status())
                .isEqualTo(403);
    }

    @Test
    void patch_mergesAndValidatesTheWhole() {
        JsonNode resource = create("part", 1);

        Answer patched = admin.patch(path(resource), "{\"value\":5}");
        assertThat(patched.status()).as(patched.text()).isEqualTo(200);
        assertThat(patched.json().get("name").asText()).isEqualTo("part");
        assertThat(patched.json().get("value").asInt()).isEqualTo(5);

        Answer refused = admin.patch(path(resource), "{\"value\":1001}");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo("/value");

        Answer removed = admin.patch(path(resource), "{\"name\":null}");
        assertThat(removed.status()).isEqualTo(422);
        assertThat(removed.json().at("/errors/0/code").asText()).isEqualTo("required");
    }

    @Test
    void aPatch_fillsInADefaultWhereItRemovesAValue_andNowhereElse() {
        String body = "{\"key\":\"D%d\",\"name\":\"defaults\",\"budget\":1,\"status\":null}";
        Answer created = admin.post("/api/projects", body.formatted(System.nanoTime() % 100_000_000));
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        String path = created.header("Location");
        assertThat(created.json().has("status")).isFalse();

        assertThat(admin.patch(path, "{\"budget\":2}").json().has("status")).isFalse();
        Answer operated = admin.send(
                "PATCH",
                path,
                "[{\"op\":\"replace\",\"path\":\"/budget\",\"value\":3}]",
                "Content-Type",
                "application/json-patch+json");
        assertThat(operated.status()).as(operated.text()).isEqualTo(200);
        assertThat(operated.json().has("status")).isFalse();
        assertThat(admin.patch(path, "{\"status\":\"done\"}")
                        .json()
                        .get("status")
                        .asText())
                .isEqualTo("done");
        assertThat(admin.patch(path, "{\"status\":null}").json().get("status").asText())
                .isEqualTo("planned");
        assertThat(admin.post(path + "/restore", "{\"version\":1}").json().has("status"))
                .isFalse();
    }

    @Test
    void patches_ofManyWriters_allArrive() throws Exception {
        JsonNode resource = create("many", 0);
        List<Callable<Answer>> patches = new ArrayList<>();
        for (int i = 0; i < 640; i++) {
            String patch = "{\"value\":" + (i + 1) + "}";
            patches.add(() -> admin.patch(path(resource), patch));
        }
        ExecutorService threads = Executors.newFixedThreadPool(64);
        for (Future<Answer> patch : threads.invokeAll(patches)) {
            assertThat(patch.get().status()).as(patch.get().text()).isEqualTo(200);
        }
        threads.shutdown();

        assertThat(admin.get(path(resource)).json().get("version").asLong()).isEqualTo(641);
    }

    @Test
    void delete_isFinal() {
        JsonNode resource = create("gone", 1);
        admin.get(path(resource));

        assertThat(admin.delete(path(resource), "If-Match", "\"2\"").status()).isEqualTo(412);
        assertThat(admin.delete(path(resource), "If-Match", "\"1\"").status()).isEqualTo(204);
        assertThat(admin.get(path(resource)).status()).isEqualTo(404);
        assertThat(admin.delete(path(resource)).status()).isEqualTo(404);
        assertThat(admin.patch(path(resource), "{\"value\":1}").status()).isEqualTo(404);
        assertThat(admin.put(path(resource), "{\"name\":\"x\",\"value\":1}").status())
                .isEqualTo(404);
    }

    @Test
    void aRepeatedCreate_isDoneOnce() {
        String key = "key-" + UUID.randomUUID();
        Answer first = admin.post(FEATURES, "{\"name\":\"once\",\"value\":1}", "Idempotency-Key", key);
        Answer second = admin.post(FEATURES, "{\"name\":\"once\",\"value\":1}", "Idempotency-Key", key);

        assertThat(second.status()).isEqualTo(201);
        assertThat(second.text()).isEqualTo(first.text());
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");

        Answer other = admin.post(FEATURES, "{\"name\":\"other\",\"value\":1}", "Idempotency-Key", key);
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.code()).isEqualTo("idempotency-key-reused");
    }

    @Test
    void aRepeatedPatchAndDelete_areDoneOnce() {
        JsonNode resource = create("again", 1);
        String key = "key-" + UUID.randomUUID();
        Answer first = admin.patch(path(resource), "{\"value\":2}", "Idempotency-Key", key, "If-Match", "\"1\"");
        Answer second = admin.patch(path(resource), "{\"value\":2}", "Idempotency-Key", key, "If-Match", "\"1\"");
        assertThat(first.status()).as(first.text()).isEqualTo(200);
        assertThat(second.text()).isEqualTo(first.text());

        String deleteKey = "key-" + UUID.randomUUID();
        assertThat(admin.delete(path(resource), "Idempotency-Key", deleteKey).status())
                .isEqualTo(204);
        assertThat(admin.delete(path(resource), "Idempotency-Key", deleteKey).status())
                .isEqualTo(204);
    }

    @Test
    void validation_tellsEveryFaultWithItsPlace() {
        Answer refused = admin.post(FEATURES, "{\"name\":\"\",\"value\":1001,\"colour\":\"red\"}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("validation");
        assertThat(refused.json().get("errors"))
                .extracting(error ->
                        error.get("pointer").asText() + " " + error.get("code").asText())
                .containsExactlyInAnyOrder("/name min-length", "/value maximum", "/colour unknown-field");
        assertThat(refused.json().get("trace_id").asText()).matches("[0-9a-f]{32}");
    }

    @Test
    void aMissingField_isNamed() {
        Answer refused = admin.post(FEATURES, "{\"name\":\"x\"}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo("/value");
        assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo("required");
    }

    @Test
    void list_pagesThroughEverythingOnce() {
        String mark = "page" + UUID.randomUUID().toString().substring(0, 8);
        for (int i = 0; i < 25; i++) {
            create(mark + "-" + i, i % 5);
        }
        List<String> seen = new ArrayList<>();
        String path = FEATURES + "?limit=7&sort=-value&filter=name==" + mark + "*";
        while (path != null) {
            Answer page = admin.get(path);
            assertThat(page.status()).as(page.text()).isEqualTo(200);
            page.json()
                    .get("data")
                    .forEach(row ->
                            seen.add(row.get("value").asText() + row.get("id").asText()));
            String link = page.header("Link");
            assertThat(page.json().at("/page/next").isNull()).isEqualTo(link == null);
            path = link == null ? null : link.substring(1, link.indexOf('>'));
        }
        assertThat(seen).hasSize(25);
        assertThat(new HashSet<>(seen)).hasSize(25);
        assertThat(seen.stream().map(text -> text.charAt(0)).toList()).isSortedAccordingTo((a, b) -> b - a);
    }

    @Test
    void list_filtersByEquality() {
        String name = "only" + UUID.randomUUID();
        create(name, 42);
        create(name, 43);

        JsonNode found =
                admin.get(FEATURES + "?filter=value==42;name==" + name).json().get("data");

        assertThat(found).hasSize(1);
        assertThat(found.get(0).get("value").asInt()).isEqualTo(42);
    }

    @ParameterizedTest
    @CsvSource({
        "?limit=0, bad-query",
        "?limit=1001, bad-query",
        "?limit=ten, bad-query",
        "?limit=1&limit=2, bad-query",
        "?page=2, unknown-parameter",
        "?sort=colour, bad-query",
        "?sort=name%2Cname, bad-query",
        "?filter=colour==red, bad-query",
        "?filter=value==ten, bad-query",
        "?filter=value==, bad-query",
        "?filter='1'%20or%201=1--, bad-query",
        "?cursor=xyz, bad-cursor"
    })
    void list_refusesWhatItDoesNotKnow(String query, String code) {
        Answer refused = admin.get(FEATURES + query);

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo(code);
    }

    @Test
    void sqlInAFilter_isJustText() {
        Answer found = admin.get(FEATURES + "?filter=name==%22x';drop%20table%20data.features;--%22");

        assertThat(found.status()).as(found.text()).isEqualTo(200);
        assertThat(found.json().get("data")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1", "not-a-uuid", "00000000-0000-0000-0000-00000000000g", "0190b8a0-0000-7000-8000-000000000000"
            })
    void anIdThatIsNoneOrUnknown_isNotFound(String id) {
        Answer missing = admin.get(FEATURES + "/" + id);

        assertThat(missing.status()).isEqualTo(404);
        assertThat(missing.code()).isEqualTo("not-found");
    }

    @Test
    void unknownPathsAndMethods_areRefusedClearly() {
        assertThat(admin.get("/api/nothing").status()).isEqualTo(404);
        assertThat(admin.get("/nothing").code()).isEqualTo("no-such-path");
        Answer method =
                admin.send("POST", FEATURES + "/" + UUID.randomUUID(), "{}", "Content-Type", "application/json");
        assertThat(method.status()).isEqualTo(405);
        assertThat(method.header("Allow")).isEqualTo("DELETE, GET, HEAD, PATCH, PUT");
        assertThat(method.json().get("detail").asText())
                .isEqualTo("This path takes other methods: DELETE, GET, HEAD, PATCH, PUT.");
        Answer options = admin.send("OPTIONS", FEATURES, null);
        assertThat(options.status()).isEqualTo(204);
        assertThat(options.header("Allow")).isEqualTo("GET, HEAD, POST, QUERY");
    }

    @Test
    void contentIsNegotiated() {
        JsonNode resource = create("types", 1);

        assertThat(admin.get(path(resource), "Accept", "text/html").status()).isEqualTo(406);
        assertThat(admin.get(path(resource), "Accept", "text/html, application/*;q=0.5")
                        .status())
                .isEqualTo(200);
        assertThat(admin.get(path(resource), "Accept", "application/json;q=0").status())
                .isEqualTo(406);
        assertThat(admin.post(FEATURES, "name=x", "Content-Type", "application/x-www-form-urlencoded")
                        .status())
                .isEqualTo(415);
        assertThat(admin.post(FEATURES, "{}", "Content-Type", "application/json; charset=latin1")
                        .status())
                .isEqualTo(415);
        assertThat(admin.post(FEATURES, "x", "Content-Type", "application/json", "Content-Encoding", "gzip")
                        .status())
                .isEqualTo(415);
    }

    @Test
    void rights_areChecked() {
        TestNode node = TestNode.shared();
        JsonNode resource = create("rights", 1);
        Api nobody = admin.as(null);
        Api viewer = node.user("viewer");
        Api editor = node.user("viewer", "editor");
        Api other = node.user();

        assertThat(nobody.get(path(resource)).status()).isEqualTo(401);
        assertThat(nobody.get(path(resource)).header("WWW-Authenticate")).isEqualTo("Bearer realm=\"corebus\"");
        assertThat(other.get(path(resource)).status()).isEqualTo(403);
        assertThat(other.get(path(resource)).json().get("detail").asText())
                .isEqualTo("To read features takes the role viewer; you have no role.");
        assertThat(viewer.get(path(resource)).status()).isEqualTo(200);
        assertThat(viewer.get(FEATURES).status()).isEqualTo(200);
        assertThat(viewer.post(FEATURES, "{\"name\":\"x\",\"value\":1}").status())
                .isEqualTo(403);
        assertThat(editor.post(FEATURES, "{\"name\":\"x\",\"value\":1}").status())
                .isEqualTo(201);
        assertThat(editor.patch(path(resource), "{\"value\":2}").status()).isEqualTo(200);
        assertThat(editor.delete(path(resource)).status()).isEqualTo(403);
        assertThat(admin.get(path(resource)).json().get("version").asInt()).isEqualTo(2);
    }
}
