package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.Api.Answer;
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
                        "COREBUS_HTTP_HOST", "0.0.0.0",
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

    /** The system answers from the address that it was asked at, so each of 127.x is a client of its own. */
    private Answer login(int client, String password, String... headers) {
        String url = node.url().replaceAll("//[^:/]+", "//127.0.0." + client);
        return new Api(url, null)
                .post("/api/auth/login", "{\"email\":\"" + email + "\",\"password\":\"" + password + "\"}", headers);
    }

    private static String cookie(Answer answer) {
        String cookie = answer.header("Set-Cookie");
        assertThat(cookie).contains("HttpOnly", "SameSite=Strict", "Path=/api/auth");
        return cookie.substring(0, cookie.indexOf(';'));
    }

    @Test
    void oneAddress_guessesAFewTimes() {
        for (int i = 0; i < 3; i++) {
            assertThat(login(1, "wrong").status()).isEqualTo(401);
        }
        Answer limited = login(1, "wrong");

        assertThat(limited.status()).isEqualTo(429);
        assertThat(limited.code()).isEqualTo("rate-limited");
        assertThat(limited.header("Retry-After")).isEqualTo("600");
        assertThat(limited.json().get("detail").asText())
                .isEqualTo("Too many sign-ins failed from your address. Try again in 600 seconds.");
    }

    @Test
    void manyAddresses_areStrangersTogether_andThoseWhoWereInBeforeStillGetIn() {
        String device = cookie(login(1, TestNode.PASSWORD));
        for (int client = 10; client < 20; client++) {
            login(client, "wrong");
        }

        Answer stranger = login(20, TestNode.PASSWORD);
        assertThat(stranger.status()).isEqualTo(429);
        assertThat(stranger.json().get("detail").asText())
                .startsWith("Too many sign-ins failed to this account from clients that never signed in to it");
        assertThat(login(20, TestNode.PASSWORD, "Cookie", "corebus_device=x.y").status())
                .isEqualTo(429);
        assertThat(login(21, TestNode.PASSWORD, "Cookie", device).status()).isEqualTo(200);
        assertThat(login(1, TestNode.PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void aKnownDevice_guessesAFewTimes_too() {
        String device = cookie(login(1, TestNode.PASSWORD));

        for (int i = 0; i < 3; i++) {
            assertThat(login(1, "wrong", "Cookie", device).status()).isEqualTo(401);
        }

        assertThat(login(1, TestNode.PASSWORD, "Cookie", device).status()).isEqualTo(429);
    }
}
