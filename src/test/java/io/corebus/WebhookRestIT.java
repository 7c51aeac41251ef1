package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.Api.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The administration of webhooks over REST: what is taken, what is shown, and what is refused. */
class WebhookRestIT {
    private static final String HOOKS = "/api/webhooks";
    private static final String GOOD = "{\"url\":\"https://receiver.example.com/in\"}";

    private static Api admin;

    @BeforeAll
    static void start() {
        admin = TestNode.shared().admin();
    }

    @AfterEach
    void deleteAll() {
        admin.get(HOOKS + "?limit=1000")
                .json()
                .get("data")
                .forEach(hook -> admin.delete(HOOKS + "/" + hook.get("id").asText()));
    }

    private static String create(String body) {
        Answer made = admin.post(HOOKS, body);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.header("Location");
    }

    @Test
    void create_answersWithTheSecret_whichIsShownOnce() {
        Answer made = admin.post(HOOKS, """
                {"url":"https://receiver.example.com:8443/in?token=t0ken","features":["features","tasks"],"kinds":["deleted"],
                 "description":"For the shop"}""");

        assertThat(made.status()).as(made.text()).isEqualTo(201);
        JsonNode hook = made.json();
        assertThat(made.header("Location"))
                .isEqualTo(HOOKS + "/" + hook.get("id").asText());
        assertThat(made.header("Cache-Control")).isEqualTo("no-store");
        assertThat(hook.get("secret").asText()).matches("whsec_[A-Za-z0-9+/]{43}=");
        assertThat(hook.get("active").asBoolean()).isTrue();
        assertThat(hook.get("kinds").toString()).isEqualTo("[\"deleted\"]");
        String secret = hook.get("secret").asText();
        assertThat(admin.get(made.header("Location")).json().has("secret")).isFalse();
        assertThat(admin.get(HOOKS).text()).contains("For the shop").doesNotContain(secret);
        assertThat(admin.patch(made.header("Location"), "{\"active\":false}").text())
                .doesNotContain(secret);
        String trail = admin.get("/api/audit?resource_type=webhooks&resource_id="
                        + hook.get("id").asText())
                .text();
        assertThat(trail).contains("webhook-created", "webhook-changed").doesNotContain(secret, "t0ken");
    }

    @Test
    void create_withAKey_isDoneOnce() {
        String key = UUID.randomUUID().toString();
        Answer first = admin.post(HOOKS, GOOD, "Idempotency-Key", key);
        Answer again = admin.post(HOOKS, GOOD, "Idempotency-Key", key);

        assertThat(again.json()).isEqualTo(first.json());
        assertThat(admin.get(HOOKS).json().get("data")).hasSize(1);
    }

    @Test
    void change_mergesWhatIsNamed_andNullMeansNone() {
        String path = create(
                "{\"url\":\"https://receiver.example.com/in\",\"features\":[\"features\"],\"filter\":\"value=ge=1\"}");

        Answer changed = admin.patch(path, "{\"url\":\"https://other.example.com/\",\"filter\":null}");

        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        assertThat(changed.json().get("url").asText()).isEqualTo("https://other.example.com/");
        assertThat(changed.json().has("filter")).isFalse();
        assertThat(changed.json().get("features").toString()).isEqualTo("[\"features\"]");
        assertThat(admin.patch(path, "{\"features\":null}").json().has("features"))
                .isFalse();
        assertThat(admin.patch(path, "{\"url\":null}").status()).isEqualTo(422);
        assertThat(admin.patch(path, "{\"secret\":\"x\"}")
                        .json()
                        .at("/errors/0/code")
                        .asText())
                .isEqualTo("unknown-field");
    }

    @Test
    void onlyAdmins_haveToDoWithWebhooks_andADenialIsInTheTrail() {
        String path = create(GOOD);
        Api viewer = TestNode.shared().user("editor", "auditor");
        Api nobody = admin.as(null);
        for (Api other : List.of(viewer, nobody)) {
            int status = other == viewer ? 403 : 401;
            List<Answer> answers = new ArrayList<>(List.of(
                    other.get(HOOKS),
                    other.post(HOOKS, GOOD),
                    other.get(path),
                    other.patch(path, "{\"active\":false}"),
                    other.delete(path),
                    other.post(path + "/secret", "{}"),
                    other.post(path + "/test", ""),
                    other.get(path + "/deliveries"),
                    other.post(path + "/deliveries/1/replay", ""),
                    other.post(path + "/replay", "{\"since\":0}")));
            assertThat(answers).extracting(Answer::status).containsOnly(status);
        }
        assertThat(viewer.get(HOOKS).json().get("detail").asText())
                .isEqualTo("Only an admin may have to do with webhooks.");
        String user = viewer.get("/api/me").json().get("id").asText();
        assertThat(admin.get("/api/audit?resource_type=webhooks&action=denied&user=" + user)
                        .json()
                        .get("data"))
                .hasSize(11);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            nullValues = "",
            value = {
                "{} | /url | is required and must be a string.",
                "{\"url\":7} | /url | must be a string that says something.",
                "{\"url\":\"ftp://example.com/\"} | /url | must be an http or https URL with a host.",
                "{\"url\":\"file:///etc/passwd\"} | /url | must be an http or https URL with a host.",
                "{\"url\":\"https://\"} | /url | must be a URL (RFC 3986).",
                "{\"url\":\"not a url\"} | /url | must be a URL (RFC 3986).",
                "{\"url\":\"https://me:pw@example.com/\"} | /url | must have neither a user nor a fragment: the signature tells who sends.",
                "{\"url\":\"https://example.com:99999/\"} | /url | must have a port from 1 to 65535, or none.",
                "{\"url\":\"https://example.com/\\u0000\"} | /url | must not contain the character U+0000 or half a character.",
                "{\"url\":\"https://example.com/\",\"features\":[\"nonsense\"]} | /features/0 | is not the name of a feature.",
                "{\"url\":\"https://example.com/\",\"features\":[]} | /features | must be an array of names; leave it out for all.",
                "{\"url\":\"https://example.com/\",\"kinds\":[\"exploded\"]} | /kinds/0 | must be created, updated or deleted.",
                "{\"url\":\"https://example.com/\",\"filter\":\"value=ge=1\"} | /filter | needs features: name those whose fields it is about.",
                "{\"url\":\"https://example.com/\",\"features\":[\"features\"],\"filter\":\"nonsense==1\"} | /filter | There is no field 'nonsense' in features.",
                "{\"url\":\"https://example.com/\",\"secret\":\"whsec_c2hvcnQ=\"} | /secret | must be whsec_ and the base64 of 24 to 64 random bytes.",
                "{\"url\":\"https://example.com/\",\"secret\":\"password\"} | /secret | must be whsec_ and the base64 of 24 to 64 random bytes.",
                "{\"url\":\"https://example.com/\",\"since\":-1} | /since | must be the number of an event, or 0 for all there are.",
                "{\"url\":\"https://example.com/\",\"since\":1.5} | /since | must be the number of an event, or 0 for all there are.",
                "{\"url\":\"https://example.com/\",\"active\":\"yes\"} | /active | must be true or false.",
                "{\"url\":\"https://example.com/\",\"colour\":1} | /colour | is not known here; known are active, description, features, filter, kinds, secret, since, url.",
            })
    void create_withSomethingWrong_saysWhereAndWhat(String body, String pointer, String detail) {
        Answer refused = admin.post(HOOKS, body);

        assertThat(refused.status()).as(refused.text()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("validation");
        assertThat(refused.json().at("/errors/0/pointer").asText()).isEqualTo(pointer);
        assertThat(refused.json().at("/errors/0/detail").asText()).startsWith(detail);
        assertThat(admin.get(HOOKS).json().get("data")).isEmpty();
    }

    @Test
    void create_withSomethingHuge_isRefused() {
        String huge = "A".repeat(100_000);
        String url = "{\"url\":\"https://example.com/" + huge + "\"}";
        String secret = "{\"url\":\"https://example.com/\",\"secret\":\"whsec_" + huge + "\"}";
        String since = "{\"url\":\"https://example.com/\",\"since\":" + "9".repeat(18) + "}";

        assertThat(admin.post(HOOKS, url).json().at("/errors/0/code").asText()).isEqualTo("max-length");
        assertThat(admin.post(HOOKS, secret).json().at("/errors/0/pointer").asText())
                .isEqualTo("/secret");
        assertThat(admin.post(HOOKS, since).json().at("/errors/0/detail").asText())
                .startsWith("must not be beyond the newest event, which is ");
        assertThat(admin.post(HOOKS, "{\"url\":").code()).isEqualTo("malformed-json");
        assertThat(admin.post(HOOKS, "[]").status()).isEqualTo(422);
    }

    @Test
    void moreThanThereMayBe_areRefused() {
        for (int i = 0; i < 100; i++) {
            create("{\"url\":\"https://receiver.example.com/in\",\"active\":false}");
        }

        Answer refused = admin.post(HOOKS, GOOD);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("too-many-webhooks");
        Answer page = admin.get(HOOKS + "?limit=60");
        JsonNode first = page.json();
        assertThat(page.header("Link"))
                .isEqualTo("<" + HOOKS + "?cursor=" + first.at("/page/next").asText() + "&limit=60>; rel=\"next\"");
        JsonNode second = admin.get(
                        HOOKS + "?limit=60&cursor=" + first.at("/page/next").asText())
                .json();
        assertThat(first.get("data")).hasSize(60);
        assertThat(second.get("data")).hasSize(40);
        assertThat(second.at("/page/next").isNull()).isTrue();
    }

    @Test
    void whatIsNotThere_isNotFound() {
        String path = HOOKS + "/" + UUID.randomUUID();
        for (String nowhere : List.of(path, HOOKS + "/nonsense")) {
            assertThat(List.of(
                            admin.get(nowhere),
                            admin.patch(nowhere, "{\"active\":false}"),
                            admin.delete(nowhere),
                            admin.post(nowhere + "/secret", "{}"),
                            admin.post(nowhere + "/test", ""),
                            admin.get(nowhere + "/deliveries"),
                            admin.post(nowhere + "/deliveries/1/replay", ""),
                            admin.post(nowhere + "/replay", "{\"since\":0}")))
                    .extracting(Answer::status)
                    .containsOnly(404);
        }
        String hook = create(GOOD);
        assertThat(admin.post(hook + "/deliveries/99999999999/replay", "").code())
                .isEqualTo("not-found");
        assertThat(admin.post(hook + "/deliveries/x/replay", "").code()).isEqualTo("not-found");
        assertThat(admin.get(hook + "/deliveries?status=lost").code()).isEqualTo("bad-query");
        assertThat(admin.get(hook + "/deliveries?limit=0").code()).isEqualTo("bad-query");
        assertThat(admin.get(hook + "/deliveries?cursor=x").code()).isEqualTo("bad-cursor");
        assertThat(admin.get(HOOKS + "?cursor=x").code()).isEqualTo("bad-cursor");
        assertThat(admin.post(hook + "/replay", "{}")
                        .json()
                        .at("/errors/0/code")
                        .asText())
                .isEqualTo("required");
        assertThat(admin.delete(hook).status()).isEqualTo(204);
        assertThat(admin.get(hook).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1", "localhost", "[::1]", "169.254.169.254", "10.1.2.3", "[::ffff:127.0.0.1]", "0.0.0.0"})
    void anAddressInside_isNotCalled(String host) throws Exception {
        try (Receiver receiver = new Receiver()) {
            String url = receiver.url("/inside").replace("127.0.0.1", host);
            String hook = create("{\"url\":\"" + url + "\"}");

            JsonNode tested = admin.post(hook + "/test", "").json();

            assertThat(tested.get("delivered").asBoolean()).isFalse();
            assertThat(tested.get("error").asText())
                    .isEqualTo("the address is private, loopback or link-local, and webhook.allow-private is not set");
            assertThat(receiver.at("/inside")).isEmpty();
        }
    }
}
