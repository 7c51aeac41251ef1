package io.corebus.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.corebus.bus.Json;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The messages of JSON-RPC 2.0 that go to a client, as they are written. */
final class RpcAnswer {
    private static final byte[] MESSAGE = bytes("{\"jsonrpc\":\"2.0\"");
    private static final byte[] ID = bytes(",\"id\":");
    private static final byte[] RESULT = bytes(",\"result\":");
    private static final byte[] ERROR = bytes(",\"error\":");
    private static final byte[] METHOD = bytes(",\"method\":");
    private static final byte[] PARAMS = bytes(",\"params\":");
    private static final byte[] END = bytes("}");

    private RpcAnswer() {}

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static Json result(JsonNode id, ObjectNode result) {
        return message(answer(id).add(RESULT).add(result));
    }

    /** @param id null where it could not be read */
    static Json error(@Nullable JsonNode id, ProtocolFault fault) {
        ObjectNode error = AgentJson.object().put("code", fault.code()).put("message", fault.getMessage());
        if (fault.data() != null) {
            error.set("data", fault.data());
        }
        return message(answer(id).add(ERROR).add(error));
    }

    static Json notification(String method, ObjectNode params) {
        return message(
                begun().add(METHOD).add(TextNode.valueOf(method)).add(PARAMS).add(params));
    }

    private static JsonBytes answer(@Nullable JsonNode id) {
        return id == null ? begun() : begun().add(ID).add(id);
    }

    private static JsonBytes begun() {
        return new JsonBytes().add(MESSAGE);
    }

    private static Json message(JsonBytes written) {
        return Json.of(written.add(END).toBytes());
    }
}
