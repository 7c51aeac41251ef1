package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.Api.Answer;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input gets a clear refusal, never a 500, and changes nothing. */
class HostileIT {
    private static final String FEATURES = "/api/features";
    private static Api admin;

    @BeforeAll
    static void start() {
        admin = TestNode.shared().admin();
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                Arguments.of("nothing", "", 400, "malformed-json"),
                Arguments.of("broken", "{\"name\":", 400, "malformed-json"),
                Arguments.of("two values", "{\"name\":\"x\",\"value\":1}{}", 400, "malformed-json"),
                Arguments.of("duplicate key", "{\"name\":\"x\",\"name\":\"y\",\"value\":1}", 400, "malformed-json"),
                Arguments.of("deep", "[".repeat(1000) + "]".repeat(1000), 400, "malformed-json"),
                Arguments.of("an array", "[]", 422, "validation"),
                Arguments.of("null", "null", 422, "validation"),
                Arguments.of("a string for a number", "{\"name\":\"x\",\"value\":\"1\"}", 422, "validation"),
                Arguments.of("a fraction", "{\"name\":\"x\",\"value\":1.5}", 422, "validation"),
                Arguments.of(
                        "beyond 64 bits",
                        "{\"name\":\"x\",\"value\":123456789012345678901234567890}",
                        422,
                        "validation"),
                Arguments.of("1e400", "{\"name\":\"x\",\"value\":1e400}", 422, "validation"),
                Arguments.of("NaN", "{\"name\":\"x\",\"value\":NaN}", 400, "malformed-json"),
                Arguments.of("NUL", "{\"name\":\"a\\u0000b\",\"value\":1}", 422, "validation"),
                Arguments.of("lone surrogate", "{\"name\":\"\\ud800\",\"value\":1}", 422, "validation"),
                Arguments.of("own id", "{\"id\":\"x\",\"name\":\"x\",\"value\":1}", 422, "validation"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void aBadBody_isRefused(String name, String body, int status, String code) {
        Answer refused = admin.post(FEATURES, body);

        assertThat(refused.status()).as(refused.text()).isEqualTo(status);
        assertThat(refused.code()).isEqualTo(code);
    }

    @Test
    void aBomb_isRefused() {
        Answer refused = admin.post(FEATURES, "{\"name\":\"x\",\"value\":1e999999999}");

        assertThat(refused.status()).as(refused.text()).isIn(400, 422);
    }

    @Test
    void bytesThatAreNoUtf8_areRefused() {
        byte[] body = {'{', '"', 'n', 'a', 'm', 'e', '"', ':', '"', (byte) 0xC3, (byte) 0x28, '"', '}'};

        Answer refused = admin.sendBytes("POST", FEATURES, body, "Content-Type", "application/json");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("malformed-json");
    }

    @Test
    void aBodyOf10Megabytes_isRefused() {
        String body = "{\"name\":\"" + "x".repeat(10_000_000) + "\",\"value\":1}";

        Answer refused = admin.post(FEATURES, body);

        assertThat(refused.status()).isEqualTo(413);
        assertThat(refused.code()).isEqualTo("body-too-large");
    }

    @Test
    void headersOf64Kilobytes_areRefused() throws Exception {
        URI uri = URI.create(admin.url());
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            OutputStream out = socket.getOutputStream();
            String request = "GET /api/features HTTP/1.1\r\nHost: x\r\nX-Long: " + "y".repeat(65_536) + "\r\n\r\n";
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            assertThat(answer).isEqualTo("HTTP/1.1 431");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "b"})
    void twoIdempotencyKeys_areRefused(String second) throws Exception {
        URI uri = URI.create(admin.url());
        String body = "{\"name\":\"twice\",\"value\":1}";
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            String request = "POST /api/features HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                    + admin.token() + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                    + "\r\nIdempotency-Key: a\r\nIdempotency-Key: " + second + "\r\n\r\n" + body;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 400").contains("\"code\":\"bad-header\"");
        }
    }

    static Stream<String> badTokens() {
        String[] good = TestNode.shared().admin().token().split("\\.");
        String none = base64("{\"alg\":\"none\",\"typ\":\"JWT\"}") + "." + good[1] + ".";
        String hs256 = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + good[1] + "." + good[2];
        String forged = good[0] + "." + base64("{\"sub\":\"admin\",\"exp\":9999999999}") + "." + good[2];
        return Stream.of("x", "a.b.c", none, hs256, forged, good[0] + "." + good[1] + ".AAAA", "x".repeat(10_000));
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("badTokens")
    void aBadToken_isRefused(String token) {
        Answer refused = admin.as(token).get(FEATURES);

        assertThat(refused.status()).as(refused.text()).isEqualTo(401);
        assertThat(refused.code()).isEqualTo("invalid-token");
        assertThat(refused.header("WWW-Authenticate")).contains("invalid_token");
    }

    @Test
    void theTokenOfADeletedUser_isOutWithinTwoSeconds() throws Exception {
        Api viewer = TestNode.shared().user("viewer");
        assertThat(viewer.get(FEATURES).status()).isEqualTo(200);
        String id = viewer.get("/api/me").json().get("id").asText();
        assertThat(admin.delete("/api/users/" + id).status()).isEqualTo(204);

        Thread.sleep(2_000);

        assertThat(viewer.get(FEATURES).status()).isEqualTo(401);
    }

    @Test
    void guessingAPassword_isSlowedDown() {
        Api nobody = admin.as(null);
        String email = "victim@example.com";
        int status = 0;
        for (int i = 0; i < 25 && status != 429; i++) {
            Answer answer =
                    nobody.post("/api/auth/login", "{\"email\":\"" + email + "\",\"password\":\"wrong-password\"}");
            status = answer.status();
            assertThat(status).isIn(401, 429);
        }
        assertThat(status).isEqualTo(429);
    }
}
