package io.corebus.http;

import static io.corebus.http.HttpHouse.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corebus.Api;
import io.corebus.Api.Answer;
import io.corebus.access.AccessMessages;
import io.corebus.access.AccessMessages.Authenticate;
import io.corebus.access.AccessMessages.Identity;
import io.corebus.audit.AuditConfig;
import io.corebus.audit.AuditMessages;
import io.corebus.audit.AuditMessages.ExportPage;
import io.corebus.audit.AuditMessages.ReadExport;
import io.corebus.audit.AuditVerifier;
import io.corebus.audit.AuditVerticle;
import io.corebus.audit.JournalDouble;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.feature.Features;
import io.corebus.testing.OpenApiContract;
import io.vertx.core.Future;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit routes over HTTP: the real door, and where it matters the real audit room, with a journal in memory. */
class AuditRoutesTest {
    private static final long ALWAYS = 9_999_999_999L;

    private final HttpHouse house = new HttpHouse();
    private final Bus bus = house.bus();
    private final JournalDouble journal = new JournalDouble(bus);
    private final OpenApiContract contract =
            new OpenApiContract(new String(OpenApiDocument.of(new Features(List.of()), null), StandardCharsets.UTF_8));

    @BeforeEach
    void open() throws Exception {
        // The token says who it is: a name, and roles behind it.
        await(bus.serve(AccessMessages.AUTHENTICATE, (request, caller) -> Future.succeededFuture(identity(request))));
        house.open(new Features(List.of()));
    }

    @AfterEach
    void close() {
        house.close();
    }

    private static Identity identity(Authenticate request) {
        List<String> parts = List.of(request.token().split("[+]"));
        return new Identity(
                parts.get(0), "x@example.org", parts.subList(1, parts.size()), "token-1", List.of(), ALWAYS);
    }

    private void withRoom() {
        house.deploy(journal);
        house.deploy(new AuditVerticle(new AuditConfig(null, Duration.ofSeconds(30)), bus, house.meters()));
    }

    private void write(int entries) {
        write(1, entries);
    }

    /** Those up to {@code last} have their seal when this returns. */
    private void write(int first, int last) {
        for (int i = first; i <= last; i++) {
            journal.write("created", "r-" + i, null, "{\"name\": \"é " + i + "\"}");
        }
        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(auditor().get("/api/audit?limit=1").text()).contains("\"seq\":" + last));
    }

    private Api auditor() {
        return new Api(house.url(), "ann+auditor");
    }

    private Api admin() {
        return new Api(house.url(), "ada+admin");
    }

    /** Checks that the answer has this status, and is as documented. */
    private Answer documented(int status, String path, Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        var response = contract.response(
                contract.operation(path.endsWith("erase") ? "POST" : "GET", path.replaceAll("\\?.*", "")), status);
        String type = answer.header("Content-Type");
        assertThat(response.get("content").has(type)).as(type).isTrue();
        if (type.endsWith("json") && !type.endsWith("ndjson")) {
            assertThat(contract.faults(response.get("content").get(type).get("schema"), answer.json()))
                    .as(answer.text())
                    .isEmpty();
        }
        return answer;
    }

    private Answer get(Api api, int status, String path) {
        return documented(status, path, api.get(path));
    }

    @Test
    void theTrail_isAnsweredInPages() {
        withRoom();
        write(3);

        Answer first = get(auditor(), 200, "/api/audit?limit=2");
        assertThat(first.json().get("data")).hasSize(2);
        assertThat(first.json().at("/data/0/resource_id").asText()).isEqualTo("r-3");
        assertThat(first.json().at("/data/0/after/name").asText()).isEqualTo("é 3");
        assertThat(first.header("Cache-Control")).isEqualTo("no-store");
        String next = first.json().at("/page/next").asText();
        assertThat(first.header("Link")).isEqualTo("</api/audit?cursor=" + next + "&limit=2>; rel=\"next\"");
        assertThat(get(auditor(), 200, "/api/audit?user=ada&since=2026-01-01T00%3A00%3A00Z&limit=1")
                        .header("Link"))
                .contains("&user=ada&since=2026-01-01T00%3A00%3A00Z&limit=1>");
        Answer second = get(admin(), 200, "/api/audit?limit=2&cursor=" + next);
        assertThat(second.header("Link")).isNull();
        assertThat(second.json().get("data")).hasSize(1);
        assertThat(second.text()).endsWith("\"page\":{\"next\":null}}");
        String query = "resource_type=features&resource_id=r-2&user=ada&action=created"
                + "&since=2026-01-01T00:00:00Z&until=2999-01-01T00:00:00Z";
        assertThat(get(auditor(), 200, "/api/audit?" + query).json().get("data"))
                .hasSize(1);
        assertThat(get(auditor(), 200, "/api/audit?action=deleted").json().get("data"))
                .isEmpty();
    }

    @Test
    void whoMayDoWhat() {
        withRoom();
        write(1);
        Api viewer = new Api(house.url(), "bob+viewer+editor");
        Api nobody = new Api(house.url(), null);
        String erase = "{\"resource_type\":\"features\",\"resource_id\":\"r-1\",\"reason\":\"asked for\"}";

        for (String path : List.of("/api/audit", "/api/audit/export", "/api/audit/checkpoint", "/api/audit/key")) {
            assertThat(get(viewer, 403, path).json().get("detail").asText())
                    .isEqualTo("Only an admin or an auditor may read the audit trail.");
            assertThat(get(nobody, 401, path).code()).isEqualTo("unauthenticated");
            get(auditor(), 200, path);
            get(admin(), 200, path);
        }
        String path = "/api/audit/erase";
        documented(403, path, viewer.post(path, erase));
        assertThat(documented(403, path, auditor().post(path, erase))
                        .json()
                        .get("detail")
                        .asText())
                .isEqualTo("Only an admin may erase from the audit trail.");
        documented(401, path, nobody.post(path, erase));
        assertThat(documented(200, path, admin().post(path, erase)).text()).isEqualTo("{\"entries\":1}");
    }

    @Test
    void badQueries_areRefused() {
        withRoom();

        assertThat(get(auditor(), 400, "/api/audit?limit=0").code()).isEqualTo("bad-query");
        assertThat(get(auditor(), 400, "/api/audit?limit=x").code()).isEqualTo("bad-query");
        assertThat(get(auditor(), 400, "/api/audit?since=today").code()).isEqualTo("bad-query");
        assertThat(get(auditor(), 400, "/api/audit?kind=created").code()).isEqualTo("unknown-parameter");
        assertThat(get(auditor(), 400, "/api/audit/export?from=0").code()).isEqualTo("bad-query");
        assertThat(get(auditor(), 400, "/api/audit/export?from=99999999999999999999")
                        .code())
                .isEqualTo("bad-query");
        assertThat(get(auditor(), 400, "/api/audit/export?to=1").code()).isEqualTo("unknown-parameter");
        assertThat(get(auditor(), 400, "/api/audit/checkpoint?x=1").code()).isEqualTo("unknown-parameter");
        assertThat(get(auditor(), 400, "/api/audit/key?x=1").code()).isEqualTo("unknown-parameter");
        assertThat(get(auditor(), 404, "/api/audit/checkpoint").code()).isEqualTo("not-found");
    }

    @Test
    void anErasure_underAKey_isDoneOnce_butAnotherBodyIsAnotherErasure() {
        withRoom();
        write(2);
        String path = "/api/audit/erase";
        String one = "{\"resource_type\":\"features\",\"resource_id\":\"r-1\",\"reason\":\"asked for\"}";

        for (int i = 0; i < 2; i++) {
            Answer answer = admin().post(path, one, "Idempotency-Key", "k");
            assertThat(answer.text()).isEqualTo("{\"entries\":1}");
            assertThat(answer.header("Idempotency-Replayed")).isEqualTo(i == 0 ? null : "true");
        }
        assertThat(admin().post(path, one).text())
                .as("the entry that says so was erased now")
                .isEqualTo("{\"entries\":1}");
        assertThat(admin().post(path, one.replace("r-1", "r-2"), "Idempotency-Key", "k")
                        .text())
                .isEqualTo("{\"entries\":1}");
        assertThat(documented(422, path, admin().post(path, one.replace("asked for", "")))
                        .json()
                        .at("/errors/0/pointer")
                        .asText())
                .isEqualTo("/reason");
        documented(422, path, admin().post(path, "{}"));
        documented(400, path, admin().post(path, "{"));
    }

    @Test
    void theExport_withTheKeyAndTheCheckpoint_isVerified(@TempDir Path directory) throws Exception {
        withRoom();
        write(60);
        write(61, 120);
        Path export = save(directory, "/api/audit/export");
        Path key = save(directory, "/api/audit/key");
        Path checkpoint = save(directory, "/api/audit/checkpoint");
        // One after the other in one file, as curl adds them.
        Files.writeString(checkpoint, Files.readString(checkpoint), StandardOpenOption.APPEND);

        assertThat(auditor().get("/api/audit/export").header("Content-Type")).isEqualTo("application/x-ndjson");
        assertThat(AuditVerifier.verify(export, key, checkpoint, 1, new PrintStream(PrintStream.nullOutputStream())))
                .isZero();
        Path end = save(directory, "/api/audit/export?from=2");
        assertThat(AuditVerifier.verify(end, key, checkpoint, 2, new PrintStream(PrintStream.nullOutputStream())))
                .isZero();
        assertThat(auditor().get("/api/audit/export?from=100000").text())
                .isEqualTo("{\"type\":\"export\",\"format\":1,\"from\":100000}\n");
    }

    private Path save(Path directory, String path) throws Exception {
        return Files.write(
                Files.createTempFile(directory, "saved", ""),
                get(auditor(), 200, path).raw().body());
    }

    @Test
    void head_saysWhatGetWouldSay_withoutReadingOn() throws Exception {
        AtomicInteger pages = new AtomicInteger();
        await(bus.serve(AuditMessages.READ_EXPORT, (request, caller) -> endless(request, pages)));

        Answer head = auditor().send("HEAD", "/api/audit/export", null);

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Type")).isEqualTo("application/x-ndjson");
        assertThat(pages.get()).isEqualTo(1);
    }

    private static Future<ExportPage> endless(ReadExport request, AtomicInteger pages) {
        pages.incrementAndGet();
        return Future.succeededFuture(new ExportPage(("x".repeat(65_535) + "\n").repeat(8), request.from() + 1));
    }

    /** Half a mebibyte a page: a client that does not read gets what the network's buffers hold, and no page more is read for it. */
    @Test
    void aSlowClient_holdsTheExportBack_andWhenItIsGone_theExportEnds() throws Exception {
        AtomicInteger pages = new AtomicInteger();
        await(bus.serve(AuditMessages.READ_EXPORT, (request, caller) -> endless(request, pages)));

        house.assertHeldBackByASlowClient("/api/audit/export", "ann+auditor", pages);
    }

    @Test
    void anExport_mayTakeLongerThanARequest() {
        await(bus.serve(AuditMessages.READ_EXPORT, this::slowly));

        Answer answer = auditor().get("/api/audit/export");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("1\n2\n3\n4\n");
    }

    private Future<ExportPage> slowly(ReadExport request, Caller caller) {
        Long next = request.from() == 4 ? null : Long.valueOf(request.from() + 1);
        return house.vertx().timer(700).map(timer -> new ExportPage(request.from() + "\n", next));
    }

    @Test
    void overHttp10_whereAPartWouldPassForTheWhole_theExportIsRefused() throws Exception {
        await(bus.serve(AuditMessages.READ_EXPORT, this::slowly));

        house.assertRefusedOverHttp10("/api/audit/export", "ann+auditor");
    }

    @Test
    void aFailureOnTheWay_breaksTheConnectionOff() {
        await(bus.serve(
                AuditMessages.READ_EXPORT,
                (request, caller) -> request.begin()
                        ? Future.succeededFuture(new ExportPage("1\n", 2L))
                        : Future.failedFuture(Failure.unavailable("storage-unavailable", "PostgreSQL is away.")
                                .exception())));

        assertThatThrownBy(() -> auditor().get("/api/audit/export")).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void aFailureBeforeTheFirstPage_isAnAnswer() {
        await(bus.serve(
                AuditMessages.READ_EXPORT,
                (request, caller) ->
                        Future.failedFuture(Failure.unavailable("storage-unavailable", "PostgreSQL is away.")
                                .exception())));

        assertThat(get(auditor(), 503, "/api/audit/export").code()).isEqualTo("storage-unavailable");
    }
}
