package io.corebus.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.access.AccessMessages;
import io.corebus.access.AccessMessages.Attestation;
import io.corebus.access.AccessMessages.AttestationCheck;
import io.corebus.access.AccessMessages.Identity;
import io.corebus.access.AccessMessages.UserChanged;
import io.corebus.bus.Bus;
import io.corebus.bus.Failure;
import io.corebus.bus.NodeView;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The mcp room as it runs on its own, once or more often, with a scripted offer behind it and the users in memory, on a real bus. */
final class McpHouse implements AutoCloseable {
    static final String ADA = "ada-token";
    static final String BOB = "bob-token";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    final Vertx vertx = Vertx.vertx();
    final MeterRegistry meters = new SimpleMeterRegistry();
    final Bus bus = new Bus(vertx, meters);
    final ScriptedOffer offer = new ScriptedOffer();
    final Map<String, Identity> tokens = new ConcurrentHashMap<>();
    final List<String> urls = new ArrayList<>();
    final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    volatile boolean ready = true;

    McpHouse() {
        this(config(1_000, 1_000, 3), 1);
    }

    McpHouse(McpConfig config, int doors) {
        allow(ADA, "ada", Duration.ofHours(1), "editor");
        allow(BOB, "bob", Duration.ofHours(1), "editor");
        await(bus.serve(AccessMessages.AUTHENTICATE, (question, caller) -> authenticate(question.token())));
        await(bus.serve(
                AccessMessages.ATTEST,
                (question, caller) ->
                        Future.succeededFuture(new Attestation(mark(question.purpose(), question.text())))));
        await(bus.serve(
                AccessMessages.CHECK_ATTESTATION,
                (question, caller) -> Future.succeededFuture(
                        new AttestationCheck(question.mark().equals(mark(question.purpose(), question.text()))))));
        for (int i = 0; i < doors; i++) {
            await(vertx.deployVerticle(new McpVerticle(config, loop -> offer, bus, meters, new View(), true)));
        }
    }

    static McpConfig config(int perSecond, int burst, int listeners) {
        return new McpConfig(
                "127.0.0.1",
                0,
                "https://api.example.com/",
                List.of("https://app.example.com"),
                List.of("https://login.example.com"),
                perSecond,
                burst,
                listeners,
                false);
    }

    /** The access room has a better one; see AttestationTest. */
    private static String mark(String purpose, String text) {
        return Integer.toHexString((purpose + "\n" + text + "\nsecret").hashCode());
    }

    void allow(String token, String user, Duration life, String... roles) {
        long expires = System.currentTimeMillis() / 1_000 + life.toSeconds();
        tokens.put(token, new Identity(user, user + "@example.org", List.of(roles), token + "-id", List.of(), expires));
    }

    private Future<Identity> authenticate(String token) {
        Identity found = tokens.get(token);
        return found == null
                ? Future.failedFuture(new Failure("invalid-token", 401, "The access token is not valid.").exception())
                : Future.succeededFuture(found);
    }

    void changed(String user) {
        bus.publish(AccessMessages.USER_CHANGED, new UserChanged(user));
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
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(urls.get(door) + "/mcp"))
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
        await(vertx.close());
    }

    private final class View implements NodeView {
        @Override
        public boolean started() {
            return true;
        }

        @Override
        public boolean ready() {
            return ready;
        }

        @Override
        public List<String> members() {
            return List.of("local");
        }

        @Override
        public List<String> rooms() {
            return List.of();
        }

        @Override
        public Future<String> metrics() {
            return Future.succeededFuture("");
        }

        @Override
        public void listens(String what, String url) {
            urls.add(url);
        }
    }
}
