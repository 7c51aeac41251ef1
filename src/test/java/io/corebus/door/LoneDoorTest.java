package io.corebus.door;

import static io.corebus.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.bus.Bus;
import io.corebus.config.LimitsConfig;
import io.corebus.config.RedisConfig;
import io.corebus.testing.LocalNode;
import io.corebus.testing.Unhandled;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A door on its own treats connections as the http room does. */
class LoneDoorTest {
    private static final String LONG = "{\"text\":\"" + "la ".repeat(2_000) + "\"}";

    private static final RedisConfig NO_REDIS = new RedisConfig(null, Duration.ofMillis(300), 1);

    private final Vertx vertx = Vertx.vertx();
    private final Unhandled unhandled = new Unhandled(vertx);
    private final LocalNode node = new LocalNode();
    private LoneDoor lone;

    @BeforeEach
    void open() {
        MeterRegistry meters = new SimpleMeterRegistry();
        lone = new LoneDoor(
                vertx,
                new Bus(vertx, meters),
                meters,
                node,
                new RateLimit(vertx, new LimitsConfig(0, 0, 0, 0), NO_REDIS, meters));
        HttpServerOptions options =
                new HttpServerOptions().setHost("127.0.0.1").setPort(0).setMaxHeaderSize(16_384);
        await(lone.open("mcp", options, 1_000, (door, router, authentication) -> {
            door.on(HttpMethod.GET, "/long", "test", "long", exchange -> exchange.json(200, utf8(LONG)));
            door.on(HttpMethod.GET, "/short", "test", "short", exchange -> exchange.json(200, utf8("{}")));
            door.streaming(HttpMethod.POST, "/stream", "test", "stream", LoneDoorTest::answerAtTheEnd);
            door.streaming(HttpMethod.POST, "/unread", "test", "unread", exchange -> exchange.json(200, utf8("{}")));
            return new Idle();
        }));
    }

    @AfterEach
    void close() {
        await(lone.close());
        unhandled.requireNone();
        await(vertx.close());
    }

    private static Future<Void> answerAtTheEnd(Exchange exchange) {
        Promise<Void> read = Promise.promise();
        exchange.request()
                .endHandler(end -> exchange.json(200, utf8("{}")).onComplete(read))
                .resume();
        return read.future();
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

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private HttpResponse<byte[]> get(HttpClient.Version version, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(node.urls().get(0) + path))
                .header("accept-encoding", "gzip")
                .build();
        HttpClient client = HttpClient.newBuilder().version(version).build();
        return client.send(request, BodyHandlers.ofByteArray());
    }

    private static String unzipped(byte[] body) throws IOException {
        try (GZIPInputStream unzipping = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return new String(unzipping.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aLongAnswer_isCompressed_andCachesAreToldSo() throws Exception {
        for (HttpClient.Version version : HttpClient.Version.values()) {
            HttpResponse<byte[]> answer = get(version, "/long");
            assertThat(answer.version()).isEqualTo(version);
            assertThat(answer.headers().firstValue("content-encoding")).hasValue("gzip");
            assertThat(answer.headers().allValues("vary")).contains("accept-encoding");
            assertThat(unzipped(answer.body())).isEqualTo(LONG);
        }
    }

    @Test
    void aShortAnswer_isNot() throws Exception {
        HttpResponse<byte[]> answer = get(HttpClient.Version.HTTP_1_1, "/short");
        assertThat(answer.headers().firstValue("content-encoding")).isEmpty();
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo("{}");
    }

    private HttpResponse<byte[]> head(HttpClient.Version version, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(node.urls().get(0) + path))
                .method("HEAD", HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpClient client = HttpClient.newBuilder().version(version).build();
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    @Test
    void aHead_saysHowLongTheAnswerWouldBe_andLeavesItOut() throws Exception {
        for (HttpClient.Version version : HttpClient.Version.values()) {
            HttpResponse<byte[]> answer = head(version, "/long");
            assertThat(answer.version()).isEqualTo(version);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
            assertThat(answer.headers().firstValue("content-length")).hasValue(String.valueOf(LONG.length()));
            assertThat(answer.headers().allValues("vary")).containsExactly("accept-encoding");
            assertThat(answer.body()).isEmpty();
        }
    }

    @Test
    void aHead_doesNotSayALength_thatACompressedAnswerWouldNotHave() throws Exception {
        for (HttpClient.Version version : HttpClient.Version.values()) {
            HttpResponse<byte[]> answer = head(version, "/long", "accept-encoding", "gzip");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("content-length")).isEmpty();
            assertThat(answer.headers().allValues("vary")).containsExactly("accept-encoding");
        }
    }

    @Test
    void aHeadThatIsRefused_hasNoBodyEither() throws Exception {
        for (HttpClient.Version version : HttpClient.Version.values()) {
            HttpResponse<byte[]> answer = head(version, "/nothing");
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
            assertThat(answer.headers().firstValueAsLong("content-length").orElse(0))
                    .isPositive();
            assertThat(answer.body()).isEmpty();
        }
    }

    /** For what {@link HttpClient} would not send. */
    private String answersTo(String requests) throws IOException {
        URI url = URI.create(node.urls().get(0));
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(utf8(requests));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void whatIsNoHttp_isRefusedWithAProblem_andTheConnectionEnds() throws Exception {
        String answer = answersTo("GET /short HTTP/1.1\r\nHost: x\r\nno header\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 400 ")
                .contains("application/problem+json")
                .contains("\"code\":\"bad-request\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host: x\r\nHost: y", "Host: x\r\nhost: x", "Accept: */*", "Host: x y"})
    void whatDoesNotNameOneHost_isRefusedWithAProblem(String headers) throws Exception {
        String answer = answersTo("GET /short HTTP/1.1\r\n" + headers + "\r\nConnection: close\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 400 ")
                .contains("application/problem+json")
                .contains("\"code\":\"bad-request\"");
    }

    private String answersToPathAndGoodbye(String path) throws IOException {
        return answersTo("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n"
                + "GET /short HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/short%zz", "/%", "/a%4", "/a%4/b", "/%zz/short?x=1", "/%+1", "/%%41"})
    void aPathWithABrokenEscape_isRefusedWithAProblem_andTheConnectionGoesOn(String path) throws Exception {
        String answers = answersToPathAndGoodbye(path);
        assertThat(answers)
                .startsWith("HTTP/1.1 400 ")
                .contains("application/problem+json")
                .contains("\"code\":\"bad-request\"")
                .endsWith("{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET short", "GET http:", "GET *", "CONNECT x:80", "POST *", "HEAD short", "OPTIONS x"})
    void aTargetThatIsNoPath_isRefusedWithAProblem(String methodAndTarget) throws Exception {
        String answer = answersTo(methodAndTarget + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("application/problem+json");
    }

    @Test
    void anAddressAsTheTarget_isServed() throws Exception {
        assertThat(answersToPathAndGoodbye("http://x/short")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void optionsOfTheServer_areItsMethods() throws Exception {
        String answer = answersTo("OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 204 ")
                .containsIgnoringCase("allow: DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT, QUERY\r\n");
    }

    /** With a client that sends what it is told to, over HTTP/2 from the first request on. */
    private int http2(HttpMethod method, String target, String header, String body) {
        URI url = URI.create(node.urls().get(0));
        HttpClientOptions options = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setDefaultHost(url.getHost())
                .setDefaultPort(url.getPort());
        // Closed in the end, and not before: one that nobody holds any more is closed by the garbage collector.
        HttpClientAgent client = vertx.createHttpClient(options);
        try {
            return await(client.request(method, target)
                            .compose(request ->
                                    request.putHeader("x-header", header).send(body)))
                    .statusCode();
        } finally {
            await(client.close());
        }
    }

    private int http2(HttpMethod method, String target) {
        return http2(method, target, "", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/stream", "/unread"})
    void aStreamedBody_mayBeReadToItsEnd_orNot(String path) throws Exception {
        assertThat(http2(HttpMethod.POST, path, "", LONG)).isEqualTo(200);
        HttpRequest request = HttpRequest.newBuilder(URI.create(node.urls().get(0) + path))
                .POST(HttpRequest.BodyPublishers.ofString(LONG))
                .build();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
    }

    @Test
    void headers_mayBeAsLargeAsItWasSaid_whateverTheVersion() throws Exception {
        String large = "y".repeat(15_000);
        assertThat(head(HttpClient.Version.HTTP_1_1, "/short", "x-header", large)
                        .statusCode())
                .isEqualTo(200);
        assertThat(http2(HttpMethod.GET, "/short", large, "")).isEqualTo(200);
    }

    @Test
    void targetsOfHttp2_areTreatedAlike() {
        assertThat(http2(HttpMethod.GET, "/short")).isEqualTo(200);
        assertThat(http2(HttpMethod.OPTIONS, "*")).isEqualTo(204);
        assertThat(http2(HttpMethod.GET, "*")).isEqualTo(400);
        assertThat(http2(HttpMethod.GET, "short")).isEqualTo(400);
        assertThat(http2(HttpMethod.GET, "/%zz")).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/shor%74", "/x/%2e%2E/short", "/short?x=%zz"})
    void aPathWithEscapesThatAreWellFormed_isServed(String path) throws Exception {
        assertThat(answersToPathAndGoodbye(path)).startsWith("HTTP/1.1 200 ");
    }
}
