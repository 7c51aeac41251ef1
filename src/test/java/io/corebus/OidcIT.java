package io.corebus;

import static java.net.URLEncoder.encode;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corebus.Api.Answer;
import io.corebus.testing.Ending;
import io.corebus.testing.OpenApiContract;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sign-in with a real provider: oidc-provider from npm, in a process of its own, and a browser that keeps cookies. */
class OidcIT {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Path SIGN_IN = Path.of("src/test/resources/mcp/sign-in.mjs");

    private static OidcProvider provider;
    private static String issuer;
    private static TestNode node;

    @BeforeAll
    static void start() throws Exception {
        provider = OidcProvider.start();
        issuer = provider.issuer();
        Map<String, String> settings = new HashMap<>(provider.settings());
        int port = URI.create(provider.publicUrl()).getPort();
        settings.put("COREBUS_HTTP_PORT", Integer.toString(port));
        node = TestNode.start("oidc", settings);
    }

    @AfterAll
    static void stop() {
        provider.close();
        if (node != null) {
            node.stop();
        }
    }

    /** Keeps cookies and takes one step at a time. */
    private static final class Browser {
        private final HttpClient client =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

        HttpResponse<String> get(String url) throws Exception {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
        }

        HttpResponse<String> post(String url, String type, String body) throws Exception {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                    .header("Content-Type", type)
                    .POST(BodyPublishers.ofString(body))
                    .build();
            return client.send(request, BodyHandlers.ofString());
        }

        /** Where the answer sends to. */
        static String to(HttpResponse<?> answer) {
            String location = answer.headers().firstValue("Location").orElse(null);
            assertThat(location)
                    .as("status " + answer.statusCode() + " " + answer.body())
                    .isNotNull();
            return answer.uri().resolve(location).toString();
        }

        /** To the provider and, signed in there, to the address that it sends back to; not yet gone to. */
        String signInAs(String name) throws Exception {
            String url = signInAs(
                    name, to(get(node.url() + "/api/auth/oidc/login?return_to=/app")), "/api/auth/oidc/callback");
            return node.url() + url.substring(url.indexOf("/api/"));
        }

        /** @param back part of the address that the provider sends back to */
        private String signInAs(String name, String begin, String back) throws Exception {
            String url = begin;
            while (!url.contains(back)) {
                HttpResponse<String> answer = get(url);
                url = answer.statusCode() == 200 ? fillIn(answer, name) : to(answer);
            }
            return url;
        }

        /** As an agent does it that has learnt where from the metadata of the resource (RFC 8707, RFC 9728). */
        String agentToken(String name, String resource, String scope) throws Exception {
            String verifier = "a-verifier-of-the-agent-that-is-long-enough-to-be-one";
            String challenge = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(UTF_8)));
            String client = "client_id=agent&redirect_uri=" + encode("http://127.0.0.1/agent", UTF_8) + "&resource="
                    + encode(resource, UTF_8);
            String back = signInAs(
                    name,
                    issuer + "/auth?response_type=code&scope=" + encode(scope, UTF_8) + "&code_challenge=" + challenge
                            + "&code_challenge_method=S256&" + client,
                    "/agent?");
            String code = back.replaceAll(".*[?&]code=([^&]*).*", "$1");
            HttpResponse<String> tokens = post(
                    issuer + "/token",
                    "application/x-www-form-urlencoded",
                    "grant_type=authorization_code&code=" + code + "&code_verifier=" + verifier + "&" + client);
            assertThat(tokens.statusCode()).as(tokens.body()).isEqualTo(200);
            return MAPPER.readTree(tokens.body()).get("access_token").asText();
        }

        private String fillIn(HttpResponse<String> form, String name) throws Exception {
            String prompt = form.body().contains("name=\"login\"") ? "login" : "consent";
            String fields = "prompt=" + prompt + "&login=" + name + "&password=x";
            return to(post(form.uri().toString(), "application/x-www-form-urlencoded", fields));
        }

        HttpResponse<String> exchange(String code) throws Exception {
            return post(node.url() + "/api/auth/oidc/token", "application/json", "{\"code\":\"" + code + "\"}");
        }
    }

    private static String code(HttpResponse<String> back) {
        assertThat(back.statusCode()).as(back.body()).isEqualTo(303);
        String location = back.headers().firstValue("Location").orElseThrow();
        assertThat(location).startsWith("/app#oidc_code=");
        return location.substring("/app#oidc_code=".length());
    }

    /** What a new browser is answered that comes back from the provider. */
    private static HttpResponse<String> backAs(String name) throws Exception {
        Browser browser = new Browser();
        return browser.get(browser.signInAs(name));
    }

    private static Api signedInAs(String name) throws Exception {
        Browser browser = new Browser();
        HttpResponse<String> tokens = browser.exchange(code(browser.get(browser.signInAs(name))));
        assertThat(tokens.statusCode()).as(tokens.body()).isEqualTo(200);
        return new Api(
                node.url(), MAPPER.readTree(tokens.body()).get("access_token").asText());
    }

    private static String userOf(Api api) {
        return api.get("/api/me").json().get("id").asText();
    }

    /** What the answer lists, which has to be as documented. */
    private static JsonNode identities(Api api, String path) {
        Answer answer = api.get(path);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        OpenApiContract contract =
                new OpenApiContract(api.as(null).get("/openapi.json").text());
        assertThat(new DocumentedAnswer(contract, contract.response(contract.operation("GET", path), 200))
                        .faults(answer))
                .isEmpty();
        return answer.json().get("data");
    }

    private static void assertKnownAs(String subject, JsonNode identities) {
        assertThat(identities).hasSize(1);
        assertThat(identities.at("/0/issuer").asText()).isEqualTo(issuer);
        assertThat(identities.at("/0/subject").asText()).isEqualTo(subject);
        assertThat(OffsetDateTime.parse(identities.at("/0/created_at").asText()).toInstant())
                .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
    }

    private static void refused(HttpResponse<String> answer, int status, String code) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(MAPPER.readTree(answer.body()).path("code").asText()).isEqualTo(code);
    }

    @Test
    void anAgentThatSignsInAtTheProvider_actsForItsUser_asFarAsItsTokenGoes() throws Exception {
        Api person = signedInAs("agnes");
        JsonNode metadata =
                person.as(null).get("/.well-known/oauth-protected-resource/mcp").json();
        assertThat(metadata.at("/authorization_servers/0").asText()).isEqualTo(issuer);
        String resource = metadata.get("resource").asText();

        Api reader = new Api(node.url(), new Browser().agentToken("agnes", resource, "read"));
        assertThat(userOf(reader)).isEqualTo(userOf(person));
        assertThat(McpAgent.of(reader).tools()).contains("get_record").doesNotContain("create_record");
        Answer narrow = reader.post("/api/features", "{\"name\":\"x\",\"value\":1}");
        assertThat(narrow.code()).isEqualTo("insufficient-scope");

        Api writer = new Api(node.url(), new Browser().agentToken("agnes", resource, "read write"));
        JsonNode made = McpAgent.of(writer)
                .done("create_record", "{\"feature\":\"features\",\"data\":{\"name\":\"by an agent\",\"value\":1}}");
        JsonNode entry = node.admin()
                .get("/api/audit?action=created&resource_id=" + made.get("id").asText())
                .json()
                .at("/data/0");
        assertThat(entry.get("user").asText()).isEqualTo(userOf(person));
        assertThat(entry.get("via").asText()).isEqualTo("mcp");
        assertThat(entry.get("token").asText()).startsWith("oidc.");

        Api stranger = new Api(node.url(), new Browser().agentToken("never-seen", resource, "read"));
        assertThat(stranger.get("/api/me").text()).contains("Sign in here with the provider once");
        Api elsewhere = new Api(node.url(), new Browser().agentToken("agnes", "https://other.example.com/mcp", "read"));
        assertThat(elsewhere.get("/api/me").code()).isEqualTo("invalid-token");
    }

    @Test
    void theTypeScriptClient_findsItsWayByItself() throws Exception {
        NpmPrograms.install();
        signedInAs("tess");

        Ending ending = NpmPrograms.script(SIGN_IN, node.url() + "/mcp", "tess");

        assertThat(ending.output()).contains("signed in for read");
        assertThat(ending.status()).isZero();
    }

    @Test
    void thatThereIsAProvider_isToldToWhomeverAsks() {
        assertThat(new Api(node.url(), null).get("/api/auth/oidc").text()).isEqualTo("{\"configured\":true}");
        assertThat(new Api(TestNode.shared().url(), null).get("/api/auth/oidc").text())
                .isEqualTo("{\"configured\":false}");
    }

    @Test
    void somebodyNew_getsAnAccount_withTheRolesOfTheProvider_andTheSameOneNextTime() throws Exception {
        String name = "ada-" + UUID.randomUUID();
        String first = null;
        for (int i = 0; i < 2; i++) {
            Browser browser = new Browser();
            HttpResponse<String> tokens = browser.exchange(code(browser.get(browser.signInAs(name))));
            assertThat(tokens.statusCode()).as(tokens.body()).isEqualTo(200);
            Api user = new Api(
                    node.url(),
                    MAPPER.readTree(tokens.body()).get("access_token").asText());
            JsonNode me = user.get("/api/me").json();
            assertThat(me.get("email").asText()).isEqualTo(name + "@example.com");
            assertThat(me.get("roles")).hasSize(1);
            assertThat(me.at("/roles/0").asText()).isEqualTo("editor");
            assertThat(first == null || first.equals(me.get("id").asText())).isTrue();
            first = me.get("id").asText();
        }
    }

    @Test
    void anExistingUser_isKnownByItsVerifiedAddress() throws Exception {
        String name = "bob-" + UUID.randomUUID();
        String id = node.admin()
                .post(
                        "/api/users",
                        "{\"email\":\"" + name + "@example.com\",\"password\":\"" + TestNode.PASSWORD
                                + "\",\"roles\":[]}")
                .json()
                .get("id")
                .asText();
        Browser browser = new Browser();

        HttpResponse<String> tokens = browser.exchange(code(browser.get(browser.signInAs(name))));

        Api user = new Api(
                node.url(), MAPPER.readTree(tokens.body()).get("access_token").asText());
        assertThat(user.get("/api/me").json().get("id").asText()).isEqualTo(id);
        node.admin().patch("/api/users/" + id, "{\"disabled\":true}");
        Browser again = new Browser();
        refused(again.get(again.signInAs(name)), 403, "oidc-refused");
    }

    @Test
    void anAddressThatWasGivenToSomebodyNew_opensTheAccount_onceAnAdminHasUnlinkedIt() throws Exception {
        String name = "dora-" + UUID.randomUUID();
        Api dora = signedInAs(name);
        String path = "/api/users/" + userOf(dora) + "/identities";
        assertKnownAs(name, identities(dora, "/api/me/identities"));
        assertKnownAs(name, identities(node.admin(), path));
        refused(backAs("heir-of-" + name), 403, "oidc-refused");
        assertThat(dora.delete(path).code()).isEqualTo("forbidden");
        assertThat(node.user("editor").get(path).code()).isEqualTo("forbidden");
        assertThat(node.user("editor").delete(path).code()).isEqualTo("forbidden");
        assertKnownAs(name, identities(node.admin(), path));

        assertThat(node.admin().delete(path).status()).isEqualTo(204);
        assertThat(node.admin().delete(path).status()).isEqualTo(204);

        assertThat(identities(dora, "/api/me/identities")).isEmpty();
        Api heir = signedInAs("heir-of-" + name);
        assertThat(userOf(heir)).isEqualTo(userOf(dora));
        assertKnownAs("heir-of-" + name, identities(node.admin(), path));
        refused(backAs(name), 403, "oidc-refused");
        assertThat(subjects(userOf(dora), "identity-unlinked", "before")).containsExactly(name);
        assertThat(subjects(userOf(dora), "identity-linked", "after")).containsExactly("heir-of-" + name, name);
    }

    /** Newest first, once the trail has what happened before. */
    private static List<String> subjects(String user, String action, String payload) {
        String trail = "/api/audit?resource_type=users&resource_id=" + user + "&action=" + action;
        List<String> subjects = new ArrayList<>();
        Awaitility.await()
                .until(() -> !node.admin().get(trail).json().get("data").isEmpty());
        for (JsonNode entry : node.admin().get(trail).json().get("data")) {
            assertThat(entry.at("/" + payload + "/issuer").asText()).isEqualTo(issuer);
            subjects.add(entry.at("/" + payload + "/subject").asText());
        }
        return subjects;
    }

    @Test
    void whoeverHasNeverSignedInWithAProvider_hasNoIdentity() {
        String nobody = "/api/users/" + UUID.randomUUID() + "/identities";

        assertThat(identities(node.user("editor"), "/api/me/identities")).isEmpty();
        for (Answer answer : List.of(node.admin().get(nobody), node.admin().delete(nobody))) {
            assertThat(answer.status() + " " + answer.code()).isEqualTo("404 not-found");
        }
    }

    @Test
    void anAddressThatNobodyVerified_letsNobodyIn() throws Exception {
        Browser browser = new Browser();

        refused(browser.get(browser.signInAs("unverified-" + UUID.randomUUID())), 403, "oidc-refused");
    }

    @Test
    void theAnswerOfTheProvider_isGoodOnce_inTheBrowserThatAsked() throws Exception {
        Browser browser = new Browser();
        String back = browser.signInAs("eve-" + UUID.randomUUID());

        refused(new Browser().get(back), 400, "oidc-state");
        Browser other = new Browser();
        other.get(node.url() + "/api/auth/oidc/login");
        refused(other.get(back), 400, "oidc-state");
        code(browser.get(back));
        refused(browser.get(back), 400, "oidc-state");
    }

    @Test
    void aCodeOfTheProvider_thatWasUsed_isRefused() throws Exception {
        Browser browser = new Browser();
        String back = browser.signInAs("mallory-" + UUID.randomUUID());
        String used = back.replaceAll(".*[?&]code=([^&]+).*", "$1");
        code(browser.get(back));

        String second = browser.signInAs("mallory-" + UUID.randomUUID());

        refused(browser.get(second.replaceAll("([?&]code=)[^&]+", "$1" + used)), 403, "oidc-refused");
    }

    @Test
    void theCodeOfThePage_isGoodOnce_inTheBrowserThatSignedIn() throws Exception {
        Browser browser = new Browser();
        String code = code(browser.get(browser.signInAs("carol-" + UUID.randomUUID())));

        refused(new Browser().exchange(code), 400, "oidc-state");
        assertThat(browser.exchange(code).statusCode()).isEqualTo(200);
        refused(browser.exchange(code), 400, "oidc-state");
    }

    @Test
    void whereToGoOn_isAPathOfOurs() throws Exception {
        for (String path : new String[] {"https://evil.example", "//evil.example", "/\\evil.example", "x", "/a%23b"}) {
            String url = node.url() + "/api/auth/oidc/login?return_to=" + path.replace("\\", "%5C");
            refused(new Browser().get(url), 422, "validation");
        }
    }
}
