package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.Api.Answer;
import io.corebus.testing.OpenApiContract;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the server answers is what its OpenAPI document says. */
class OpenApiIT {
    private static final String FEATURES = "/api/features";
    private static final String GOOD = "{\"name\":\"documented\",\"value\":1}";

    private static Api admin;
    private static Api nobody;
    private static String text;
    private static OpenApiContract contract;

    @BeforeAll
    static void start() {
        admin = TestNode.shared().admin();
        nobody = admin.as(null);
        Answer document = nobody.get("/openapi.json");
        assertThat(document.status()).isEqualTo(200);
        assertThat(document.header("Content-Type")).isEqualTo("application/json");
        text = document.text();
        contract = new OpenApiContract(text);
    }

    /** Asks, and checks that the answer has this status and is as documented, from its headers to its body. */
    private static Answer documented(Api api, String method, String path, String body, int status, String... headers) {
        Answer answer = switch (method) {
            case "POST" -> api.post(path, body, headers);
            case "PUT" -> api.put(path, body, headers);
            case "PATCH" -> api.patch(path, body, headers);
            default -> api.send(method, path, body, headers);
        };
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        JsonNode operation = contract.operation(method, path.replaceAll("\\?.*", ""));
        assertThat(new DocumentedAnswer(contract, contract.response(operation, status)).faults(answer))
                .as(answer.text())
                .isEmpty();
        return answer;
    }

    private static String create() {
        JsonNode created = documented(admin, "POST", FEATURES, GOOD, 201).json();
        return FEATURES + "/" + created.get("id").asText();
    }

    @Test
    void theDocument_hasNoFault() {
        assertThat(new OpenAPIV3Parser().readContents(text).getMessages()).isEmpty();
    }

    @Test
    void whatIsTaken_isWhatTheSchemaOfTheFeatureSays() {
        JsonNode content = contract.operation("POST", FEATURES).at("/requestBody/content/application~1json");

        assertThat(contract.faults(content.get("schema"), content.get("example")))
                .isEmpty();
        documented(admin, "POST", FEATURES, content.get("example").toString(), 201);
    }

    @Test
    void createAndRead_answerAsDocumented() {
        String key = UUID.randomUUID().toString();
        documented(admin, "POST", FEATURES, GOOD, 201, "Idempotency-Key", key);
        assertThat(documented(admin, "POST", FEATURES, GOOD, 201, "Idempotency-Key", key)
                        .header("Idempotency-Replayed"))
                .isEqualTo("true");
        String path = create();

        documented(admin, "GET", path, null, 200);
        documented(admin, "GET", path, null, 304, "If-None-Match", "\"1\"");
        assertThat(documented(admin, "GET", FEATURES + "?limit=1", null, 200).header("Link"))
                .isNotNull();
        documented(admin, "GET", FEATURES + "?filter=name==no-such-name", null, 200);
        documented(admin, "GET", FEATURES + "?sort=-updated_at&limit=1000", null, 200);
    }

    @Test
    void theExamplesOfSortAndFilter_areTaken() {
        for (JsonNode parameter : contract.operation("GET", FEATURES).get("parameters")) {
            JsonNode declared = contract.resolved(parameter);
            if (declared.has("example")) {
                String query = declared.get("name").asText() + "="
                        + declared.get("example").asText();
                documented(admin, "GET", FEATURES + "?" + query, null, 200);
            }
        }
    }

    @Test
    void everyFieldThatSortNames_isTaken() {
        String pattern = contract.operation("GET", FEATURES)
                .at("/parameters/2/schema/pattern")
                .asText();

        for (String field : pattern.replaceAll("^\\^-\\?\\((.*?)\\).*", "$1").split("\\|")) {
            documented(admin, "GET", FEATURES + "?limit=1&sort=-" + field, null, 200);
        }
        documented(admin, "GET", FEATURES + "?sort=colour", null, 400);
    }

    @Test
    void changes_answerAsDocumented() {
        String path = create();

        documented(admin, "PATCH", path, "{\"value\":2}", 200, "If-Match", "\"1\"");
        documented(admin, "PUT", path, "{\"name\":\"replaced\",\"value\":3}", 200);
        documented(admin, "PUT", path, GOOD, 412, "If-Match", "\"1\"");
        documented(admin, "DELETE", path, null, 412, "If-Match", "\"1\"");
        documented(admin, "DELETE", path, null, 204);
        documented(admin, "GET", path, null, 404);
        documented(admin, "PATCH", path, "{}", 404);
    }

    @Test
    void refusals_answerAsDocumented() {
        documented(nobody, "GET", FEATURES, null, 401);
        documented(admin.as("x"), "GET", FEATURES, null, 401);
        documented(TestNode.shared().user("viewer"), "POST", FEATURES, GOOD, 403);
        documented(admin, "GET", FEATURES + "/" + UUID.randomUUID(), null, 404);
        documented(admin, "POST", FEATURES, "{\"name\":\"\",\"colour\":1}", 422);
        documented(admin, "POST", FEATURES, "{", 400);
        documented(admin, "POST", FEATURES, GOOD, 412, "If-Match", "\"1\"");
        documented(admin, "POST", FEATURES, GOOD, 400, "Idempotency-Key", "");
        documented(admin, "POST", FEATURES, GOOD, 406, "Accept", "text/html");
        documented(admin, "POST", FEATURES, "x", 415, "Content-Type", "text/plain");
        documented(admin, "POST", FEATURES, "\"" + "x".repeat(2_000_000) + "\"", 413);
        documented(admin, "GET", FEATURES + "?limit=0", null, 400);
        documented(admin, "GET", FEATURES + "?cursor=x", null, 400);
    }

    /** What opens a stream is answered with HEAD as with GET; the stream itself has no end to wait for. */
    @Test
    void eventStreams_answerAsDocumented() {
        String events = FEATURES + "/events";
        documented(nobody, "GET", events, null, 401);
        documented(admin.as("x"), "GET", events, null, 401);
        documented(TestNode.shared().user(), "GET", events, null, 403);
        documented(admin, "GET", events, null, 403, "Origin", "https://elsewhere.example.com");
        documented(admin, "GET", events, null, 406, "Accept", "application/json");
        for (String query : List.of("since=x", "since=-1", "since=999999999999", "filter=colour==1", "page=1")) {
            documented(admin, "GET", events + "?" + query, null, 400);
        }
        documented(admin, "GET", events, null, 400, "Last-Event-ID", "x");
        Answer opened = admin.send("HEAD", events + "?since=0&filter=value=ge=1", null);
        assertThat(opened.status()).isEqualTo(200);
        assertThat(contract.response(contract.operation("GET", events), 200)
                        .get("content")
                        .has(opened.header("Content-Type")))
                .isTrue();
        String inTheQuery = events + "?access_token=" + admin.token();
        assertThat(nobody.send("HEAD", inTheQuery, null).status()).isEqualTo(200);
    }

    @Test
    void signIn_answersAsDocumented() {
        String login = "{\"email\":\"" + TestNode.ADMIN + "\",\"password\":\"" + TestNode.PASSWORD + "\"}";
        JsonNode tokens =
                documented(nobody, "POST", "/api/auth/login", login, 200).json();
        String token = "{\"refresh_token\":\"" + tokens.get("refresh_token").asText() + "\"}";

        JsonNode next =
                documented(nobody, "POST", "/api/auth/refresh", token, 200).json();
        documented(nobody, "POST", "/api/auth/refresh", token, 401);
        token = "{\"refresh_token\":\"" + next.get("refresh_token").asText() + "\"}";
        documented(nobody, "POST", "/api/auth/logout", token, 204);
        documented(nobody, "POST", "/api/auth/logout", "{}", 422);
        String other = login.replace(TestNode.ADMIN, UUID.randomUUID() + "@example.com");
        documented(nobody, "POST", "/api/auth/login", other, 401);
        documented(nobody, "POST", "/api/auth/login", "{}", 422);
        String setup = other.replace("{", "{\"token\":\"" + "x".repeat(43) + "\",");
        documented(nobody, "POST", "/api/auth/setup", setup, 409);
        documented(nobody, "GET", "/.well-known/jwks.json", null, 200);
    }

    @Test
    void users_answerAsDocumented() {
        String email = UUID.randomUUID() + "@example.com";
        String user = "{\"email\":\"" + email + "\",\"password\":\"" + TestNode.PASSWORD + "\",\"roles\":[\"viewer\"]}";
        JsonNode created = documented(admin, "POST", "/api/users", user, 201).json();
        String path = "/api/users/" + created.get("id").asText();

        documented(admin, "POST", "/api/users", user, 409);
        documented(admin, "GET", "/api/users?limit=1", null, 200);
        documented(admin, "GET", "/api/users?limit=0", null, 400);
        documented(admin, "GET", "/api/users?limit=x", null, 400);
        documented(nobody, "GET", "/api/users", null, 401);
        documented(TestNode.shared().user(), "GET", "/api/users", null, 403);
        documented(admin, "GET", path, null, 200);
        documented(admin, "GET", path + "/identities", null, 200);
        documented(admin, "GET", path + "/identities?page=1", null, 400);
        documented(admin, "DELETE", path + "/identities", null, 204);
        documented(admin, "DELETE", path + "/identities?page=1", null, 400);
        documented(TestNode.shared().user(), "GET", path + "/identities", null, 403);
        documented(TestNode.shared().user(), "DELETE", path + "/identities", null, 403);
        documented(nobody, "GET", path + "/identities", null, 401);
        documented(nobody, "DELETE", path + "/identities", null, 401);
        documented(admin, "PATCH", path, "{\"disabled\":true}", 200, "Content-Type", "application/json");
        documented(admin, "DELETE", path, null, 204);
        documented(admin, "GET", path, null, 404);
        documented(admin, "GET", path + "/identities", null, 404);
        documented(admin, "DELETE", path + "/identities", null, 404);
        documented(admin, "GET", "/api/me", null, 200);
        documented(admin, "GET", "/api/me/identities", null, 200);
        documented(nobody, "GET", "/api/me", null, 401);
        documented(nobody, "GET", "/api/me/identities", null, 401);
    }

    @Test
    void rights_answerAsDocumented() {
        Api guest = TestNode.shared().user("guest");
        String why = "/api/permissions/why?feature=features&action=read&user=";

        documented(guest, "GET", "/api/me/permissions", null, 200);
        documented(guest, "GET", "/api/me/permissions?feature=nothing", null, 404);
        documented(guest, "GET", "/api/me/permissions?page=1", null, 400);
        documented(nobody, "GET", "/api/me/permissions", null, 401);
        documented(admin, "GET", why + "anonymous", null, 200);
        documented(admin, "GET", why + UUID.randomUUID(), null, 404);
        documented(admin, "GET", why.replace("read", "eat") + "anonymous", null, 400);
        documented(guest, "GET", why + "anonymous", null, 403);
    }

    /** A guest is shown active projects without their budget, which a project has to have. */
    @Test
    void whatIsNotShownToAll_isNotPromised() {
        String key =
                "K" + UUID.randomUUID().toString().replaceAll("[^0-9]", "9").substring(0, 8);
        String project = "{\"key\":\"" + key + "\",\"name\":\"n\",\"budget\":1,\"status\":\"active\"}";
        JsonNode created =
                documented(admin, "POST", "/api/projects", project, 201).json();
        Api guest = TestNode.shared().user("guest");

        Answer seen =
                documented(guest, "GET", "/api/projects/" + created.get("id").asText(), null, 200);
        assertThat(seen.json().has("budget")).isFalse();
        documented(guest, "GET", "/api/projects?filter=key==" + key, null, 200);
    }

    @Test
    void management_answersAsDocumented() {
        for (String path : List.of("/livez", "/startupz", "/readyz", "/health", "/metrics")) {
            documented(nobody, "GET", path, null, 200);
        }
    }
}
