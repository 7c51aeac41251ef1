package io.corebus.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.access.AccessMessages;
import io.corebus.access.AccessMessages.Attestation;
import io.corebus.access.AccessMessages.AttestationCheck;
import io.corebus.access.OidcMessages;
import io.corebus.access.OidcMessages.OidcOffer;
import io.corebus.bus.Bus;
import io.corebus.config.LimitsConfig;
import io.corebus.config.RedisConfig;
import io.corebus.testing.KnownTokens;
import io.corebus.testing.LocalNode;
import io.corebus.testing.Unhandled;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The mcp room as it runs on its own, once or more often, with a scripted offer behind it and the users in memory, on a real bus. */
final class McpHouse implements AutoCloseable {
    static final String ADA = "ada-token";
    static final String BOB = "bob-token";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    final Vertx vertx = Vertx.vertx();
    private final Unhandled unhandled = new Unhandled(vertx);
    final MeterRegistry meters = new SimpleMeterRegistry();
    final Bus bus = new Bus(vertx, meters);
    private static final RedisConfig NO_REDIS = new RedisConfig(null, Duration.ofMillis(300), 1);

    final ScriptedOffer offer = new ScriptedOffer();
    final KnownTokens tokens = new KnownTokens(bus);
    final LocalNode node = new LocalNode();
    final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    McpHouse() {
        this(config(1_000, 1_000, 3), 1);
    }

    McpHouse(McpConfig config, int doors) {
        this(config, new LimitsConfig(0, 0, 0, 0), doors);
    }

    McpHouse(McpConfig config, LimitsConfig limits, int doors) {
        tokens.allow(ADA, "ada", Duration.ofHours(1), "editor");
        tokens.allow(BOB, "bob", Duration.ofHours(1), "editor");
        await(tokens.serve());
        await(bus.serve(
                OidcMessages.FIND_OIDC,
                (question, caller) -> Future.succeededFuture(new OidcOffer(true, "https://login.example.com"))));
        await(bus.serve(
                AccessMessages.ATTEST,
                (question, caller) ->
                        Future.succeededFuture(new Attestation(mark(question.purpose(), question.text())))));
        await(bus.serve(
                AccessMessages.CHECK_ATTESTATION,
                (question, caller) -> Future.succeededFuture(
                        new AttestationCheck(question.mark().equals(mark(question.purpose(), question.text()))))));
        for (int i = 0; i < doors; i++) {
            await(vertx.deployVerticle(
                    new McpVerticle(config, NO_REDIS, limits, (loop, rates) -> offer, bus, meters, node, true)));
        }
    }

    static McpConfig config(int perSecond, int burst, int listeners) {
        return new McpConfig(
                "127.0.0.1",
                0,
                "https://api.example.com/",
                List.of("https://app.example.com"),
                perSecond,
                burst,
                listeners,
                false);
    }

    /** The access room has a better one; see AttestationTest. */
    private static String mark(String purpose, String text) {
        return Integer.toHexString((purpose + "\n" + text + "\nsecret").hashCode());
    }

    record Answer(int status, HttpResponse<String> raw) {
        JsonNode json() {
            return tree(raw.body());
        }

        String header(String name) {
            return raw.headers().firstValue(name).orElse(null);
        }

        int code() {
            return json().path("error").path("code").asInt();
        }

        String message() {
            return json().path("error").path("message").asText();
        }

        JsonNode result() {
            return json().path("result");
        }
    }

    static JsonNode tree(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A request in the stateless revision as a good client sends it. */
    Answer ask(String method, ObjectNode params) {
        return ask(0, ADA, method, params);
    }

    Answer ask(int door, String token, String method, ObjectNode params) {
        return send(request(door, token, method, params));
    }

    HttpRequest request(int door, String token, String method, ObjectNode params) {
        ObjectNode meta = params.withObjectProperty("_meta");
        meta.put("io.modelcontextprotocol/protocolVersion", "2026-07-28");
        meta.withObjectProperty("io.modelcontextprotocol/clientCapabilities").withObjectProperty("elicitation");
        String name = params.has("name")
                ? params.path("name").asText()
                : params.path("uri").asText("none");
        String body = object().put("jsonrpc", "2.0")
                .put("id", 7)
                .put("method", method)
                .set("params", params)
                .toString();
        return post(door, token, body, "MCP-Protocol-Version", "2026-07-28", "Mcp-Method", method, "Mcp-Name", name);
    }

    Answer raw(String body, String... headers) {
        return send(post(0, ADA, body, headers));
    }

    HttpRequest post(int door, String token, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(node.urls().get(door) + "/mcp"))
                .timeout(Duration.ofSeconds(15))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return request.build();
    }

    Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Opens a subscription to one resource. */
    McpStream listen(String token, String uri) {
        ObjectNode params = object();
        ObjectNode wanted = params.putObject("notifications");
        wanted.put("toolsListChanged", true).putArray("resourceSubscriptions").add(uri);
        try {
            HttpRequest request = request(0, token, "subscriptions/listen", params);
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            return new McpStream(response);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    double gauge(String meter) {
        return meters.get(meter).gauge().value();
    }

    <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(15, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e.getCause() == null ? e : e.getCause());
        }
    }

    @Override
    public void close() {
        unhandled.requireNone();
        await(vertx.close());
    }
}
