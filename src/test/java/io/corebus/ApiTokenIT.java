package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.Api.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** API tokens over HTTP: issued, used, listed, revoked. */
class ApiTokenIT {
    private static Api admin;

    @BeforeAll
    static void start() {
        admin = TestNode.shared().admin();
    }

    private static JsonNode issue(Api api, String path, String body) {
        Answer issued = api.post(path, body);
        assertThat(issued.status()).as(issued.text()).isEqualTo(201);
        assertThat(issued.header("Cache-Control")).isEqualTo("no-store");
        assertThat(issued.header("Location"))
                .isEqualTo(path + "/" + issued.json().get("id").asText());
        return issued.json();
    }

    private static String userOf(Api api) {
        return api.get("/api/me").json().get("id").asText();
    }

    @Test
    void aToken_isShownOnce_andWorksLikeItsUser() {
        Api user = TestNode.shared().user("editor", "viewer");
        JsonNode issued = issue(
                user,
                "/api/me/tokens",
                "{\"name\":\"ci\",\"scopes\":[\"read\",\"write\"],\"expires_at\":\"2999-01-01T00:00:00Z\",\"rate\":7}");
        Api program = user.as(issued.get("token").asText());

        assertThat(userOf(program)).isEqualTo(userOf(user));
        assertThat(program.get("/api/features").status()).isEqualTo(200);
        JsonNode listed = user.get("/api/me/tokens").json().get("data");
        assertThat(listed).hasSize(1);
        assertThat(listed.get(0).has("token")).isFalse();
        assertThat(listed.get(0).get("prefix").asText())
                .isEqualTo(issued.get("token").asText().substring(0, 16));
        assertThat(listed.get(0).get("rate").asInt()).isEqualTo(7);
        assertThat(listed.get(0).get("expires_at").asText()).startsWith("2999-01-01T00:00:00");
        Awaitility.await()
                .untilAsserted(() -> assertThat(
                                user.get("/api/me/tokens").json().at("/data/0").has("last_used_at"))
                        .isTrue());
    }

    @Test
    void aTokenThatIsNotGoodForIt_isToldSo_asTheSchemeHasIt() {
        JsonNode issued = issue(admin, "/api/me/tokens", "{\"name\":\"reader\",\"scopes\":[\"read\"]}");

        Answer refused = admin.as(issued.get("token").asText()).post("/api/features", "{\"name\":\"x\",\"value\":1}");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("insufficient-scope");
        assertThat(refused.header("WWW-Authenticate"))
                .isEqualTo("Bearer realm=\"corebus\", error=\"insufficient_scope\"");
    }

    @Test
    void aTokenOfAnAdmin_thatIsGoodForSomethingElse_isToldWhichWouldDo() {
        Api reader = admin.as(issue(admin, "/api/me/tokens", "{\"name\":\"reader\",\"scopes\":[\"read\"]}")
                .get("token")
                .asText());

        for (String path : List.of(
                "/api/users",
                "/api/webhooks",
                "/api/audit",
                "/api/permissions/why?user=anonymous&feature=features&action=read")) {
            Answer refused = reader.get(path);
            assertThat(refused.status() + " " + refused.code()).as(path).isEqualTo("403 insufficient-scope");
            assertThat(refused.json().get("detail").asText()).endsWith("a token with the scope admin; yours has read.");
        }
    }

    @Test
    void aTokenForOneFeature_seesWhatIsOfThat_only() {
        Api user = TestNode.shared().user("editor", "viewer");
        Api creator = scoped(user, "features:create");
        Answer begun = creator.post(
                "/api/features/import", "{\"name\":\"x\",\"value\":1}\n", "Content-Type", "application/x-ndjson");
        assertThat(begun.status()).as(begun.text()).isEqualTo(202);
        String one = begun.header("Location");

        for (String path : List.of("/api/me/sessions", "/api/me/tokens", "/api/imports")) {
            assertThat(creator.get(path).code()).as(path).isEqualTo("insufficient-scope");
            assertThat(scoped(user, "read").get(path).status()).as(path).isEqualTo(200);
        }
        assertThat(creator.get("/api/me").status()).isEqualTo(200);
        assertThat(creator.get(one).status()).isEqualTo(200);
        assertThat(scoped(user, "tasks:create").get(one).code()).isEqualTo("insufficient-scope");
        assertThat(scoped(user, "tasks:create").get(one + "/faults").code()).isEqualTo("insufficient-scope");
        assertThat(scoped(user, "read").delete(one).code()).isEqualTo("insufficient-scope");
        assertThat(creator.delete(one).status()).isIn(204, 200);
    }

    private static Api scoped(Api user, String scope) {
        return user.as(issue(user, "/api/me/tokens", "{\"name\":\"scoped\",\"scopes\":[\"" + scope + "\"]}")
                .get("token")
                .asText());
    }

    @Test
    void aRevokedToken_isOutWithinTwoSeconds_andBothAreInTheAuditTrail() {
        Api user = TestNode.shared().user("viewer");
        JsonNode issued = issue(user, "/api/me/tokens", "{\"name\":\"ci\"}");
        Api program = user.as(issued.get("token").asText());
        assertThat(program.get("/api/me").status()).isEqualTo(200);

        String path = "/api/me/tokens/" + issued.get("id").asText();
        assertThat(user.delete(path).status()).isEqualTo(204);

        Awaitility.await()
                .atMost(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(program.get("/api/me").code()).isEqualTo("invalid-token"));
        assertThat(user.delete(path).code()).isEqualTo("not-found");
        String trail = "/api/audit?resource_type=users&resource_id=" + userOf(user) + "&action=";
        for (String action : Set.of("token-issued", "token-revoked")) {
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(admin.get(trail + action).json().get("data"))
                                    .as(action)
                                    .hasSize(1));
        }
    }

    @Test
    void whatIsWrongWithARequest_isToldAllAtOnce() {
        Answer refused = admin.post(
                "/api/me/tokens", "{\"name\":5,\"scopes\":\"read\",\"expires_at\":1,\"rate\":\"x\",\"more\":1}");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().get("errors"))
                .extracting(error ->
                        error.get("pointer").asText() + " " + error.get("code").asText())
                .containsExactlyInAnyOrder(
                        "/name type", "/scopes type", "/expires_at type", "/rate type", "/more unknown-field");
    }

    @Test
    void tokensOfOthers_areForAdmins() {
        Api user = TestNode.shared().user("viewer");
        String path = "/api/users/" + userOf(user) + "/tokens";
        JsonNode issued = issue(admin, path, "{\"name\":\"by an admin\",\"scopes\":[\"read\"]}");
        Api program = user.as(issued.get("token").asText());

        assertThat(userOf(program)).isEqualTo(userOf(user));
        assertThat(program.post("/api/me/tokens", "{\"name\":\"more\"}").code()).isEqualTo("forbidden");
        assertThat(TestNode.shared().user("editor").get(path).code()).isEqualTo("forbidden");
        assertThat(user.as(null).get("/api/me/tokens").code()).isEqualTo("unauthenticated");
        assertThat(admin.get(path).json().get("data")).hasSize(1);
        assertThat(admin.delete(path + "/" + issued.get("id").asText()).status())
                .isEqualTo(204);
    }
}
