package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An agent: MCP over HTTP with a token, in the stateless revision or in one that is initialized. */
final class McpAgent {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String STATELESS = "2026-07-28";
    private static final String INITIALIZED = "2025-11-25";
    private static final String ACCEPT = "application/json, text/event-stream";
    private static final Map<String, String> NAMED_BY =
            Map.of("tools/call", "name", "prompts/get", "name", "resources/read", "uri");

    private final Api api;
    private final boolean stateless;
    private final boolean asks;

    private McpAgent(Api api, boolean stateless, boolean asks) {
        this.api = api;
        this.stateless = stateless;
        this.asks = asks;
    }

    /** Stateless, and nobody sits before it. */
    static McpAgent of(Api api) {
        return new McpAgent(api, true, false);
    }

    McpAgent initialized() {
        return new McpAgent(api, false, false);
    }

    /** One whose user can be asked. */
    McpAgent withUser() {
        return new McpAgent(api, true, true);
    }

    /** The same at another node. */
    McpAgent at(String url) {
        return new McpAgent(new Api(url, api.token()), stateless, asks);
    }

    static ObjectNode json(String text) {
        try {
            return (ObjectNode) MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    /** The whole message that answers. */
    JsonNode message(String method, ObjectNode params) {
        Api.Answer answer = api.post("/mcp", body(method, params), headers(method, params));
        assertThat(answer.status()).as(answer.text()).isIn(200, 400, 404);
        return answer.json();
    }

    private String body(String method, ObjectNode params) {
        ObjectNode sent = params.deepCopy();
        if (stateless) {
            ObjectNode meta = sent.putObject("_meta").put("io.modelcontextprotocol/protocolVersion", STATELESS);
            ObjectNode capabilities = meta.putObject("io.modelcontextprotocol/clientCapabilities");
            if (asks) {
                capabilities.putObject("elicitation").putObject("form");
            }
        }
        ObjectNode message = MAPPER.createObjectNode().put("jsonrpc", "2.0").put("id", 1);
        return message.put("method", method).<ObjectNode>set("params", sent).toString();
    }

    private String[] headers(String method, ObjectNode params) {
        List<String> headers = new ArrayList<>(List.of("Accept", ACCEPT));
        headers.addAll(List.of("MCP-Protocol-Version", stateless ? STATELESS : INITIALIZED));
        if (stateless) {
            headers.addAll(List.of("Mcp-Method", method));
            if (NAMED_BY.containsKey(method)) {
                String name = params.path(NAMED_BY.get(method)).asText();
                headers.addAll(List.of("Mcp-Name", name));
            }
        }
        return headers.toArray(new String[0]);
    }

    JsonNode result(String method, String params) {
        JsonNode message = message(method, json(params));
        assertThat(message.has("result")).as(message.toString()).isTrue();
        return message.get("result");
    }

    List<String> tools() {
        List<String> names = new ArrayList<>();
        result("tools/list", "{}")
                .get("tools")
                .forEach(tool -> names.add(tool.get("name").asText()));
        return names;
    }

    /** The result of a tool, or its question. The text of a result is its structure, once more. */
    JsonNode call(String tool, String arguments) {
        return call(tool, arguments, "{}");
    }

    /** @param more beside name and arguments */
    JsonNode call(String tool, String arguments, String more) {
        ObjectNode params = json(more).put("name", tool).set("arguments", json(arguments));
        JsonNode result = result("tools/call", params.toString());
        if (result.has("structuredContent")) {
            assertThat(json(result.at("/content/0/text").asText())).isEqualTo(result.get("structuredContent"));
            boolean success = result.at("/structuredContent/success").booleanValue();
            assertThat(result.get("isError").booleanValue()).isEqualTo(!success);
        }
        return result;
    }

    /** What a call gave that worked. */
    JsonNode done(String tool, String arguments) {
        JsonNode result = call(tool, arguments);
        assertThat(result.path("isError").booleanValue()).as(result.toString()).isFalse();
        return result.at("/structuredContent/result");
    }

    JsonNode fault(String tool, String arguments) {
        JsonNode result = call(tool, arguments);
        assertThat(result.path("isError").booleanValue()).as(result.toString()).isTrue();
        return result.at("/structuredContent/error");
    }

    /** {@code ok}, or the code of the fault. */
    String outcome(String tool, String arguments) {
        JsonNode result = call(tool, arguments);
        return result.get("isError").booleanValue()
                ? result.at("/structuredContent/error/code").asText()
                : "ok";
    }

    /** What the user is asked, answered so. */
    JsonNode answered(String tool, String arguments, JsonNode question, String answer) {
        ObjectNode more = MAPPER.createObjectNode();
        more.set("requestState", question.get("requestState"));
        String key = question.get("inputRequests").fieldNames().next();
        more.putObject("inputResponses").set(key, json(answer));
        return call(tool, arguments, more.toString());
    }

    /** Messages of a subscription, as they come. */
    static final class Stream implements AutoCloseable {
        private final InputStream body;
        private final BlockingQueue<JsonNode> heard = new LinkedBlockingQueue<>();

        private Stream(InputStream body) {
            this.body = body;
            Thread reader = new Thread(this::read, "mcp-stream");
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            Scanner lines = new Scanner(body, java.nio.charset.StandardCharsets.UTF_8);
            while (lines.hasNextLine()) {
                String line = lines.nextLine();
                if (line.startsWith("data:")) {
                    heard.add(json(line.substring(5)));
                }
            }
        }

        /** Null where there is none in time. */
        JsonNode next(long millis) throws InterruptedException {
            return heard.poll(millis, TimeUnit.MILLISECONDS);
        }

        @Override
        public void close() {
            try {
                body.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Follows these resources; what is returned has been acknowledged. */
    Stream listen(String... uris) throws InterruptedException {
        ObjectNode params = MAPPER.createObjectNode();
        var wanted = params.putObject("notifications").putArray("resourceSubscriptions");
        List.of(uris).forEach(wanted::add);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(api.url() + "/mcp"))
                .header("Authorization", "Bearer " + api.token())
                .header("Content-Type", "application/json")
                .headers(headers("subscriptions/listen", params))
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofString(body("subscriptions/listen", params)));
        try {
            Stream stream = new Stream(
                    CLIENT.send(request.build(), BodyHandlers.ofInputStream()).body());
            JsonNode first = stream.next(10_000);
            assertThat(first).isNotNull();
            assertThat(first.path("method").asText()).isEqualTo("notifications/subscriptions/acknowledged");
            return stream;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
