package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.Api.Answer;
import io.corebus.generated.GeneratedRequest;
import io.corebus.generated.Operation;
import io.corebus.generated.RequestGenerator;
import io.corebus.testing.OpenApiContract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The ten risks of the OWASP API Security Top 10 (2023), one after the other.. */
class OwaspIT {
    private static final String FEATURES = "/api/features";
    private static final String GOOD = "{\"name\":\"owasp\",\"value\":1}";
    private static Api admin;
    private static Api nobody;
    private static Api editor;
    private static Api viewer;
    private static OpenApiContract contract;

    @BeforeAll
    static void start() {
        admin = TestNode.shared().admin();
        nobody = admin.as(null);
        editor = TestNode.shared().user("editor", "viewer");
        viewer = TestNode.shared().user("viewer");
        contract = new OpenApiContract(nobody.get("/openapi.json").text());
    }

    private static String idOf(Api user) {
        return user.get("/api/me").json().get("id").asText();
    }

    private static Answer login(String email, String password) {
        return nobody.post("/api/auth/login", "{\"email\":\"" + email + "\",\"password\":\"" + password + "\"}");
    }

    private static String create() {
        Answer created = editor.post(FEATURES, GOOD);
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        return created.header("Location");
    }

    @Test
    void api1_brokenObjectLevelAuthorization_theIdOfAnotherUserOpensNothing() {
        String own = "/api/users/" + idOf(viewer);
        String other = "/api/users/" + idOf(editor);

        assertThat(viewer.get(own).status()).isEqualTo(200);
        assertThat(viewer.get(other).status()).isEqualTo(403);
        assertThat(viewer.patch(other, "{\"password\":\"taken-over-now\"}").status())
                .isEqualTo(403);
        assertThat(viewer.delete(other).status()).isEqualTo(403);
        assertThat(viewer.delete(own).status()).isEqualTo(403);
        assertThat(admin.get(other).status()).isEqualTo(200);
        assertThat(editor.get("/api/me").status()).as("its session goes on").isEqualTo(200);
    }

    @Test
    void api2_brokenAuthentication_aTokenIsNeitherForgedNorUsedTwice() {
        String[] parts = viewer.token().split("\\.");
        String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        String lifted = claims.replace(idOf(viewer), idOf(admin));
        assertThat(lifted).isNotEqualTo(claims);
        for (String header : List.of("{\"alg\":\"none\"}", "{\"alg\":\"HS256\"}", "{\"alg\":\"EdDSA\"}")) {
            String forged = base64(header) + "." + base64(lifted) + "." + parts[2];
            assertThat(nobody.as(forged).get("/api/me").status()).as(header).isEqualTo(401);
        }

        String refresh = login(TestNode.ADMIN, TestNode.PASSWORD)
                .json()
                .get("refresh_token")
                .asText();
        String body = "{\"refresh_token\":\"" + refresh + "\"}";
        String next = nobody.post("/api/auth/refresh", body)
                .json()
                .get("refresh_token")
                .asText();
        assertThat(nobody.post("/api/auth/refresh", body).status())
                .as("used before")
                .isEqualTo(401);
        assertThat(nobody.post("/api/auth/refresh", "{\"refresh_token\":\"" + next + "\"}")
                        .status())
                .as("the session of a token that was used twice has ended")
                .isEqualTo(401);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void api3_brokenObjectPropertyLevelAuthorization_nobodyWritesOrSeesMoreThanIsDeclared() {
        String path = create();
        for (String field : List.of("id", "version", "created_by", "created_at", "updated_by", "owner", "__proto__")) {
            String other = ",\"" + field + "\":\"" + idOf(viewer) + "\"}";
            assertThat(editor.post(FEATURES, GOOD.replace("}", other)).status())
                    .as(field)
                    .isEqualTo(422);
            editor.put(path, GOOD.replace("}", other));
            editor.patch(path, "{" + other.substring(1));
        }
        JsonNode kept = editor.get(path).json();
        assertThat(kept.get("id").asText()).isEqualTo(path.replaceAll(".*/", ""));
        assertThat(kept.toString()).contains(idOf(editor)).doesNotContain(idOf(viewer));

        String self = "/api/users/" + idOf(viewer);
        assertThat(viewer.patch(self, "{\"roles\":[\"admin\"]}").status()).isEqualTo(403);
        assertThat(viewer.patch(self, "{\"disabled\":false}").status()).isEqualTo(403);
        Set<String> shown = new TreeSet<>();
        admin.get(self).json().fieldNames().forEachRemaining(shown::add);
        Set<String> declared = new TreeSet<>();
        contract.target("#/components/schemas/User/properties").fieldNames().forEachRemaining(declared::add);
        assertThat(declared).containsAll(shown).noneMatch(name -> name.contains("password") || name.contains("hash"));
    }

    @Test
    void api4_unrestrictedResourceConsumption_everythingHasABound() {
        assertThat(viewer.get(FEATURES + "?limit=1001").status()).isEqualTo(400);
        assertThat(viewer.get(FEATURES + "?limit=999999999999").status()).isEqualTo(400);
        assertThat(viewer.get(FEATURES + "?filter=" + "(".repeat(1_500) + "value==1" + ")".repeat(1_500))
                        .status())
                .isEqualTo(400);
        assertThat(viewer.get(FEATURES + "?filter=" + "value==1;".repeat(400) + "value==1")
                        .status())
                .isEqualTo(400);
        assertThat(viewer.get(FEATURES + "?sort=name,value,id,version,created_at,updated_at")
                        .status())
                .isEqualTo(400);
        assertThat(viewer.get(FEATURES + "?filter=" + "x".repeat(9_000)).status())
                .isEqualTo(414);
        assertThat(editor.post(FEATURES, "[".repeat(100_000)).status()).isEqualTo(400);
        assertThat(editor.post(FEATURES, "\"" + "x".repeat(2_000_000) + "\"").status())
                .isEqualTo(413);
    }

    /** Where owners may do something, only what is there shows that somebody else may not. */
    private static void makeOne(RequestGenerator generator, String collection, Map<String, String> made) {
        Operation create = Operation.of(contract).stream()
                .filter(one -> one.method().equals("POST") && one.path().equals(collection))
                .findFirst()
                .orElseThrow();
        Answer created = null;
        for (int tries = 0; tries < 20 && (created == null || created.status() == 409); tries++) {
            GeneratedRequest request = generator.fitting(create);
            String[] headers = request.headers().toArray(String[]::new);
            created = admin.sendBytes("POST", collection, request.body(), headers);
        }
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        made.put(collection, created.header("Location").replaceAll(".*/", ""));
    }

    @Test
    void api5_brokenFunctionLevelAuthorization_everyOperationAsksForItsRole() {
        Map<String, String> made = new HashMap<>();
        RequestGenerator generator = new RequestGenerator(contract, new Random(5), made::get);
        makeOne(generator, "/api/projects", made);
        makeOne(generator, "/api/tasks", made);
        String unknown = UUID.randomUUID().toString();
        int asked = 0;
        for (Operation operation : Operation.of(contract)) {
            JsonNode roles = operation.json().path("x-required-roles");
            if (!roles.isEmpty() && !roles.toString().contains("\"viewer\"")) {
                asked++;
                GeneratedRequest request = generator.fitting(operation);
                boolean lines = operation.path().endsWith("/import");
                boolean batch =
                        operation.path().endsWith("/batch"); // Without a query: each item is answered by itself.
                Answer refused = viewer.sendBytes(
                        request.method(),
                        (batch ? operation.path() : request.path())
                                .replace(
                                        GeneratedRequest.LIVE,
                                        made.getOrDefault(operation.path().replaceAll("/\\{.*", ""), unknown)),
                        lines ? "{}".getBytes(StandardCharsets.UTF_8) : request.body(),
                        lines
                                ? new String[] {"Content-Type", "application/x-ndjson"}
                                : request.headers().toArray(String[]::new));
                if (batch) {
                    assertThat(refused.json().get("results"))
                            .as(request + ": " + refused.text())
                            .isNotEmpty()
                            .allMatch(result -> Set.of(403, 404)
                                    .contains(result.get("status").asInt()));
                } else {
                    assertThat(refused.status())
                            .as(request + ": " + refused.text())
                            .isEqualTo(403);
                }
            }
        }
        assertThat(asked).isGreaterThan(10);
        for (String header : List.of("X-HTTP-Method-Override", "X-Method-Override", "X-Original-URL")) {
            String path = create();
            viewer.post(path, "{}", header, header.endsWith("URL") ? "/api/users" : "DELETE");
            assertThat(viewer.get(path).status()).as(header).isEqualTo(200);
        }
    }

    @Test
    void api6_unrestrictedAccessToSensitiveBusinessFlows_takeoverAndGuessingAreStopped() {
        String setup =
                "{\"token\":\"" + "x".repeat(43) + "\",\"email\":\"eve@example.com\",\"password\":\"eves-password\"}";
        assertThat(nobody.post("/api/auth/setup", setup).code()).isIn("setup-closed", "setup-token");

        String victim = UUID.randomUUID() + "@example.com";
        Answer answer = login(victim, "wrong-password-0");
        for (int i = 1; i < 12 && answer.status() == 401; i++) {
            answer = login(victim, "wrong-password-" + i);
        }
        assertThat(answer.status()).isEqualTo(429);
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
        assertThat(login(TestNode.ADMIN, TestNode.PASSWORD).status())
                .as("others sign in all the same")
                .isEqualTo(200);
    }

    @Test
    void api7_serverSideRequestForgery_noAddressThatACallerSendsIsEverCalled() throws Exception {
        try (ServerSocket bait = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"))) {
            String host = "127.0.0.1:" + bait.getLocalPort();
            String url = "http://" + host + "/";
            editor.post(FEATURES, "{\"name\":\"" + url + "\",\"value\":1}");
            editor.post(FEATURES, GOOD.replace("}", ",\"$ref\":\"" + url + "\",\"$schema\":\"" + url + "\"}"));
            editor.get(FEATURES + "?filter=name==" + url.replace("/", "%2F"), "Referer", url, "X-Forwarded-Host", host);
            nobody.get("/openapi.json?url=" + url);
            String header = base64(
                    "{\"alg\":\"EdDSA\",\"jku\":\"" + url + "\",\"x5u\":\"" + url + "\",\"kid\":\"" + url + "\"}");
            nobody.as(header + "." + admin.token().split("\\.", 2)[1]).get(FEATURES);
            sendRaw("GET " + url + "api/features HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
            bait.setSoTimeout(500);
            assertThat(isCalled(bait)).isFalse();
        }
    }

    private static boolean isCalled(ServerSocket bait) throws IOException {
        try (Socket caller = bait.accept()) {
            return caller.isConnected();
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private static String sendRaw(String request) throws IOException {
        java.net.URI uri = java.net.URI.create(admin.url());
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void api8_securityMisconfiguration_answersAreHardenedAndTellNothingOfTheInside() throws IOException {
        List<Answer> answers = List.of(
                viewer.get(FEATURES),
                viewer.get(FEATURES + "/%00"),
                editor.post(FEATURES, "{"),
                nobody.get("/no/such/path"),
                nobody.send("TRACE", FEATURES, null),
                viewer.get(FEATURES, "Origin", "https://evil.example.com"));
        for (Answer answer : answers) {
            assertThat(answer.status()).isNotEqualTo(500);
            assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
            assertThat(answer.header("Server")).isNull();
            assertThat(answer.header("X-Powered-By")).isNull();
            assertThat(answer.text()).doesNotContain("Exception", "at io.", "vertx", "postgres", "SELECT");
        }
        assertThat(viewer.get(FEATURES).header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(viewer.get(FEATURES).header("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(nobody.send("TRACE", FEATURES, null).status()).isEqualTo(405);
        String smuggled = sendRaw(
                "POST " + FEATURES
                        + " HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: 4\r\n\r\nGET /livez HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(smuggled).startsWith("HTTP/1.1 400").doesNotContain("UP");
    }

    @Test
    void api9_improperInventoryManagement_whatIsServedIsDocumentedAndNothingElseIs() {
        Map<String, Set<String>> documented = new TreeMap<>();
        for (Operation operation : Operation.of(contract)) {
            documented
                    .computeIfAbsent(operation.path(), path -> new TreeSet<>())
                    .add(operation.method());
            String[] other = operation.json().path("x-also-as").asText().split(" ");
            if (other.length == 2) {
                documented.computeIfAbsent(other[1], path -> new TreeSet<>()).add(other[0]);
            }
        }
        documented.forEach((path, methods) -> {
            Answer options = nobody.send("OPTIONS", path.replaceAll("\\{[^}]*}", "x"), null);
            if (options.status() == 204) {
                Set<String> served =
                        new HashSet<>(List.of(options.header("Allow").split(", ")));
                served.remove("HEAD");
                assertThat(served).as(path).isEqualTo(methods);
            }
        });
        for (String path : List.of(
                "/api",
                "/api/",
                "/api/v1/features",
                "/api/no_such_feature",
                "/api/users/x/y",
                "/v2/api-docs",
                "/swagger-ui.html",
                "/actuator/env",
                "/debug",
                "/console",
                "/.env",
                "/.git/config",
                "/graphql",
                "/api/../conf/features",
                "/setup/..%2f..%2fconf")) {
            Answer answer = nobody.get(path);
            assertThat(answer.status()).as(path).isIn(401, 404);
            assertThat(answer.header("Content-Type")).as(path).isEqualTo("application/problem+json");
        }
    }

    @Test
    void api10_unsafeConsumptionOfApis_whatRedisSaysIsNotBelievedBlindly() throws Exception {
        String path = create();
        String id = path.replaceAll(".*/", "");
        JsonNode before = viewer.get(path).json();
        for (String garbage :
                List.of("", "x", "x {\"value\":1000}", "99999999999999999999 {\"value\":1000}", " ", "-")) {
            TestNode.shared().servers().redis().overwrite("*" + id, garbage);
            Answer answer = viewer.get(path);
            assertThat(answer.status()).as(garbage).isEqualTo(200);
            assertThat(answer.json()).as(garbage).isEqualTo(before);
        }
        Answer html = editor.post(FEATURES, "{\"name\":\"<script>alert(1)</script>\",\"value\":1}");
        assertThat(html.header("Content-Type")).isEqualTo("application/json");
        assertThat(html.json().get("name").asText()).isEqualTo("<script>alert(1)</script>");
    }
}
