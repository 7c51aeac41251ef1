package io.corebus.bench;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A request, rendered once, and the answer that it must get. */
final class Exchange {
    private static final String REVISION = "2026-07-28";
    private static final String OLDER_REVISION = "2025-11-25";

    private final Buffer request;
    private final int status;
    private final byte[] expected;
    private final int times;

    /** @param times how often the body contains what is expected */
    private Exchange(Buffer request, int status, byte[] expected, int times) {
        this.request = request;
        this.status = status;
        this.expected = expected;
        this.times = times;
    }

    static Exchange get(int port, String path, @Nullable String token, String expected, int times) {
        return new Exchange(Buffer.buffer(head("GET", port, path, token) + "\r\n"), 200, bytes(expected), times);
    }

    static Exchange post(int port, String path, @Nullable String token, String body, String expected) {
        return sent("POST", port, path, token, body, 201, expected);
    }

    static Exchange patch(int port, String path, @Nullable String token, String body, String expected) {
        return sent("PATCH", port, path, token, body, 200, expected);
    }

    private static Exchange sent(
            String method, int port, String path, @Nullable String token, String body, int status, String expected) {
        String head = head(method, port, path, token)
                + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n".formatted(bytes(body).length);
        return new Exchange(Buffer.buffer(head + body), status, bytes(expected), 1);
    }

    /** A call of a tool over MCP, in the stateless revision. */
    static Exchange call(int port, @Nullable String token, String tool, String arguments, String expected) {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                + "\",\"arguments\":" + arguments + ",\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\""
                + REVISION + "\",\"io.modelcontextprotocol/clientCapabilities\":{}}}}";
        String head = head("POST", port, "/mcp", token)
                + "Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\n"
                + "MCP-Protocol-Version: " + REVISION + "\r\nMcp-Method: tools/call\r\nMcp-Name: " + tool
                + "\r\nContent-Length: " + bytes(body).length + "\r\n\r\n";
        return new Exchange(Buffer.buffer(head + body), 200, bytes(expected), 1);
    }

    /** A call of a tool without arguments over MCP, in the revision before. */
    static Exchange olderCall(int port, String tool, String expected) {
        String body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                + "\",\"arguments\":{}}}";
        String head = head("POST", port, "/mcp", null)
                + "Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\n"
                + "MCP-Protocol-Version: " + OLDER_REVISION + "\r\nContent-Length: " + bytes(body).length
                + "\r\n\r\n";
        return new Exchange(Buffer.buffer(head + body), 200, bytes(expected), 1);
    }

    private static String head(String method, int port, String path, @Nullable String token) {
        return String.format(Locale.ROOT, "%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n", method, path, port)
                + (token == null ? "" : "Authorization: Bearer " + token + "\r\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    Buffer request() {
        return request;
    }

    boolean isAnsweredBy(AnswerReader answer) {
        return answer.status() == status && answer.count(expected) == times;
    }

    /** For the message when it is not. */
    String describe() {
        return request.toString().lines().findFirst().orElse("") + " must be answered with " + status + " and " + times
                + " x " + new String(expected, StandardCharsets.UTF_8);
    }
}
