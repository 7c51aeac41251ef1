package io.corebus.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * One message of JSON-RPC 2.0 from a client.
 *
 * @param id null in a notification
 */
record RpcMessage(@Nullable JsonNode id, String method, ObjectNode params) {
    private static final int MAX_METHOD_LENGTH = 100;

    /** What the answer to a message is marked with, however wrong the rest of it is; null where it has no usable id. */
    static @Nullable JsonNode idOf(JsonNode message) {
        JsonNode id = message.get("id");
        return id != null && (id.isTextual() || id.isIntegralNumber()) ? id : null;
    }

    /** Fails with {@link ProtocolFault}. */
    static RpcMessage of(JsonNode message) {
        if (message.isArray()) {
            throw invalid("Batches are not served. Send every message in a request of its own.");
        }
        if (!message.isObject() || !"2.0".equals(message.path("jsonrpc").textValue())) {
            throw invalid("The body must be one JSON-RPC 2.0 message: an object with \"jsonrpc\": \"2.0\".");
        }
        if (message.has("id") && idOf(message) == null) {
            throw invalid("The id must be a string or a whole number.");
        }
        return new RpcMessage(idOf(message), method(message), params(message));
    }

    private static String method(JsonNode message) {
        String method = message.path("method").textValue();
        if (method == null && (message.has("result") || message.has("error"))) {
            throw invalid("Responses are not taken: this server sends no requests.");
        }
        if (method == null || method.isEmpty() || method.length() > MAX_METHOD_LENGTH) {
            throw invalid("The method must be a string of 1 to " + MAX_METHOD_LENGTH + " characters.");
        }
        return method;
    }

    private static ObjectNode params(JsonNode message) {
        JsonNode params = message.get("params");
        if (params == null) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (params instanceof ObjectNode object) {
            return object;
        }
        throw new ProtocolFault(ProtocolFault.INVALID_PARAMS, "The params must be an object.");
    }

    boolean isNotification() {
        return id == null;
    }

    private static ProtocolFault invalid(String message) {
        return new ProtocolFault(ProtocolFault.INVALID_REQUEST, message);
    }
}
