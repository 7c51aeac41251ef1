package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Guessing is slowed down, and guessing by many keeps nobody out who was in before. All of the loopback network are addresses of this machine. */
class SignInLimitIT {
    private static TestNode node;
    private String email;

    @BeforeAll
    static void start() {
        node = TestNode.start(
                "limit",
                Map.of(
                        "COREBUS_HTTP_SIGN_IN_ATTEMPTS", "3",
                        "COREBUS_HTTP_SIGN_IN_ATTEMPTS_PER_ACCOUNT", "6",
                        "COREBUS_HTTP_SIGN_IN_WINDOW", "10m"));
    }

    @AfterAll
    static void stop() {
        node.stop();
    }

    @BeforeEach
    void createUser() {
        email = UUID.randomUUID() + "@example.com";
        node.admin()
                .post(
                        "/api/users",
                        "{\"email\":\"" + email + "\",\"password\":\"" + TestNode.PASSWORD + "\",\"roles\":[]}");
    }

    private record Reply(String text) {
        int status() {
            return Integer.parseInt(text.substring(9, 12));
        }

        String cookie() {
            assertThat(text).contains("; Path=/api/auth; HTTPOnly; SameSite=Strict");
            return text.replaceAll("(?s).*set-cookie: ([^;]+);.*", "$1");
        }
    }

    /** From 127.0.0.{client}. */
    private Reply login(int client, String password, String... headers) {
        String body = "{\"email\":\"" + email + "\",\"password\":\"" + password + "\"}";
        String head = "POST /api/auth/login HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n"
                + (headers.length == 0 ? "" : headers[0] + ": " + headers[1] + "\r\n");
        int port = URI.create(node.url()).getPort();
        try (Socket socket = new Socket("127.0.0.1", port, InetAddress.getByName("127.0.0." + client), 0)) {
            socket.getOutputStream().write((head + "\r\n" + body).getBytes(StandardCharsets.US_ASCII));
            return new Reply(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void oneAddress_guessesAFewTimes() {
        for (int i = 0; i < 3; i++) {
            assertThat(login(1, "wrong").status()).isEqualTo(401);
        }
        Reply limited = login(1, "wrong");

        assertThat(limited.status()).isEqualTo(429);
        assertThat(limited.text())
                .contains("\"rate-limited\"", "retry-after: 600")
                .contains("Too many sign-ins failed from your address. Try again in 600 seconds.");
    }

    @Test
    void blanksAroundTheAddress_areNoOtherAccount() {
        String account = email;
        for (String blank : List.of("\\u2003", "\\u3000\\t", "\\u2003\\u2003")) {
            email = blank + account.toUpperCase(Locale.ROOT) + blank;
            assertThat(login(1, "wrong").status()).isEqualTo(401);
        }
        email = "\\u1680" + account;

        assertThat(login(1, "wrong").status()).isEqualTo(429);
    }

    @Test
    void manyAddresses_areStrangersTogether_andThoseWhoWereInBeforeStillGetIn() {
        String device = login(1, TestNode.PASSWORD).cookie();
        for (int client = 10; client < 20; client++) {
            login(client, "wrong");
        }

        Reply stranger = login(20, TestNode.PASSWORD);
        assertThat(stranger.status()).isEqualTo(429);
        assertThat(stranger.text())
                .contains("Too many sign-ins failed to this account from clients that never signed in to it");
        assertThat(login(20, TestNode.PASSWORD, "Cookie", "corebus_device=x.y").status())
                .isEqualTo(429);
        assertThat(login(21, TestNode.PASSWORD, "Cookie", device).status()).isEqualTo(200);
        assertThat(login(1, TestNode.PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void aKnownDevice_guessesAFewTimes_too() {
        String device = login(1, TestNode.PASSWORD).cookie();

        for (int i = 0; i < 3; i++) {
            assertThat(login(1, "wrong", "Cookie", device).status()).isEqualTo(401);
        }

        assertThat(login(1, TestNode.PASSWORD, "Cookie", device).status()).isEqualTo(429);
    }
}
