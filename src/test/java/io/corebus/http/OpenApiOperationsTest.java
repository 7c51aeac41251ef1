package io.corebus.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.feature.FeatureReader;
import io.corebus.http.OpenApiSample.Documented;
import io.corebus.testing.OpenApiContract;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the document says of every operation, word for word where that is short. */
class OpenApiOperationsTest {
    private final OpenApiContract contract =
            new OpenApiContract(new String(OpenApiDocument.of(OpenApiSample.features(), null), StandardCharsets.UTF_8));
    private final JsonNode document = contract.document();
    private final List<Documented> operations = OpenApiSample.operations(document);

    private JsonNode operation(String method, String path) {
        return contract.operation(method, path);
    }

    @Test
    void everyPathParameter_isDeclared_andNoOther() {
        for (Documented one : operations) {
            Matcher placeholder = Pattern.compile("\\{([^}]+)}").matcher(one.path());
            List<String> placed =
                    placeholder.results().map(found -> found.group(1)).toList();

            assertThat(parameters(one, "path")).as(one.id()).isEqualTo(placed);
        }
    }

    @Test
    void parameters_areThoseThatAreTaken() {
        String found = operations.stream()
                .map(one -> one.id() + ": " + String.join(" ", parameters(one, "query")) + " | "
                        + String.join(" ", parameters(one, "header")))
                .filter(line -> !line.endsWith(":  | ") && !line.endsWith(":  | traceparent"))
                .collect(Collectors.joining("\n", "", "\n"));

        assertThat(found).isEqualTo("""
                listFeatures: limit cursor sort filter fields count | traceparent
                createFeatures:  | traceparent Idempotency-Key
                followFeatures: since filter | traceparent Last-Event-ID
                exportFeatures: format sort filter fields | traceparent
                batchFeatures: mode | traceparent Idempotency-Key
                importFeatures: dry_run | traceparent
                getFeatures:  | traceparent If-None-Match
                replaceFeatures:  | traceparent If-Match Idempotency-Key
                patchFeatures:  | traceparent If-Match Idempotency-Key
                deleteFeatures:  | traceparent If-Match Idempotency-Key
                historyFeatures: limit cursor | traceparent
                restoreFeatures:  | traceparent If-Match Idempotency-Key
                listOrderItems: limit cursor sort filter fields expand count | traceparent
                createOrderItems:  | traceparent Idempotency-Key
                followOrderItems: since filter | traceparent Last-Event-ID
                exportOrderItems: format sort filter fields | traceparent
                batchOrderItems: mode | traceparent Idempotency-Key
                importOrderItems: dry_run | traceparent
                getOrderItems:  | traceparent If-None-Match
                replaceOrderItems:  | traceparent If-Match Idempotency-Key
                patchOrderItems:  | traceparent If-Match Idempotency-Key
                deleteOrderItems:  | traceparent If-Match Idempotency-Key
                historyOrderItems: limit cursor | traceparent
                restoreOrderItems:  | traceparent If-Match Idempotency-Key
                listUsers: limit cursor | traceparent
                oidcLogin: return_to | traceparent
                oidcCallback: state code iss error | traceparent
                getMyPermissions: feature | traceparent
                whyPermission: user feature action id | traceparent
                findAudit: resource_type resource_id user action since until limit cursor | traceparent
                exportAudit: from | traceparent
                eraseAudit:  | traceparent Idempotency-Key
                listImports: limit cursor | traceparent
                listImportFaults: limit cursor | traceparent
                listJobs: limit cursor | traceparent
                listJobResults: limit cursor | traceparent
                listWebhooks: limit cursor | traceparent
                createWebhook:  | traceparent Idempotency-Key
                listDeliveries: status limit cursor | traceparent
                setControls:  | traceparent If-Match Idempotency-Key
                resetControls:  | traceparent If-Match Idempotency-Key
                """);
    }

    private List<String> parameters(Documented one, String in) {
        List<String> names = new ArrayList<>();
        for (JsonNode place :
                List.of(one.item().path("parameters"), one.operation().path("parameters"))) {
            for (JsonNode parameter : place) {
                JsonNode declared = contract.resolved(parameter);
                if (declared.get("in").asText().equals(in)) {
                    names.add(declared.get("name").asText());
                }
            }
        }
        return names;
    }

    @Test
    void sort_takesEveryFieldThatCanBeCompared() {
        JsonNode sort = operation("GET", "/api/order_items").at("/parameters/2/schema");

        assertThat(contract.faults(sort, OpenApiSample.any("\"-amount,created_at\"")))
                .isEmpty();
        assertThat(contract.faults(sort, OpenApiSample.any("\"tags\""))).hasSize(1);
        assertThat(contract.faults(sort, OpenApiSample.any("\"id,id,id,id,id,id\"")))
                .hasSize(1);
    }

    @Test
    void everyStatusOfEveryOperation_isDocumented() {
        String found = operations.stream()
                .map(one -> one.method() + " " + one.path() + " " + one.id() + ": " + statuses(one.operation()))
                .collect(Collectors.joining("\n", "", "\n"));

        assertThat(found).isEqualTo("""
                GET /api/features listFeatures: 200 400 401 403 404 406 422 429 500 503 504
                POST /api/features createFeatures: 201 400 401 403 404 406 412 413 415 422 429 500 503 504
                GET /api/features/events followFeatures: 200 400 401 403 406 429 500 503 504
                POST /api/features/query queryFeatures: 200 400 401 403 404 406 413 415 422 429 500 503 504
                GET /api/features/export exportFeatures: 200 400 401 403 404 406 422 429 500 503 504
                POST /api/features/batch batchFeatures: 200 400 401 403 404 406 409 410 412 413 415 422 429 500 503 504
                POST /api/features/import importFeatures: 202 400 401 403 404 406 409 413 415 422 429 500 503 504
                GET /api/features/{id} getFeatures: 200 304 400 401 403 404 406 429 500 503 504
                PUT /api/features/{id} replaceFeatures: 200 400 401 403 404 406 412 413 415 422 429 500 503 504
                PATCH /api/features/{id} patchFeatures: 200 400 401 403 404 406 409 412 413 415 422 429 500 503 504
                DELETE /api/features/{id} deleteFeatures: 204 400 401 403 404 409 412 422 429 500 503 504
                GET /api/features/{id}/history historyFeatures: 200 400 401 403 404 406 429 500 503 504
                POST /api/features/{id}/restore restoreFeatures: 200 400 401 403 404 406 410 412 413 415 422 429 500 503 504
                GET /api/order_items listOrderItems: 200 400 401 403 404 406 422 429 500 503 504
                POST /api/order_items createOrderItems: 201 400 401 403 404 406 409 412 413 415 422 429 500 503 504
                GET /api/order_items/events followOrderItems: 200 400 401 403 406 429 500 503 504
                POST /api/order_items/query queryOrderItems: 200 400 401 403 404 406 413 415 422 429 500 503 504
                GET /api/order_items/export exportOrderItems: 200 400 401 403 404 406 422 429 500 503 504
                POST /api/order_items/batch batchOrderItems: 200 400 401 403 404 406 409 410 412 413 415 422 429 500 503 504
                POST /api/order_items/import importOrderItems: 202 400 401 403 404 406 409 413 415 422 429 500 503 504
                GET /api/order_items/{id} getOrderItems: 200 304 400 401 403 404 406 429 500 503 504
                PUT /api/order_items/{id} replaceOrderItems: 200 400 401 403 404 406 409 412 413 415 422 429 500 503 504
                PATCH /api/order_items/{id} patchOrderItems: 200 400 401 403 404 406 409 412 413 415 422 429 500 503 504
                DELETE /api/order_items/{id} deleteOrderItems: 204 400 401 403 404 412 422 429 500 503 504
                GET /api/order_items/{id}/history historyOrderItems: 200 400 401 403 404 406 429 500 503 504
                POST /api/order_items/{id}/restore restoreOrderItems: 200 400 401 403 404 406 409 410 412 413 415 422 429 500 503 504
                POST /api/auth/login signIn: 200 400 401 406 413 415 422 429 500 503 504
                POST /api/auth/refresh refresh: 200 400 401 406 413 415 422 429 500 503 504
                POST /api/auth/logout signOut: 204 400 401 406 413 415 422 429 500 503 504
                POST /api/auth/setup setUp: 200 400 401 403 406 409 413 415 422 429 500 503 504
                POST /api/auth/keys/rotate rotateKeys: 204 400 401 403 429 500 503 504
                GET /.well-known/jwks.json publicKeys: 200 400 401 429 500 503 504
                GET /api/me getMe: 200 400 401 404 429 500 503 504
                GET /api/users listUsers: 200 400 401 403 429 500 503 504
                POST /api/users createUsers: 201 400 401 403 406 409 413 415 422 429 500 503 504
                GET /api/users/{id} getUsers: 200 400 401 403 404 429 500 503 504
                PATCH /api/users/{id} changeUsers: 200 400 401 403 404 406 409 413 415 422 429 500 503 504
                DELETE /api/users/{id} deleteUsers: 204 400 401 403 404 409 429 500 503 504
                POST /api/me/password changeMyPassword: 204 400 401 403 404 406 413 415 422 429 500 503 504
                GET /api/me/sessions listMySessions: 200 400 401 403 429 500 503 504
                DELETE /api/me/sessions revokeMySessions: 204 400 401 403 429 500 503 504
                DELETE /api/me/sessions/{session} revokeMySession: 204 400 401 403 404 429 500 503 504
                GET /api/users/{id}/sessions listSessions: 200 400 401 403 404 429 500 503 504
                DELETE /api/users/{id}/sessions revokeSessions: 204 400 401 403 404 429 500 503 504
                DELETE /api/users/{id}/sessions/{session} revokeSession: 204 400 401 403 404 429 500 503 504
                GET /api/me/tokens listMyTokens: 200 400 401 403 429 500 503 504
                POST /api/me/tokens issueMyToken: 201 400 401 403 406 409 413 415 422 429 500 503 504
                DELETE /api/me/tokens/{token} revokeMyToken: 204 400 401 403 404 429 500 503 504
                GET /api/users/{id}/tokens listTokens: 200 400 401 403 404 429 500 503 504
                POST /api/users/{id}/tokens issueToken: 201 400 401 403 404 406 409 413 415 422 429 500 503 504
                DELETE /api/users/{id}/tokens/{token} revokeToken: 204 400 401 403 404 429 500 503 504
                GET /api/me/identities listMyIdentities: 200 400 401 403 429 500 503 504
                GET /api/users/{id}/identities listIdentities: 200 400 401 403 404 429 500 503 504
                DELETE /api/users/{id}/identities unlinkUser: 204 400 401 403 404 429 500 503 504
                GET /api/auth/oidc oidcFind: 200 400 401 429 500 503 504
                GET /api/auth/oidc/login oidcLogin: 303 400 401 404 422 429 500 503 504
                GET /api/auth/oidc/callback oidcCallback: 303 400 401 403 404 429 500 503 504
                POST /api/auth/oidc/token oidcToken: 200 400 401 404 406 413 415 422 429 500 503 504
                GET /api/me/permissions getMyPermissions: 200 400 401 404 429 500 503 504
                GET /api/permissions/why whyPermission: 200 400 401 403 404 429 500 503 504
                GET /api/audit findAudit: 200 400 401 403 422 429 500 503 504
                GET /api/audit/export exportAudit: 200 400 401 403 429 500 503 504
                GET /api/audit/checkpoint auditCheckpoint: 200 400 401 403 404 429 500 503 504
                GET /api/audit/key auditKey: 200 400 401 403 429 500 503 504
                POST /api/audit/erase eraseAudit: 200 400 401 403 404 406 413 415 422 429 500 503 504
                GET /api/imports listImports: 200 400 401 403 429 500 503 504
                GET /api/imports/{id} getImport: 200 400 401 403 404 429 500 503 504
                DELETE /api/imports/{id} cancelImport: 204 400 401 403 404 429 500 503 504
                GET /api/imports/{id}/faults listImportFaults: 200 400 401 403 404 429 500 503 504
                GET /api/jobs listJobs: 200 400 401 403 429 500 503 504
                GET /api/jobs/{id} getJob: 200 400 401 403 404 429 500 503 504
                DELETE /api/jobs/{id} cancelJob: 204 400 401 403 404 429 500 503 504
                GET /api/jobs/{id}/results listJobResults: 200 400 401 403 404 429 500 503 504
                GET /api/webhooks listWebhooks: 200 400 401 403 429 500 503 504
                POST /api/webhooks createWebhook: 201 400 401 403 404 406 409 413 415 422 429 500 503 504
                GET /api/webhooks/{id} getWebhook: 200 400 401 403 404 429 500 503 504
                PATCH /api/webhooks/{id} changeWebhook: 200 400 401 403 404 406 412 413 415 422 429 500 503 504
                DELETE /api/webhooks/{id} deleteWebhook: 204 400 401 403 404 429 500 503 504
                POST /api/webhooks/{id}/secret rotateWebhookSecret: 200 400 401 403 404 406 413 415 422 429 500 503 504
                POST /api/webhooks/{id}/test testWebhook: 200 400 401 403 404 429 500 503 504
                GET /api/webhooks/{id}/deliveries listDeliveries: 200 400 401 403 404 429 500 503 504
                POST /api/webhooks/{id}/deliveries/{delivery}/replay replayDelivery: 202 400 401 403 404 429 500 503 504
                POST /api/webhooks/{id}/replay replayWebhook: 202 400 401 403 404 406 413 415 422 429 500 503 504
                GET /api/controls listControls: 200 400 401 403 429 500 503 504
                GET /api/controls/{feature} getControls: 200 400 401 403 404 429 500 503 504
                PUT /api/controls/{feature} setControls: 200 400 401 403 404 406 412 413 415 422 429 500 503 504
                DELETE /api/controls/{feature} resetControls: 204 400 401 403 404 412 429 500 503 504
                GET /livez liveness: 200
                GET /startupz startup: 200 503
                GET /readyz readiness: 200 503
                GET /health health: 200 503
                GET /metrics metrics: 200 500
                """);
    }

    private static String statuses(JsonNode operation) {
        return operation.get("responses").properties().stream()
                .map(response -> response.getKey())
                .collect(Collectors.joining(" "));
    }

    @Test
    void headersOfAnswers_areDocumentedWhereTheyAreSent() {
        assertThat(headers("POST", "/api/features", 201)).isEqualTo("Location ETag Idempotency-Replayed");
        assertThat(headers("GET", "/api/features", 200)).isEqualTo("Link");
        for (String list : new String[] {"/api/users", "/api/audit", "/api/imports", "/api/webhooks"}) {
            assertThat(headers("GET", list, 200)).isEqualTo("Link");
        }
        assertThat(headers("GET", "/api/features/x", 200)).isEqualTo("ETag");
        assertThat(headers("GET", "/api/features/x", 304)).isEqualTo("ETag");
        assertThat(headers("PATCH", "/api/features/x", 200)).isEqualTo("ETag Idempotency-Replayed");
        assertThat(headers("DELETE", "/api/features/x", 204)).isEmpty();
        assertThat(headers("PATCH", "/api/features/x", 415)).isEqualTo("Accept-Patch");
        assertThat(headers("GET", "/api/features", 401)).isEqualTo("WWW-Authenticate");
        assertThat(headers("GET", "/api/features", 403)).isEqualTo("WWW-Authenticate");
        assertThat(headers("GET", "/api/features", 503)).isEqualTo("Retry-After");
        assertThat(headers("POST", "/api/auth/login", 401)).isEqualTo("WWW-Authenticate");
        assertThat(headers("POST", "/api/auth/login", 429)).isEqualTo("Retry-After");
        assertThat(headers("POST", "/api/users", 201)).isEqualTo("Location");
    }

    private String headers(String method, String path, int status) {
        JsonNode response = contract.response(operation(method, path), status);
        return response.path("headers").properties().stream()
                .map(header -> header.getKey())
                .collect(Collectors.joining(" "));
    }

    @Test
    void mediaTypes_areThoseThatAreTaken() {
        assertThat(operation("PATCH", "/api/features/x")
                        .at("/requestBody/content")
                        .fieldNames())
                .toIterable()
                .containsExactly("application/merge-patch+json", "application/json", "application/json-patch+json");
        assertThat(operation("PUT", "/api/features/x")
                        .at("/requestBody/content")
                        .fieldNames())
                .toIterable()
                .containsExactly("application/json");
        assertThat(contract.response(operation("GET", "/api/features"), 403)
                        .get("content")
                        .fieldNames())
                .toIterable()
                .containsExactly("application/problem+json");
    }

    @Test
    void aFeatureWithLiveUpdates_hasAnEventStream() {
        JsonNode follow = operation("GET", "/api/features/events");

        assertThat(contract.response(follow, 200).get("content").fieldNames())
                .toIterable()
                .containsExactly("text/event-stream");
        assertThat(follow.get("security").toString()).isEqualTo("[{\"bearer\":[]},{\"access_token\":[]}]");
        assertThat(document.at("/components/securitySchemes/access_token/in").asText())
                .isEqualTo("query");
        JsonNode since = follow.at("/parameters/0/schema");
        assertThat(contract.faults(since, OpenApiSample.any("4711"))).isEmpty();
        assertThat(contract.faults(since, OpenApiSample.any("-1"))).hasSize(1);
    }

    @Test
    void aFeatureWithoutLiveUpdates_hasNone(@TempDir Path directory) throws Exception {
        Files.writeString(
                directory.resolve("notes.yaml"),
                "feature: notes\ntitle: Note\nschema:\n  type: object\n  properties:\n    text: {type: string}\n");
        byte[] without = OpenApiDocument.of(FeatureReader.read(directory), null);
        JsonNode paths = new OpenApiContract(new String(without, StandardCharsets.UTF_8))
                .document()
                .get("paths");

        assertThat(paths.has("/api/notes")).isTrue();
        assertThat(paths.has("/api/notes/events")).isFalse();
    }

    @Test
    void aTokenIsNeeded_butToSignInAndToWatch() {
        List<String> anonymous = operations.stream()
                .filter(one -> one.operation().has("security"))
                .filter(one -> one.operation().get("security").isEmpty())
                .map(Documented::id)
                .toList();

        assertThat(document.at("/security/0/bearer").isArray()).isTrue();
        assertThat(document.at("/components/securitySchemes/bearer/scheme").asText())
                .isEqualTo("bearer");
        assertThat(anonymous)
                .containsExactly(
                        "signIn",
                        "refresh",
                        "signOut",
                        "setUp",
                        "publicKeys",
                        "oidcFind",
                        "oidcLogin",
                        "oidcCallback",
                        "oidcToken",
                        "liveness",
                        "startup",
                        "readiness",
                        "health",
                        "metrics");
    }

    @Test
    void rolesThatSuffice_areStated() {
        assertThat(roles("GET", "/api/features")).isEqualTo("[\"admin\",\"viewer\"]");
        assertThat(roles("GET", "/api/features/events")).isEqualTo("[\"admin\",\"viewer\"]");
        assertThat(roles("GET", "/api/features/x")).isEqualTo("[\"admin\",\"viewer\"]");
        assertThat(roles("POST", "/api/features")).isEqualTo("[\"admin\",\"author\",\"editor\"]");
        assertThat(roles("PUT", "/api/features/x")).isEqualTo("[\"admin\",\"editor\"]");
        assertThat(roles("PATCH", "/api/features/x")).isEqualTo("[\"admin\",\"editor\"]");
        assertThat(roles("DELETE", "/api/features/x")).isEqualTo("[\"admin\"]");
        assertThat(roles("POST", "/api/users")).isEqualTo("[\"admin\"]");
        assertThat(roles("GET", "/api/audit")).isEqualTo("[\"admin\",\"auditor\"]");
        assertThat(roles("GET", "/api/audit/export")).isEqualTo("[\"admin\",\"auditor\"]");
        assertThat(roles("POST", "/api/audit/erase")).isEqualTo("[\"admin\"]");
        assertThat(operation("POST", "/api/features").get("description").asText())
                .isEqualTo(
                        "Creates a resource. A field that is left out gets its `default`, where it has one; one that is `null` has no value. Takes one of the roles admin, author, editor.");
        assertThat(operation("DELETE", "/api/features/x").get("description").asText())
                .isEqualTo("Deletes a resource for good. Takes the role admin.");
    }

    private String roles(String method, String path) {
        return operation(method, path).get("x-required-roles").toString();
    }
}
