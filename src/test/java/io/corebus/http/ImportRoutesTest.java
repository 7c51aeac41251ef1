package io.corebus.http;

import static io.corebus.http.HttpHouse.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.access.AccessMessages;
import io.corebus.access.AccessMessages.Identity;
import io.corebus.bus.Bus;
import io.corebus.bus.Failure;
import io.corebus.config.ConfigReader;
import io.corebus.config.LimitsConfig;
import io.corebus.config.RedisConfig;
import io.corebus.config.Sources;
import io.corebus.door.Doorway;
import io.corebus.door.LoneDoor;
import io.corebus.door.RateLimit;
import io.corebus.resource.BulkMessages;
import io.corebus.resource.ResourceMessages;
import io.corebus.resource.ResourceMessages.Permission;
import io.corebus.storage.ImportMessages.Import;
import io.corebus.storage.ImportMessages.SentRecord;
import io.corebus.storage.StorageMessages.Done;
import io.corebus.testing.LocalNode;
import io.corebus.testing.Unhandled;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How an upload goes over the network: a real door, with a resource room that keeps what comes. Only ann may create. */
class ImportRoutesTest {
    private static final Duration PERIOD = Duration.ofMillis(300);
    private static final int MAX_IMPORT = 2_048;

    private final Vertx vertx = Vertx.vertx();
    private final Unhandled unhandled = new Unhandled(vertx);
    private final Bus bus = new Bus(vertx, new SimpleMeterRegistry());
    private final LocalNode node = new LocalNode();
    private final List<List<String>> chunks = new CopyOnWriteArrayList<>();
    private final List<String> closed = new CopyOnWriteArrayList<>();
    private LoneDoor door;
    private Socket client;
    private BufferedReader answer;

    @BeforeEach
    void open() throws Exception {
        await(bus.serve(
                AccessMessages.AUTHENTICATE,
                (request, caller) -> Future.succeededFuture(new Identity(
                        request.token(), "x@example.org", List.of(), "token-1", List.of(), 9_999_999_999L))));
        await(bus.serve(
                ResourceMessages.MAY, (request, caller) -> onlyAnn(caller.user(), new Permission(null, List.of()))));
        await(bus.serve(BulkMessages.BEGIN, (request, caller) -> onlyAnn(caller.user(), new Done())));
        await(bus.serve(BulkMessages.ADD, (request, caller) -> {
            chunks.add(request.records().stream().map(SentRecord::bytes).toList());
            return Future.succeededFuture(new Done());
        }));
        await(bus.serve(BulkMessages.CLOSE, (request, caller) -> {
            closed.add(request.id());
            return Future.succeededFuture(new Done());
        }));
        await(bus.serve(BulkMessages.CANCEL, (request, caller) -> Future.succeededFuture(new Done())));
        await(bus.serve(BulkMessages.FIND, (request, caller) -> Future.succeededFuture(begun(request.id()))));
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        RedisConfig noRedis = new RedisConfig(null, Duration.ofMillis(300), 1);
        door = new LoneDoor(
                vertx, bus, meters, node, new RateLimit(vertx, new LimitsConfig(0, 0, 0, 0), noRedis, meters));
        HttpConfig config = new ConfigReader(List.of(HttpConfig.class))
                .read(new Sources(null, Map.of(), List.of("--http-max-import=2KiB")))
                .get(HttpConfig.class);
        await(door.open(
                "http",
                new HttpServerOptions().setHost("127.0.0.1").setPort(0),
                1_000,
                (opened, router, authentication) -> {
                    new ImportRoutes(bus, config, PERIOD).mount(opened, OpenApiSample.features());
                    return new Idle();
                }));
        URI url = URI.create(node.urls().get(0));
        client = new Socket(url.getHost(), url.getPort());
        client.setSoTimeout(5_000);
        answer = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
    }

    private static <T> Future<T> onlyAnn(String user, T answer) {
        return user.equals("ann")
                ? Future.succeededFuture(answer)
                : Future.failedFuture(new Failure("forbidden", 403, "Only ann may create.").exception());
    }

    private static Import begun(String id) {
        return new Import(
                id,
                "order_items",
                "ndjson",
                List.of(),
                false,
                "running",
                null,
                "ann",
                null,
                List.of(),
                0,
                0,
                0,
                0,
                "",
                0);
    }

    private static final class Idle implements Doorway.Guest {
        @Override
        public Future<Void> start() {
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> stop() {
            return Future.succeededFuture();
        }
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        await(door.close());
        unhandled.requireNone();
        await(vertx.close());
    }

    private void send(String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void begin(String user, String type, int length, String... headers) throws IOException {
        send("POST /api/order_items/import HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + user + "\r\nContent-Type: "
                + type + "\r\nContent-Length: " + length + "\r\n" + String.join("\r\n", headers)
                + (headers.length == 0 ? "\r\n" : "\r\n\r\n"));
    }

    private void beginExpecting(String user, String type, int length) throws IOException {
        begin(user, type, length, "Expect: 100-continue");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-ndjson", "text/csv"})
    void whoWaitsForIt_isToldToSendTheBody(String type) throws Exception {
        beginExpecting("ann", type, 4);
        assertThat(answer.readLine()).isEqualTo("HTTP/1.1 100 Continue");
        assertThat(answer.readLine()).isEmpty();

        send("sku\n");
        assertThat(answer.readLine()).isEqualTo("HTTP/1.1 202 Accepted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-ndjson", "text/csv"})
    void whoMayNot_isToldSoBeforeTheBody(String type) throws Exception {
        beginExpecting("bob", type, 4);

        assertThat(answer.readLine()).isEqualTo("HTTP/1.1 403 Forbidden");
    }

    @Test
    void whatCannotBeTaken_isRefusedBeforeTheBody() throws Exception {
        beginExpecting("ann", "application/json", 4);
        assertThat(answer.readLine()).isEqualTo("HTTP/1.1 415 Unsupported Media Type");
    }

    @Test
    void whatIsAnnouncedTooLarge_isRefusedBeforeTheBody() throws Exception {
        beginExpecting("ann", "application/x-ndjson", MAX_IMPORT + 1);
        assertThat(answer.readLine()).isEqualTo("HTTP/1.1 413 Request Entity Too Large");
    }

    @Test
    void whatTricklesIn_isKeptFromTimeToTime() throws Exception {
        begin("ann", "application/x-ndjson", 14);
        send("one\ntwo\nth");
        Awaitility.await().untilAsserted(() -> assertThat(chunks).containsExactly(List.of("one", "two")));
        Thread.sleep(2 * PERIOD.toMillis());
        assertThat(closed).isEmpty();

        send("ree\n");
        assertThat(answer.readLine()).isEqualTo("HTTP/1.1 202 Accepted");
        assertThat(chunks).containsExactly(List.of("one", "two"), List.of("three"));
        assertThat(closed).hasSize(1);
    }

    @Test
    void csvThatTricklesIn_isKeptWithItsHeader() throws Exception {
        begin("ann", "text/csv", 8);
        send("s");
        Thread.sleep(2 * PERIOD.toMillis());
        send("ku\n1\n");
        Awaitility.await().untilAsserted(() -> assertThat(chunks).containsExactly(List.of("1")));
        send("2\n");

        assertThat(answer.readLine()).isEqualTo("HTTP/1.1 202 Accepted");
        assertThat(chunks).containsExactly(List.of("1"), List.of("2"));
    }
}
