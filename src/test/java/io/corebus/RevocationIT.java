package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who is locked out is out within two seconds, also at a node that hears nothing of it: the two of this test are in no cluster. */
class RevocationIT {
    private static final Duration BOUND = Duration.ofSeconds(2);

    private static TestNode deaf;
    private static Api admin;

    @BeforeAll
    static void start() {
        admin = TestNode.shared().admin();
        deaf = TestNode.shared().another();
    }

    @AfterAll
    static void stop() {
        deaf.stopAlone();
    }

    private static Api atTheOther(Api api) {
        Api there = new Api(deaf.url(), api.token());
        assertThat(there.get("/api/me").status()).isEqualTo(200);
        return there;
    }

    private static String userOf(Api api) {
        return api.get("/api/me").json().get("id").asText();
    }

    /** Asked all the time, as a busy client does. */
    private static void assertOutInTime(Api api) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .atMost(BOUND)
                .untilAsserted(() -> assertThat(api.get("/api/me").code()).isEqualTo("invalid-token"));
    }

    private static String apiToken(Api api) {
        return api.post("/api/me/tokens", "{\"name\":\"t\"}")
                .json()
                .get("token")
                .asText();
    }

    @Test
    void aDisabledUser_isOutEverywhere_withEveryTokenItHas() {
        Api user = TestNode.shared().user("viewer");
        Api program = atTheOther(user.as(apiToken(user)));
        Api there = atTheOther(user);

        assertThat(admin.patch("/api/users/" + userOf(user), "{\"disabled\":true}")
                        .status())
                .isEqualTo(200);

        assertOutInTime(there);
        assertOutInTime(program);
        assertOutInTime(user);
    }

    @Test
    void aRevokedToken_isOutEverywhere() {
        Api user = TestNode.shared().user("viewer");
        JsonNode issued = user.post("/api/me/tokens", "{\"name\":\"t\"}").json();
        Api program = atTheOther(user.as(issued.get("token").asText()));

        user.delete("/api/me/tokens/" + issued.get("id").asText());

        assertOutInTime(program);
    }

    @Test
    void aRevokedSession_isOutEverywhere_andTheOthersGoOn() {
        Api user = TestNode.shared().user("viewer");
        String email = user.get("/api/me").json().get("email").asText();
        Api other = atTheOther(Api.signIn(admin.url(), email, TestNode.PASSWORD));
        JsonNode sessions = user.get("/api/me/sessions").json().get("data");
        assertThat(sessions).hasSize(2);
        assertThat(sessions.get(0).get("current").asBoolean()).isFalse();
        assertThat(sessions.get(0).get("address").asText()).isEqualTo("127.0.0.1");
        assertThat(sessions.get(0).get("user_agent").asText()).startsWith("Java");

        String path = "/api/me/sessions/" + sessions.get(0).get("id").asText();
        assertThat(user.delete(path).status()).isEqualTo(204);

        assertOutInTime(other);
        assertThat(user.get("/api/me").status()).isEqualTo(200);
        assertThat(user.delete(path).code()).isEqualTo("not-found");
    }

    @Test
    void aNewPassword_endsTheOtherSessionsEverywhere() {
        Api user = TestNode.shared().user("viewer");
        String email = user.get("/api/me").json().get("email").asText();
        Api other = atTheOther(Api.signIn(admin.url(), email, TestNode.PASSWORD));

        assertThat(user.post("/api/me/password", "{\"old_password\":\"wrong\",\"password\":\"another-password\"}")
                        .status())
                .isEqualTo(422);
        assertThat(user.post(
                                "/api/me/password",
                                "{\"old_password\":\"" + TestNode.PASSWORD + "\",\"password\":\"another-password\"}")
                        .status())
                .isEqualTo(204);

        assertOutInTime(other);
        assertThat(user.get("/api/me").status()).isEqualTo(200);
        assertThat(Api.signIn(admin.url(), email, "another-password")
                        .get("/api/me/sessions")
                        .json()
                        .get("data"))
                .hasSize(2);
    }

    @Test
    void anAdmin_endsTheSessionsOfAUser() {
        Api user = TestNode.shared().user("viewer");
        String path = "/api/users/" + userOf(user) + "/sessions";
        assertThat(admin.get(path).json().get("data")).hasSize(1);

        assertThat(admin.delete(path).status()).isEqualTo(204);

        assertOutInTime(user);
        assertThat(admin.get(path).json().get("data")).isEmpty();
    }

    @Test
    void aStream_ofADisabledUser_endsInTime() throws Exception {
        Api user = TestNode.shared().user("viewer");
        String id = userOf(user);
        HttpRequest request = HttpRequest.newBuilder(URI.create(user.url() + "/api/features/events"))
                .header("Authorization", "Bearer " + apiToken(user))
                .build();
        HttpResponse<InputStream> stream =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(stream.statusCode()).isEqualTo(200);
        CompletableFuture<Long> ended = CompletableFuture.supplyAsync(() -> readToTheEnd(stream.body()));

        long began = System.nanoTime();
        admin.patch("/api/users/" + id, "{\"disabled\":true}");

        assertThat(ended.get(10, TimeUnit.SECONDS) - began).isLessThan(BOUND.toNanos());
    }

    private static long readToTheEnd(InputStream stream) {
        try (stream) {
            stream.readAllBytes();
        } catch (java.io.IOException cut) {
            // As good an end as any.
        }
        return System.nanoTime();
    }
}
