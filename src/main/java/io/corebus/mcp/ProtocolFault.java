package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** A request that was wrong as such: becomes a JSON-RPC error. What goes wrong inside a tool is a result instead, which an agent can act on. */
final class ProtocolFault extends RuntimeException {
    static final int PARSE_ERROR = -32700;
    static final int INVALID_REQUEST = -32600;
    static final int METHOD_NOT_FOUND = -32601;
    static final int INVALID_PARAMS = -32602;
    static final int INTERNAL_ERROR = -32603;

    private final int code;
    private final transient @Nullable ObjectNode data;

    ProtocolFault(int code, String message) {
        this(code, message, null);
    }

    ProtocolFault(int code, String message, @Nullable ObjectNode data) {
        super(message, null, false, false);
        this.code = code;
        this.data = data;
    }

    int code() {
        return code;
    }

    @Nullable
    ObjectNode data() {
        return data;
    }
}
