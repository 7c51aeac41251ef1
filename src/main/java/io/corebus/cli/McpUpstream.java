package io.corebus.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The server's side of the bridge: Streamable HTTP. Whether a message describes itself or follows an {@code initialize} is seen from the message. */
final class McpUpstream {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String VERSION = "io.modelcontextprotocol/protocolVersion";
    private static final Map<String, String> NAMED_BY =
            Map.of("tools/call", "name", "prompts/get", "name", "resources/read", "uri");

    private final URI endpoint;
    private final TokenSource tokens;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private volatile @Nullable String initializedVersion;

    McpUpstream(URI endpoint, TokenSource tokens) {
        this.endpoint = endpoint;
        this.tokens = tokens;
    }

    /** Asked for every request: an access token does not live long. */
    @FunctionalInterface
    interface TokenSource {
        @Nullable
        String token() throws IOException;
    }

    /** Passes on all that the server says to this message. Fails with a sentence for people where it says nothing that can be passed on. */
    void send(McpFlight flight, Consumer<String> listener) throws IOException, InterruptedException {
        HttpRequest request = request(flight);
        flight.sends();
        HttpResponse<InputStream> answer = answer(request);
        try (InputStream body = answer.body()) {
            flight.reads(body);
            String type = answer.headers().firstValue("content-type").orElse("");
            if (type.startsWith("text/event-stream")) {
                events(body, flight, listener);
                return;
            }
            // Read to its end, even where it is empty: a connection that is closed before cannot be used again.
            String text = text(body);
            if (!(type.startsWith("application/json") && isPassed(text, flight, listener))) {
                accept(answer.statusCode(), text, flight);
            }
        }
    }

    private static String text(InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(McpLines.MAX_BYTES + 1);
        requireBounded(bytes.length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void requireBounded(int length) throws IOException {
        if (length > McpLines.MAX_BYTES) {
            throw new IOException("The answer is longer than " + McpLines.MAX_BYTES + " bytes.");
        }
    }

    private HttpResponse<InputStream> answer(HttpRequest request) throws IOException, InterruptedException {
        try {
            return client.send(request, BodyHandlers.ofInputStream());
        } catch (IOException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new IOException(
                    "There is no answer from " + endpoint + " (" + why
                            + "). Is Corebus running there? Set --url to where it is.",
                    e);
        }
    }

    private HttpRequest request(McpFlight flight) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofByteArray(flight.line()));
        String token = tokens.token();
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        describe(flight, request);
        return request.build();
    }

    private void describe(McpFlight flight, HttpRequest.Builder request) {
        JsonNode params = flight.message().path("params");
        String version = params.path("_meta").path(VERSION).textValue();
        String known = version == null ? initializedVersion : version;
        if (known != null && !flight.method().equals("initialize")) {
            request.header("MCP-Protocol-Version", safe(known));
        }
        if (version != null) {
            request.header("Mcp-Method", safe(flight.method()));
            JsonNode name = params.path(NAMED_BY.getOrDefault(flight.method(), ""));
            if (name.isTextual()) {
                request.header("Mcp-Name", safe(name.textValue()));
            }
        }
    }

    /** What a header cannot hold as it is travels in Base64. */
    private static String safe(String value) {
        boolean plain = value.chars().allMatch(c -> c >= ' ' && c < 127)
                && value.equals(value.trim())
                && !(value.startsWith("=?base64?") && value.endsWith("?="));
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return plain ? value : "=?base64?" + Base64.getEncoder().encodeToString(bytes) + "?=";
    }

    /** Server-Sent Events: of each only its data counts. */
    private void events(InputStream body, McpFlight flight, Consumer<String> listener) throws IOException {
        McpLines lines = new McpLines(body, McpLines.MAX_BYTES);
        StringBuilder data = new StringBuilder();
        byte[] next = lines.next();
        while (next != null && !flight.isCancelled()) {
            String line = new String(next, StandardCharsets.UTF_8);
            if (line.startsWith("data:")) {
                requireBounded(data.append(line.substring(5)).append('\n').length());
            } else if (line.isEmpty() && data.length() > 0) {
                event(data.toString(), flight, listener);
                data.setLength(0);
            }
            next = lines.next();
        }
    }

    private void event(String data, McpFlight flight, Consumer<String> listener) throws IOException {
        if (!data.isBlank() && !isPassed(data, flight, listener)) {
            throw noMessage();
        }
    }

    /** False where it is no message: then nothing was passed on. */
    private boolean isPassed(String text, McpFlight flight, Consumer<String> listener) throws IOException {
        WrittenMessage message = WrittenMessage.find(text);
        if (message == null || !message.isMessage()) {
            return false;
        }
        if (flight.method().equals("initialize")) {
            String version =
                    MAPPER.readTree(text).path("result").path("protocolVersion").textValue();
            initializedVersion = version == null ? initializedVersion : version;
        }
        if (flight.passes(message)) {
            listener.accept(message.answerTo(flight.writtenId()));
        }
        return true;
    }

    private void accept(int status, String body, McpFlight flight) throws IOException {
        if (status >= 300) {
            String advice = status == 401
                    ? " Set COREBUS_TOKEN, or the file of --token-file, to an access token of this server."
                    : "";
            throw new IOException(endpoint + " refused with status " + status + ". " + detail(body) + advice);
        }
        if (!flight.isNotification() && !body.isBlank()) {
            throw noMessage();
        }
    }

    private IOException noMessage() {
        return new IOException(
                endpoint + " answered with what is no message of JSON-RPC. Set --url to the mcp door of Corebus.");
    }

    private static String detail(String body) {
        try {
            return MAPPER.readTree(body).path("detail").asText("");
        } catch (JsonProcessingException e) {
            return "";
        }
    }
}
