package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.Api.Answer;
import io.corebus.testing.OpenApiContract;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Imports over REST, against the whole system. */
class ImportIT {
    private static final String FEATURES = "/api/features/import";

    private static Api admin;
    private static OpenApiContract contract;

    @BeforeAll
    static void start() {
        admin = TestNode.shared().admin();
        contract = new OpenApiContract(admin.get("/openapi.json").text());
    }

    private static Answer send(Api api, String path, String type, String body) {
        return api.post(path, body, "Content-Type", type);
    }

    /** Sends it, and waits until it is over. */
    private static JsonNode imported(Api api, String path, String type, String body) {
        Answer accepted = send(api, path, type, body);
        assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
        String location = accepted.header("Location");
        assertThat(location)
                .isEqualTo("/api/imports/" + accepted.json().get("id").asText());
        documented("POST", FEATURES, 202, accepted);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !api.get(location).json().get("state").asText().equals("running"));
        Answer over = api.get(location);
        documented("GET", location, 200, over);
        return over.json();
    }

    private static void documented(String method, String path, int status, Answer answer) {
        JsonNode schema =
                contract.response(contract.operation(method, path), status).at("/content/application~1json/schema");
        assertThat(contract.faults(schema, answer.json())).as(answer.text()).isEmpty();
    }

    private static List<String> faults(JsonNode imported) {
        Answer answer = admin.get("/api/imports/" + imported.get("id").asText() + "/faults");
        documented("GET", "/api/imports/x/faults", 200, answer);
        List<String> faults = new ArrayList<>();
        answer.json()
                .get("data")
                .forEach(fault -> faults.add(
                        fault.get("line").asText() + " " + fault.get("pointer").asText() + " "
                                + fault.get("code").asText()));
        return faults;
    }

    private static String counts(JsonNode imported) {
        return imported.get("state").asText() + " " + imported.get("total").asText() + " "
                + imported.get("done").asText() + " " + imported.get("created").asText() + " "
                + imported.get("failed").asText();
    }

    private static JsonNode named(String pattern) {
        return admin.get("/api/features?limit=1000&sort=value&filter=name==" + pattern)
                .json()
                .get("data");
    }

    private static String mark() {
        return "i" + UUID.randomUUID().toString().replace("-", "");
    }

    private static String line(String name, int value) {
        return "{\"name\":\"" + name + "\",\"value\":" + value + "}\n";
    }

    @Test
    void ndjson_isCreatedLineByLine_andFaultsAreNamedByTheirLines() {
        String mark = mark();
        StringBuilder body = new StringBuilder("\ufeff" + line(mark, 0) + "\r\n{\"name\":\n" + line(mark, -1) + "7\n");
        body.append("{\"name\":\"").append(mark).append("\",\"value\":1,\"id\":\"x\",\"version\":3}\n");
        for (int i = 0; i < 700; i++) {
            body.append(line(mark, 100));
        }
        JsonNode imported = imported(
                admin, FEATURES, "application/x-ndjson", body + line(mark, 999).trim());

        assertThat(counts(imported)).isEqualTo("done 706 706 703 3");
        assertThat(faults(imported)).containsExactly("3  malformed-json", "4 /value minimum", "5  type");
        assertThat(named(mark)).hasSize(703);
        assertThat(imported.get("seconds").asDouble()).isPositive();
    }

    @Test
    void csv_isTypedByTheFields() {
        String key = "I" + mark().substring(1, 8).toUpperCase(java.util.Locale.ROOT);
        String project = admin.post("/api/projects", "{\"key\":\"" + key + "\",\"name\":\"n\",\"budget\":1}")
                .json()
                .get("id")
                .asText();
        String body = "\ufeffproject_id,number,title,hours,urgent,tags,due_at,version\r\n"
                + project + ",1,\"a \"\"b\"\",\r\nc \u00e9\",1.50,true,\"[\"\"x\"\",\"\"y\"\"]\",,7\r\n"
                + project + ",2,two,,,,2026-01-31T12:00:00Z,\r\n"
                + project + ",two,three,x,maybe,[,,\r\n"
                + project + ",4\r\n"
                + project + ",5,\"a\"b,,,,,\r\n";
        JsonNode imported = imported(admin, "/api/tasks/import", "text/csv; charset=utf-8", body);

        assertThat(counts(imported)).isEqualTo("done 5 5 2 3");
        assertThat(faults(imported)).containsExactly("5 /tags malformed-json", "6  malformed-csv", "7  malformed-csv");
        JsonNode tasks = admin.get("/api/tasks?sort=number&filter=project_id==" + project)
                .json()
                .get("data");
        assertThat(tasks).hasSize(2);
        assertThat(tasks.at("/0/title").asText()).isEqualTo("a \"b\",\r\nc \u00e9");
        assertThat(tasks.at("/0/hours").asDouble()).isEqualTo(1.5);
        assertThat(tasks.at("/0/urgent").asBoolean()).isTrue();
        assertThat(tasks.at("/0/tags").toString()).isEqualTo("[\"x\",\"y\"]");
        assertThat(tasks.at("/0/version").asInt()).isEqualTo(1);
        assertThat(tasks.at("/1/due_at").asText()).isEqualTo("2026-01-31T12:00:00.000000Z");
        assertThat(tasks.at("/1").has("hours")).isFalse();
    }

    @Test
    void whatWasExported_canBeImported() {
        String mark = mark();
        for (int i = 0; i < 3; i++) {
            admin.post("/api/features", line(mark, i));
        }
        String csv = admin.get("/api/features/export?format=csv&filter=name==" + mark)
                .text();
        String ndjson = admin.get("/api/features/export?filter=name==" + mark).text();

        assertThat(counts(imported(admin, FEATURES, "text/csv", csv))).isEqualTo("done 3 3 3 0");
        assertThat(counts(imported(admin, FEATURES, "application/x-ndjson", ndjson)))
                .isEqualTo("done 3 3 3 0");
        assertThat(named(mark)).hasSize(9);
    }

    @Test
    void csv_losesNoLineWithoutAFault() {
        String mark = mark();
        String body = "name,value\n" + mark + "\" pipe,1\n" + mark + "\" rod,2\n" + mark + ",3\n" + mark + ",4\r" + mark
                + ",5\n" + mark + "\0b,6\n";
        JsonNode imported = imported(admin, FEATURES, "text/csv", body);

        assertThat(counts(imported)).isEqualTo("done 5 5 1 4");
        assertThat(faults(imported))
                .containsExactly("2  malformed-csv", "3  malformed-csv", "5  malformed-csv", "6 /name characters");
        assertThat(named(mark + "*")).hasSize(1);
        Answer answer = send(admin, FEATURES, "text/csv", "name,value\ra,1\rb,2");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("detail").asText())
                .isEqualTo("The header line has a CR that ends no line: lines end with LF or CRLF.");
    }

    @Test
    void ndjson_withNul_isRefused() {
        JsonNode imported = imported(admin, FEATURES, "application/x-ndjson", line("a\0b", 1));

        assertThat(faults(imported)).containsExactly("1  malformed-json");
    }

    @Test
    void anEmptyText_isAnother_thanNoValue() {
        JsonNode imported = imported(admin, FEATURES, "text/csv", "name,value\n\"\",1\n,1\n");

        assertThat(faults(imported)).containsExactly("2 /name min-length", "3 /name required");
    }

    @Test
    void aDryRun_checksEverything_andWritesNothing() {
        String mark = mark();
        JsonNode imported =
                imported(admin, FEATURES + "?dry_run=true", "application/x-ndjson", line(mark, 1) + line(mark, 2000));

        assertThat(counts(imported)).isEqualTo("done 2 2 1 1");
        assertThat(imported.get("dry_run").asBoolean()).isTrue();
        assertThat(faults(imported)).containsExactly("2 /value maximum");
        assertThat(named(mark)).isEmpty();
    }

    @Test
    void whatIsNoImport_isRefused() {
        assertThat(send(admin, FEATURES, "application/json", "[]").status()).isEqualTo(415);
        assertThat(send(admin, FEATURES + "?dry_run=1", "text/csv", "name\n").code())
                .isEqualTo("bad-query");
        assertThat(send(admin, FEATURES, "text/csv; charset=iso-8859-1", "name\n")
                        .json()
                        .get("detail")
                        .asText())
                .isEqualTo("Send the body in UTF-8.");
        assertThat(send(admin, FEATURES, "text/csv", "").code()).isEqualTo("malformed-csv");
        Answer columns = send(admin, FEATURES, "text/csv", "name,colour,name\na,b,c\n");
        assertThat(columns.status()).isEqualTo(422);
        assertThat(columns.json().at("/errors").toString())
                .isEqualTo(
                        "[{\"pointer\":\"/colour\",\"code\":\"unknown-field\",\"detail\":\"is no field of features.\"},"
                                + "{\"pointer\":\"/name\",\"code\":\"unique\",\"detail\":\"stands in the header twice.\"}]");
        assertThat(send(admin, FEATURES, "application/x-ndjson", "x".repeat(1_100_000))
                        .status())
                .isEqualTo(413);
        assertThat(send(admin.as(null), FEATURES, "application/x-ndjson", "x".repeat(300_000))
                        .status())
                .isEqualTo(401);
        assertThat(send(TestNode.shared().user("viewer"), FEATURES, "text/csv", "name\n")
                        .code())
                .isEqualTo("forbidden");
    }

    @Test
    void onlyItsCreatorAndAdmins_seeIt() {
        Api editor = TestNode.shared().user("editor");
        Api other = TestNode.shared().user("editor");
        JsonNode imported = imported(editor, FEATURES, "application/x-ndjson", line(mark(), 1));
        String path = "/api/imports/" + imported.get("id").asText();

        assertThat(other.get(path).code()).isEqualTo("not-found");
        assertThat(other.get(path + "/faults").code()).isEqualTo("not-found");
        assertThat(other.delete(path).code()).isEqualTo("not-found");
        assertThat(other.get("/api/imports").json().get("data")).isEmpty();
        assertThat(admin.get(path).status()).isEqualTo(200);
        Answer list = editor.get("/api/imports?limit=5");
        documented("GET", "/api/imports", 200, list);
        assertThat(list.json().get("data")).hasSize(1);
        assertThat(admin.as(null).get("/api/imports").status()).isEqualTo(401);
        assertThat(admin.get("/api/imports/x").status()).isEqualTo(404);
        assertThat(admin.get("/api/imports?cursor=x").code()).isEqualTo("bad-cursor");
        assertThat(admin.get("/api/imports?limit=0").code()).isEqualTo("bad-query");
    }

    @Test
    void aRightThatWasTakenAway_isMissedByWhatIsLeft_andACancelledImportIsOver() {
        Api editor = TestNode.shared().user("editor");
        String user = editor.get("/api/me").json().get("id").asText();
        String mark = mark();
        Answer accepted =
                send(editor, FEATURES, "application/x-ndjson", line(mark, 1).repeat(20_000));
        String path = accepted.header("Location");
        await().until(() -> admin.get(path).json().get("done").asLong() > 0);
        assertThat(admin.delete(path).status()).isEqualTo(204);
        JsonNode cancelled = admin.get(path).json();

        assertThat(cancelled.get("state").asText()).isEqualTo("cancelled");
        assertThat(cancelled.get("done").asLong()).isLessThan(20_000);
        assertThat(send(editor, FEATURES, "application/x-ndjson", line(mark, 1)).status())
                .isEqualTo(202);
        admin.patch("/api/users/" + user, "{\"disabled\":true}");
        await().until(() ->
                !admin.get("/api/imports").json().at("/data/0/state").asText().equals("running"));
    }

    @Test
    void anImport_endsWithItsToken() {
        Api editor = TestNode.shared().user("editor");
        JsonNode token = editor.post("/api/me/tokens", "{\"name\":\"t\",\"scopes\":[\"write\"]}")
                .json();
        Api program = editor.as(token.get("token").asText());
        String path = send(
                        program,
                        FEATURES,
                        "application/x-ndjson",
                        line(mark(), 1).repeat(20_000))
                .header("Location");
        await().until(() -> editor.get(path).json().get("done").asLong() > 0);

        assertThat(editor.delete("/api/me/tokens/" + token.get("id").asText()).status())
                .isEqualTo(204);

        await().until(() -> !editor.get(path).json().get("state").asText().equals("running"));
        JsonNode over = editor.get(path).json();
        assertThat(over.get("state").asText()).isEqualTo("failed");
        assertThat(over.get("reason").asText())
                .isEqualTo("The API token with which it was begun was revoked, or has expired.");
        assertThat(over.get("done").asLong()).isLessThan(20_000);
    }

    @Test
    void anUploadThatBreaksOff_leavesNothingThatIsProcessed() throws Exception {
        String mark = mark();
        URI uri = URI.create(admin.url());
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            byte[] body = line(mark, 1).repeat(3_000).getBytes(StandardCharsets.US_ASCII);
            socket.getOutputStream()
                    .write(("POST " + FEATURES + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + admin.token()
                                    + "\r\nContent-Type: application/x-ndjson\r\nContent-Length: " + (body.length + 1)
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            await().until(() -> newest().get("state").asText().equals("uploading"));
        }
        String id = newest().get("id").asText();
        await().until(() ->
                admin.get("/api/imports/" + id).json().get("state").asText().equals("cancelled"));
        assertThat(named(mark)).isEmpty();
    }

    private static JsonNode newest() {
        return admin.get("/api/imports?limit=1").json().at("/data/0");
    }
}
