package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.Api.Answer;
import io.corebus.testing.FreePort;
import io.vertx.core.net.SelfSignedCertificate;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What every door has in common: limits over two nodes, pages of other origins, compression, HTTPS and HTTP/2. */
class DoorIT {
    private static final String PAGE = "https://app.example.com";
    private static final List<NodeProcess> NODES = new ArrayList<>();
    private static final List<String> URLS = new ArrayList<>();
    private static SelfSignedCertificate certificate;
    private static TestServers servers;
    private static Api admin;

    @BeforeAll
    static void start() throws Exception {
        servers = TestServers.start("door");
        certificate = SelfSignedCertificate.create("localhost");
        Path logs = Files.createDirectories(Path.of("target/door-it"));
        List<Integer> ports = List.of(FreePort.find(), FreePort.find());
        for (int own : ports) {
            Map<String, String> environment = environment(own, ports);
            NODES.add(new NodeProcess("node-" + own, logs, environment));
            URLS.add((URLS.isEmpty() ? "http" : "https") + "://localhost:" + environment.get("COREBUS_HTTP_PORT"));
        }
        NODES.get(1).environment().put("COREBUS_HTTP_TLS_CERTIFICATE", certificate.certificatePath());
        NODES.get(1).environment().put("COREBUS_HTTP_TLS_KEY", certificate.privateKeyPath());
        NODES.forEach(NodeProcess::start);
        NODES.forEach(NodeProcess::awaitReady);
        admin = Api.signInOnceMade(URLS.get(0));
    }

    private static Map<String, String> environment(int own, List<Integer> all) {
        Map<String, String> environment = servers.environment(own, all);
        environment.put("COREBUS_LIMITS_CALLER_RATE", "20");
        environment.put("COREBUS_LIMITS_CALLER_BURST", "40");
        environment.put("COREBUS_LIMITS_ADDRESS_RATE", "2");
        environment.put("COREBUS_LIMITS_ADDRESS_BURST", "10");
        environment.put("COREBUS_HTTP_TRUST_FORWARDED", "x-forwarded");
        environment.put("COREBUS_HTTP_CORS_ORIGINS", PAGE);
        return environment;
    }

    @AfterAll
    static void stop() {
        NODES.forEach(NodeProcess::destroy);
        servers.close();
    }

    @Test
    void aCaller_getsNoMoreThanItsLimit_howeverManyNodesItAsks() throws Exception {
        HttpClient client = trusting();
        TimeUnit.SECONDS.sleep(3); // The bucket fills.
        List<Integer> statuses = new ArrayList<>();
        long began = System.nanoTime();
        for (int i = 0; i < 80; i++) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(URLS.get(i % 2) + "/api/features?limit=1"))
                    .header("Authorization", "Bearer " + admin.token())
                    .build();
            statuses.add(client.send(request, BodyHandlers.ofString()).statusCode());
        }
        double seconds = (System.nanoTime() - began) / 1e9;

        long passed = statuses.stream().filter(status -> status == 200).count();
        assertThat(statuses).containsOnly(200, 429);
        assertThat(passed).isGreaterThanOrEqualTo(40).isLessThanOrEqualTo(40 + (long) Math.ceil(seconds * 20));
    }

    @Test
    void anAnswer_saysHowTheLimitStands_andARefusalWhenToComeBack() throws Exception {
        TimeUnit.SECONDS.sleep(3);
        Answer first = admin.get("/api/features?limit=1");
        assertThat(first.header("ratelimit-policy")).isEqualTo("\"caller\";q=40;w=2");
        assertThat(first.header("ratelimit")).isEqualTo("\"caller\";r=39;t=1");
        Answer answer = first;
        for (int i = 0; i < 200 && answer.status() != 429; i++) {
            answer = admin.get("/api/features?limit=1");
        }

        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.code()).isEqualTo("rate-limited");
        assertThat(answer.json().get("detail").asText())
                .isEqualTo("More than 20 requests a second. Wait 1 second, then go on more slowly.");
        assertThat(answer.header("retry-after")).isEqualTo("1");
        assertThat(answer.header("ratelimit")).isEqualTo("\"caller\";r=0;t=2");
    }

    @Test
    void anAddressWithoutAValidToken_isLimited_andAnotherIsNot() {
        Api stranger = new Api(URLS.get(0), "not-a-token");
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            statuses.add(stranger.get("/api/features", "X-Forwarded-For", "192.0.2.7")
                    .status());
        }

        assertThat(statuses.subList(0, 10)).containsOnly(401);
        assertThat(statuses).contains(429);
        assertThat(stranger.get("/api/features", "X-Forwarded-For", "192.0.2.8").status())
                .isEqualTo(401);
    }

    @Test
    void aPageOfANamedOrigin_mayCall_andOthersGetNoLeave() {
        Answer preflight = admin.send(
                "OPTIONS",
                "/api/features",
                null,
                "Origin",
                PAGE,
                "Access-Control-Request-Method",
                "PATCH",
                "Access-Control-Request-Headers",
                "authorization,if-match");
        Answer call = new Api(URLS.get(0), null).get("/openapi.json", "Origin", PAGE);
        Answer foreign = new Api(URLS.get(0), null).get("/openapi.json", "Origin", "https://evil.example.com");

        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.header("access-control-allow-origin")).isEqualTo(PAGE);
        assertThat(preflight.header("access-control-allow-methods")).contains("PATCH", "QUERY");
        assertThat(preflight.header("access-control-allow-headers")).contains("authorization", "if-match");
        assertThat(call.header("access-control-allow-origin")).isEqualTo(PAGE);
        assertThat(call.header("access-control-expose-headers")).contains("etag");
        assertThat(foreign.status()).isEqualTo(200);
        assertThat(foreign.header("access-control-allow-origin")).isNull();
        assertThat(foreign.header("vary")).containsIgnoringCase("origin");
    }

    @Test
    void aLargeAnswer_isCompressed_forThoseWhoTakeIt() throws Exception {
        Answer compressed = new Api(URLS.get(0), null).get("/openapi.json", "Accept-Encoding", "gzip");
        Answer plain = new Api(URLS.get(0), null).get("/openapi.json");

        assertThat(compressed.header("content-encoding")).isEqualTo("gzip");
        assertThat(compressed.raw().body().length).isLessThan(plain.raw().body().length / 4);
        assertThat(unpacked(compressed)).isEqualTo(plain.raw().body());
        assertThat(plain.header("content-encoding")).isNull();
        assertThat(vary(compressed.raw())).contains("accept-encoding", "authorization");
        assertThat(vary(plain.raw())).contains("accept-encoding", "authorization");
    }

    /** What a cache has to keep answers apart by. */
    private static List<String> vary(HttpResponse<?> answer) {
        return answer.headers().allValues("vary");
    }

    private static byte[] unpacked(Answer answer) throws Exception {
        try (InputStream plain =
                new GZIPInputStream(new ByteArrayInputStream(answer.raw().body()))) {
            return plain.readAllBytes();
        }
    }

    @Test
    void aStreamOfEvents_isNeverCompressed() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(URLS.get(1) + "/api/features/events"))
                .header("Authorization", "Bearer " + admin.token())
                .header("Accept-Encoding", "gzip")
                .build();

        HttpResponse<InputStream> response = trusting().send(request, BodyHandlers.ofInputStream());

        try (InputStream stream = response.body()) {
            assertThat(response.headers().firstValue("content-encoding")).isEmpty();
            assertThat(new String(stream.readNBytes(11), StandardCharsets.UTF_8))
                    .isEqualTo("retry: 2000");
        }
    }

    @Test
    void https_speaksHttp2() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(URLS.get(1) + "/openapi.json"))
                .build();

        HttpResponse<String> response = trusting().send(request, BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.version()).isEqualTo(Version.HTTP_2);
        assertThat(vary(response)).contains("accept-encoding", "authorization");
    }

    @Test
    void anAnswer_mayNotBeShownAsAPage() {
        Answer answer = new Api(URLS.get(0), null).get("/api/me", "X-Forwarded-For", "192.0.2.9");

        assertThat(answer.header("content-security-policy")).isEqualTo("default-src 'none'; frame-ancestors 'none'");
        assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
    }

    private static HttpClient trusting() throws Exception {
        KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
        known.load(null, null);
        try (var pem = Files.newInputStream(Path.of(certificate.certificatePath()))) {
            known.setCertificateEntry(
                    "node", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(known);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }
}
