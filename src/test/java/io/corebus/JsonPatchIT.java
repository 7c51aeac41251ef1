package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.Api.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON Patch (RFC 6902) over HTTP, against the whole system: what it does, how it is refused, and what it does not tell those who may not know. */
class JsonPatchIT {
    private static final String CARDS = "/api/cards";
    private static final String TYPE = "application/json-patch+json";

    private static final Map<String, Api> USERS = new ConcurrentHashMap<>();

    private static TestNode node;
    private static Api admin;

    @BeforeAll
    static void start() {
        node = TestNode.start("patches", Path.of("src/test/resources/patches"), Map.of());
        admin = node.admin();
    }

    @AfterAll
    static void stop() {
        node.stop();
    }

    private static Api user(String role) {
        return USERS.computeIfAbsent(role, key -> node.user(role));
    }

    /** A quote is written as an apostrophe. */
    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private static String card(String content) {
        Answer created = admin.post(CARDS, json(content));
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        return created.header("Location");
    }

    private static Answer patch(Api who, String path, String operations, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = TYPE;
        return who.send("PATCH", path, json(operations), all);
    }

    private static String outcome(Answer answer) {
        if (answer.status() < 300) {
            return String.valueOf(answer.status());
        }
        JsonNode fault = answer.json().at("/errors/0");
        String where = fault.isMissingNode()
                ? ""
                : " " + fault.get("pointer").asText() + " " + fault.get("code").asText();
        return answer.status() + " " + answer.code() + where;
    }

    @Test
    void operations_makeTheNextVersion() {
        String path = card("{'title':'a','note':'n','tags':['x','y']}");

        Answer patched = patch(
                admin,
                path,
                "[{'op':'test','path':'/version','value':1.0},{'op':'replace','path':'/title','value':'b'},"
                        + "{'op':'remove','path':'/note'},{'op':'move','from':'/tags/1','path':'/tags/0'},"
                        + "{'op':'add','path':'/tags/-','value':'z'},{'op':'add','path':'/price','value':10.50},"
                        + "{'op':'copy','from':'/title','path':'/secret'},{'op':'replace','path':'/id','value':'mine'},"
                        + "{'op':'remove','path':'/created_at'},{'op':'test','path':'/price','value':105e-1}]",
                "If-Match",
                "\"1\"");

        assertThat(outcome(patched)).isEqualTo("200");
        assertThat(patched.header("ETag")).isEqualTo("\"2\"");
        assertThat(patched.header("Content-Type")).isEqualTo("application/json");
        JsonNode now = patched.json();
        assertThat(now.get("title").asText()).isEqualTo("b");
        assertThat(now.get("secret").asText()).isEqualTo("b");
        assertThat(now.has("note")).isFalse();
        assertThat(now.get("tags").toString()).isEqualTo("[\"y\",\"x\",\"z\"]");
        assertThat(now.get("price").decimalValue()).isEqualByComparingTo("10.5");
        assertThat(CARDS + "/" + now.get("id").asText()).isEqualTo(path);
        assertThat(now.has("created_at")).isTrue();
        assertThat(admin.get(path).text()).isEqualTo(patched.text());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[{'op':'replace','path':'/title','value':'b'},{'op':'test','path':'/note','value':'other'}] | 409 patch-not-applicable /1 test",
                "[{'op':'replace','path':'/title','value':'b'},{'op':'remove','path':'/price'}] | 409 patch-not-applicable /1 no-value",
                "[{'op':'add','path':'/tags/2','value':'z'}] | 409 patch-not-applicable /0 no-value",
                "[{'op':'test','path':'/version','value':2}] | 409 patch-not-applicable /0 test",
                "{'title':'b'} | 422 validation  type",
                "[{'op':'move','from':'/tags','path':'/tags/0'}] | 422 validation /0/path value",
                "[{'op':'add','path':'/title'}] | 422 validation /0/value required",
                "[{'op':'add','path':'','value':[]}] | 422 validation  type",
                "[{'op':'remove','path':'/title'}] | 422 validation /title required",
                "[{'op':'add','path':'/tags/0','value':7}] | 422 validation /tags/0 type",
                "[{'op':'add','path':'/colour','value':7}] | 422 validation /colour unknown-field",
                "[{'op':'replace','path':'','value':{'note':'n'}}] | 422 validation /title required",
                "[ | 400 malformed-json"
            })
    void whatCannotBeDone_isRefused_andChangesNothing(String operations, String refusal) {
        String path = card("{'title':'a','note':'n','tags':['x']}");
        String before = admin.get(path).text();

        assertThat(outcome(patch(admin, path, operations))).isEqualTo(refusal);
        assertThat(admin.get(path).text()).isEqualTo(before);
    }

    @Test
    void ofAnotherVersion_nothingIsDone() {
        String path = card("{'title':'a'}");
        String operations = "[{'op':'replace','path':'/title','value':'b'}]";
        assertThat(outcome(patch(admin, path, operations))).isEqualTo("200");

        Answer refused = patch(admin, path, operations, "If-Match", "\"1\"");

        assertThat(outcome(refused)).isEqualTo("412 version-mismatch");
        assertThat(refused.json().get("current_version").asLong()).isEqualTo(2);
        assertThat(outcome(patch(admin, CARDS + "/" + UUID.randomUUID(), operations)))
                .isEqualTo("404 not-found");
    }

    @Test
    void theTypesOfPatches_areTold_whereAnotherOneComes_andToWhoeverAsks() {
        String path = card("{'title':'a'}");
        String types = "application/json, application/json-patch+json, application/merge-patch+json";

        Answer refused = admin.send("PATCH", path, "[]", "Content-Type", "text/plain");
        assertThat(outcome(refused)).isEqualTo("415 unsupported-media-type");
        assertThat(refused.header("Accept-Patch")).isEqualTo(types);
        Answer options = admin.send("OPTIONS", path, null);
        assertThat(options.status()).isEqualTo(204);
        assertThat(options.header("Accept-Patch")).isEqualTo(types);
        assertThat(admin.send("OPTIONS", CARDS, null).header("Accept-Patch")).isNull();
        assertThat(admin.send("OPTIONS", "/api/users/x", null).header("Accept-Patch"))
                .isEqualTo("application/json, application/merge-patch+json");
        Answer users = admin.send("PATCH", "/api/users/x", "[]", "Content-Type", TYPE);
        assertThat(outcome(users)).isEqualTo("415 unsupported-media-type");
        assertThat(users.header("Accept-Patch")).isEqualTo("application/json, application/merge-patch+json");
        assertThat(admin.patch(path, "{\"title\":\"b\"}").header("Accept-Patch"))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Application/JSON-Patch+JSON", "application/json-patch+json; charset=utf-8"})
    void theType_isReadAsHttpHasIt(String type) {
        String path = card("{'title':'a'}");
        String operations = json("[{'op':'add','path':'/title','value':'b'}]");

        assertThat(admin.send("PATCH", path, operations, "Content-Type", type).status())
                .isEqualTo(200);
        assertThat(outcome(admin.send("PATCH", path, operations, "Content-Type", "application/json")))
                .isEqualTo("422 validation  type");
    }

    @Test
    void aRepeat_getsTheFirstResult_whereItWouldNotBePossibleAnyMore() {
        String path = card("{'title':'a','tags':['x','y']}");
        String tested = "[{'op':'test','path':'/title','value':'a'},{'op':'replace','path':'/title','value':'b'}]";
        String full = "[{'op':'add','path':'/tags/-','value':'z'}]";
        for (String operations : List.of(tested, full)) {
            String[] key = {"Idempotency-Key", UUID.randomUUID().toString()};
            Answer first = patch(admin, path, operations, key);
            Answer again = patch(admin, path, operations, key);

            assertThat(outcome(first)).isEqualTo("200");
            assertThat(again.text()).isEqualTo(first.text());
            assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        }
        assertThat(outcome(patch(admin, path, tested))).isEqualTo("409 patch-not-applicable /0 test");
        assertThat(outcome(patch(admin, path, full))).isEqualTo("422 validation /tags max-items");
        assertThat(admin.get(path).json().get("version").asLong()).isEqualTo(3);
    }

    @Test
    void theSameKey_withAnotherType_isAnotherRequest() {
        String path = card("{'title':'a'}");
        String operations = "[{'op':'replace','path':'/title','value':'b'}]";
        String key = UUID.randomUUID().toString();
        assertThat(outcome(patch(admin, path, operations, "Idempotency-Key", key)))
                .isEqualTo("200");

        assertThat(outcome(admin.patch(path, json(operations), "Idempotency-Key", key)))
                .isEqualTo("422 idempotency-key-reused");
    }

    @Test
    void ofTwoWhoTestTheSame_oneIsRefused() {
        for (int round = 0; round < 15; round++) {
            String path = card("{'title':'free'}");
            List<CompletableFuture<Answer>> takers = new ArrayList<>();
            for (String name : List.of("ann", "bob", "eve")) {
                String operations = "[{'op':'test','path':'/title','value':'free'},"
                        + "{'op':'replace','path':'/title','value':'" + name + "'}]";
                takers.add(CompletableFuture.supplyAsync(() -> patch(admin, path, operations)));
            }

            List<String> outcomes =
                    takers.stream().map(taker -> outcome(taker.join())).toList();

            assertThat(outcomes)
                    .containsExactlyInAnyOrder(
                            "200", "409 patch-not-applicable /0 test", "409 patch-not-applicable /0 test");
            String winner = List.of("ann", "bob", "eve").get(outcomes.indexOf("200"));
            assertThat(admin.get(path).json().get("title").asText()).isEqualTo(winner);
        }
    }

    @Test
    void withoutATest_everybodysOperationsArrive() {
        String path = card("{'title':'a'}");
        List<CompletableFuture<Answer>> writers = new ArrayList<>();
        patch(admin, path, "[{'op':'add','path':'/tags','value':[]}]");
        for (String tag : List.of("x", "y", "z")) {
            String operations = "[{'op':'add','path':'/tags/-','value':'" + tag + "'}]";
            writers.add(CompletableFuture.supplyAsync(() -> patch(admin, path, operations)));
        }
        writers.forEach(writer -> assertThat(outcome(writer.join())).isEqualTo("200"));

        assertThat(admin.get(path).json().get("tags"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder("x", "y", "z");
    }

    /** The clerk sees neither the secret, which it may write, nor the salary, which it may not; it sees the note, which it may not write. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[{'op':'replace','path':'/title','value':'b'},{'op':'test','path':'/note','value':'n'}] | 200",
                "[{'op':'add','path':'/secret','value':'new'}] | 200",
                "[{'op':'replace','path':'/note','value':'n'},{'op':'add','path':'/tags','value':[]}] | 200",
                "[{'op':'test','path':'/secret','value':'s'}] | 409 patch-not-applicable /0 no-value",
                "[{'op':'test','path':'/salary','value':100}] | 409 patch-not-applicable /0 no-value",
                "[{'op':'copy','from':'/secret','path':'/title'}] | 409 patch-not-applicable /0 no-value",
                "[{'op':'move','from':'/secret','path':'/title'}] | 409 patch-not-applicable /0 no-value",
                "[{'op':'remove','path':'/salary'}] | 409 patch-not-applicable /0 no-value",
                "[{'op':'replace','path':'/salary','value':100}] | 409 patch-not-applicable /0 no-value",
                "[{'op':'add','path':'/salary','value':100}] | 403 field-not-writable /salary field-not-writable",
                "[{'op':'add','path':'/salary','value':null}] | 403 field-not-writable /salary field-not-writable",
                "[{'op':'copy','from':'/version','path':'/salary'}] | 403 field-not-writable /salary field-not-writable",
                "[{'op':'replace','path':'/note','value':'m'}] | 403 field-not-writable /note field-not-writable",
                "[{'op':'remove','path':'/note'}] | 403 field-not-writable /note field-not-writable",
                "[{'op':'move','from':'/note','path':'/title'}] | 403 field-not-writable /note field-not-writable",
                "[{'op':'add','path':'','value':{'title':'b'}}] | 403 field-not-writable /note field-not-writable",
                "[{'op':'add','path':'','value':{'title':'b','note':'n'}}] | 200"
            })
    void aFieldThatIsHidden_isNotThere_andOneThatMayNotBeWritten_stays(String operations, String expected) {
        Api clerk = user("clerk");
        for (String salary : List.of("'salary':100", "'salary':null")) {
            String path = card("{'title':'a','note':'n','secret':'s'," + salary + "}");
            JsonNode before = admin.get(path).json();

            Answer answer = patch(clerk, path, operations);

            assertThat(outcome(answer)).as(salary).isEqualTo(expected);
            JsonNode after = admin.get(path).json();
            assertThat(after.get("note")).isEqualTo(before.get("note"));
            assertThat(after.get("salary")).isEqualTo(before.get("salary"));
            assertThat(after.get("secret").asText()).isEqualTo(operations.contains("new") ? "new" : "s");
            assertThat(answer.text()).doesNotContain("\"secret\":", "\"salary\":");
        }
    }

    /** What an answer to a change shows to those who may not read is no secret to their operations, and nothing else is there. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "scribe | [{'op':'test','path':'/note','value':'n'},{'op':'replace','path':'/title','value':'b'}] | 200",
                "scribe | [{'op':'test','path':'/secret','value':'s'}] | 409 patch-not-applicable /0 no-value",
                "scribe | [{'op':'copy','from':'/secret','path':'/title'}] | 409 patch-not-applicable /0 no-value",
                "scribe | [{'op':'remove','path':'/secret'}] | 409 patch-not-applicable /0 no-value",
                "scribe | [{'op':'add','path':'/secret','value':null}] | 403 field-not-writable /secret field-not-writable",
                "scribe | [{'op':'add','path':'','value':{'title':'b'}}] | 200",
                "blind | [{'op':'test','path':'/secret','value':'s'},{'op':'replace','path':'/title','value':'b'}] | 200"
            })
    void whoMayNotRead_findsWhatItMayWrite(String role, String operations, String expected) {
        String path = card("{'title':'a','note':'n','secret':'s','salary':100}");
        assertThat(user(role).get(path).status()).isEqualTo(403);

        assertThat(outcome(patch(user(role), path, operations))).isEqualTo(expected);
        JsonNode after = admin.get(path).json();
        assertThat(after.get("secret").asText()).isEqualTo("s");
        assertThat(after.get("salary").asInt()).isEqualTo(100);
        assertThat(after.get("title").asText()).isEqualTo(expected.equals("200") ? "b" : "a");
    }

    @Test
    void theRuleForRows_holdsBeforeAndAfter() {
        String path = card("{'title':'a','note':'open'}");
        String title = "[{'op':'replace','path':'/title','value':'b'}]";
        Api helper = user("helper");

        assertThat(outcome(patch(helper, path, title))).isEqualTo("200");
        assertThat(outcome(patch(helper, path, "[{'op':'replace','path':'/note','value':'lost'}]")))
                .isEqualTo("403 rule-not-met");
        assertThat(outcome(patch(helper, path, "[{'op':'remove','path':'/note'}]")))
                .isEqualTo("403 rule-not-met");
        assertThat(outcome(patch(helper, path, "[{'op':'replace','path':'/note','value':'closed'}]")))
                .isEqualTo("200");
        assertThat(outcome(patch(helper, path, title))).isEqualTo("403 rule-not-met");
        assertThat(outcome(patch(user("stranger"), path, title))).isEqualTo("403 forbidden");
        assertThat(admin.get(path).json().get("version").asLong()).isEqualTo(3);
    }
}
