package io.corebus.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Json;
import org.jspecify.annotations.Nullable;

/** The messages of JSON-RPC 2.0 that go to a client, as they are written. */
final class RpcAnswer {
    private static final byte[] MESSAGE = JsonBytes.part("{\"jsonrpc\":\"2.0\"");
    private static final byte[] ID = JsonBytes.part(",\"id\":");
    private static final byte[] RESULT = JsonBytes.part(",\"result\":");
    private static final byte[] ERROR = JsonBytes.part(",\"error\":");
    private static final byte[] METHOD = JsonBytes.part(",\"method\":");
    private static final byte[] PARAMS = JsonBytes.part(",\"params\":");
    private static final byte[] END = JsonBytes.part("}");

    private RpcAnswer() {}

    static Json result(JsonNode id, ObjectNode result) {
        return message(answer(id).add(RESULT).add(result));
    }

    static Json result(McpRequest request, McpResult result) {
        if (result instanceof Outcome.Written written) {
            return written.message();
        }
        JsonBytes begun = answer(request.id()).add(RESULT);
        return message(McpResults.write(begun, request.revision(), request.method(), result));
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
        return message(begun().add(METHOD).add(method).add(PARAMS).add(params));
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
