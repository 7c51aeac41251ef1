package io.corebus.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** The messages of JSON-RPC 2.0 that go to a client. */
final class RpcAnswer {
    private RpcAnswer() {}

    static ObjectNode result(JsonNode id, ObjectNode result) {
        ObjectNode answer = message();
        answer.set("id", id);
        return answer.set("result", result);
    }

    /** @param id null where it could not be read */
    static ObjectNode error(@Nullable JsonNode id, ProtocolFault fault) {
        ObjectNode answer = message();
        if (id != null) {
            answer.set("id", id);
        }
        ObjectNode error = answer.putObject("error");
        error.put("code", fault.code()).put("message", fault.getMessage());
        if (fault.data() != null) {
            error.set("data", fault.data());
        }
        return answer;
    }

    static ObjectNode notification(String method, ObjectNode params) {
        return message().put("method", method).set("params", params);
    }

    private static ObjectNode message() {
        return JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0");
    }
}
