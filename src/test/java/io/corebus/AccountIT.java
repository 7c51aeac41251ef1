package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.Api.Answer;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Signing in, staying signed in, and users, over HTTP. */
class AccountIT {
    private static Api admin;
    private static Api nobody;

    @BeforeAll
    static void start() {
        admin = TestNode.shared().admin();
        nobody = admin.as(null);
    }

    private static Answer login(String email, String password) {
        return nobody.post("/api/auth/login", "{\"email\":\"" + email + "\",\"password\":\"" + password + "\"}");
    }

    private static JsonNode create(String email, String roles) {
        Answer created = admin.post(
                "/api/users",
                "{\"email\":\"" + email + "\",\"password\":\"" + TestNode.PASSWORD + "\",\"roles\":" + roles + "}");
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        return created.json();
    }

    private static String anEmail() {
        return UUID.randomUUID() + "@example.com";
    }

    @Test
    void signIn_answersTokens() {
        Answer answer = login(TestNode.ADMIN.toUpperCase(), TestNode.PASSWORD);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("token_type").asText()).isEqualTo("Bearer");
        assertThat(answer.json().get("expires_in").asInt()).isPositive();
        assertThat(answer.json().get("refresh_token").asText()).isNotEmpty();
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void signIn_withAWrongPasswordOrAnUnknownUser_isRefusedAlike() {
        Answer wrong = login(TestNode.ADMIN, "wrong-password");
        Answer unknown = login(anEmail(), "wrong-password");

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.code()).isEqualTo("invalid-credentials");
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(unknown.json().get("detail")).isEqualTo(wrong.json().get("detail"));
    }

    @Test
    void signIn_withABodyThatIsNone_isRefusedWithEveryFault() {
        Answer refused = nobody.post("/api/auth/login", "{\"email\":5,\"pass\":\"x\"}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().get("errors"))
                .extracting(error ->
                        error.get("pointer").asText() + " " + error.get("code").asText())
                .containsExactlyInAnyOrder("/email type", "/password required", "/pass unknown-field");
    }

    @Test
    void aRefreshToken_worksOnce_andItsReuseEndsTheSession() {
        String email = anEmail();
        create(email, "[]");
        String first =
                login(email, TestNode.PASSWORD).json().get("refresh_token").asText();
        Answer refreshed = nobody.post("/api/auth/refresh", "{\"refresh_token\":\"" + first + "\"}");
        assertThat(refreshed.status()).as(refreshed.text()).isEqualTo(200);
        String second = refreshed.json().get("refresh_token").asText();

        assertThat(nobody.post("/api/auth/refresh", "{\"refresh_token\":\"" + first + "\"}")
                        .status())
                .isEqualTo(401);
        assertThat(nobody.post("/api/auth/refresh", "{\"refresh_token\":\"" + second + "\"}")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void signOut_endsTheSession() {
        String email = anEmail();
        create(email, "[]");
        String token =
                login(email, TestNode.PASSWORD).json().get("refresh_token").asText();

        assertThat(nobody.post("/api/auth/logout", "{\"refresh_token\":\"" + token + "\"}")
                        .status())
                .isEqualTo(204);
        assertThat(nobody.post("/api/auth/refresh", "{\"refresh_token\":\"" + token + "\"}")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void whatIsSaidOfUsers_isKeptByNobody() {
        String me = admin.get("/api/me").json().get("id").asText();
        for (String path : List.of(
                "/api/me", "/api/users", "/api/users/" + me, "/api/me/sessions", "/api/users/" + me + "/tokens")) {
            assertThat(admin.get(path).header("Cache-Control")).as(path).isEqualTo("no-store");
        }
    }

    @Test
    void users_areListedInPages_whichLeadToTheNext() {
        create(anEmail(), "[]");
        create(anEmail(), "[]");

        Answer first = admin.get("/api/users?limit=1");

        String next = first.json().at("/page/next").asText();
        assertThat(first.header("Link")).isEqualTo("</api/users?cursor=" + next + "&limit=1>; rel=\"next\"");
        Answer second = admin.get("/api/users?cursor=" + next + "&limit=1");
        assertThat(second.header("Link")).doesNotContain(next).endsWith("&limit=1>; rel=\"next\"");
        assertThat(admin.get("/api/users?limit=1000").header("Link")).isNull();
    }

    @Test
    void users_areNotListed_withALimitOrACursorThatIsNone() {
        for (String limit : List.of("0", "-1", "1001", "x")) {
            Answer refused = admin.get("/api/users?limit=" + limit);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.code()).isEqualTo("bad-query");
        }
        assertThat(admin.get("/api/users?cursor=x").status()).isEqualTo(400);
        assertThat(admin.get("/api/users?cursor=x").code()).isEqualTo("bad-cursor");
    }

    @Test
    void me_isWhoeverAsks() {
        assertThat(admin.get("/api/me").json().get("email").asText()).isEqualTo(TestNode.ADMIN);
        assertThat(nobody.get("/api/me").status()).isEqualTo(401);
    }

    @Test
    void users_areForAdmins() {
        String email = anEmail();
        JsonNode user = create(email, "[\"viewer\"]");
        Api viewer = Api.signIn(admin.url(), email, TestNode.PASSWORD);
        String path = "/api/users/" + user.get("id").asText();

        assertThat(user.get("roles").get(0).asText()).isEqualTo("viewer");
        assertThat(user.has("password_hash")).isFalse();
        assertThat(nobody.get("/api/users").status()).isEqualTo(401);
        assertThat(viewer.get("/api/users").status()).isEqualTo(403);
        assertThat(viewer.get(path).status()).isEqualTo(200);
        assertThat(viewer.patch(path, "{\"roles\":[\"admin\"]}").status()).isEqualTo(403);
        assertThat(admin.get("/api/users?limit=1").json().get("data")).hasSize(1);
        assertThat(admin.post("/api/users", "{\"email\":\"" + email + "\",\"password\":\"long-enough-1\",\"roles\":[]}")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void aDisabledUser_cannotSignIn() {
        String email = anEmail();
        String path = "/api/users/" + create(email, "[]").get("id").asText();

        Answer disabled = admin.patch(path, "{\"disabled\":true}");

        assertThat(disabled.status()).as(disabled.text()).isEqualTo(200);
        assertThat(login(email, TestNode.PASSWORD).status()).isEqualTo(401);
        assertThat(admin.delete(path).status()).isEqualTo(204);
        assertThat(admin.get(path).status()).isEqualTo(404);
    }

    @Test
    void theLastAdmin_stays() {
        String path = "/api/users/" + admin.get("/api/me").json().get("id").asText();

        assertThat(admin.delete(path).code()).isEqualTo("last-admin");
        assertThat(admin.patch(path, "{\"roles\":[]}").code()).isEqualTo("last-admin");
    }

    @Test
    void setUp_isClosedOnceThereIsAnAdmin() {
        Answer refused = nobody.post(
                "/api/auth/setup",
                "{\"token\":\"" + "x".repeat(43) + "\",\"email\":\"" + anEmail()
                        + "\",\"password\":\"long-enough-1\"}");

        assertThat(refused.status()).as(refused.text()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("setup-closed");
    }

    @Test
    void keys_canBeRotated_andTokensOfTheOldOneStayGood() {
        int before = nobody.get("/.well-known/jwks.json").json().get("keys").size();

        assertThat(nobody.send("POST", "/api/auth/keys/rotate", null).status()).isEqualTo(401);
        assertThat(admin.send("POST", "/api/auth/keys/rotate", null).status()).isEqualTo(204);

        assertThat(nobody.get("/.well-known/jwks.json").json().get("keys")).hasSize(before + 1);
        assertThat(admin.get("/api/me").status()).isEqualTo(200);
        Api anew = Api.signIn(admin.url(), TestNode.ADMIN, TestNode.PASSWORD);
        assertThat(anew.get("/api/me").status()).isEqualTo(200);
        assertThat(anew.token().split("\\.")[0]).isNotEqualTo(admin.token().split("\\.")[0]);
    }

    @Test
    void thePublicKeys_areForEverybody_andPublicOnly() {
        JsonNode keys = nobody.get("/.well-known/jwks.json").json().get("keys");

        assertThat(keys).isNotEmpty();
        assertThat(keys.get(0).has("d")).isFalse();
    }
}
