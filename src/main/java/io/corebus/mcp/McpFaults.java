package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;

/** The protocol faults that the transport finds, and what a refusal of a room means in the protocol. */
final class McpFaults {
    static final int HEADER_MISMATCH = -32020;
    static final int MISSING_CAPABILITY = -32021;
    static final int UNSUPPORTED_VERSION = -32022;

    private McpFaults() {}

    static ProtocolFault headers(String message) {
        return new ProtocolFault(HEADER_MISMATCH, message);
    }

    static ProtocolFault params(String message) {
        return new ProtocolFault(ProtocolFault.INVALID_PARAMS, message);
    }

    static ProtocolFault unknownMethod(String method) {
        return new ProtocolFault(
                ProtocolFault.METHOD_NOT_FOUND, "There is no method '" + method + "' in this revision here.");
    }

    static ProtocolFault unsupportedVersion(String requested) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        ArrayNode supported = data.putArray("supported");
        McpRevision.ALL.forEach(revision -> supported.add(revision.date()));
        data.put("requested", requested);
        return new ProtocolFault(
                UNSUPPORTED_VERSION,
                "This revision of the protocol is not spoken here. Use one of " + supported + ".",
                data);
    }

    /** @param capability such as {@code elicitation} */
    static ProtocolFault missingCapability(String capability) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.putObject("requiredCapabilities").putObject(capability);
        return new ProtocolFault(
                MISSING_CAPABILITY, "This needs a client with the capability '" + capability + "'.", data);
    }

    /** A refusal outside of a tool: the code stays readable for programs. */
    static ProtocolFault of(Failure failure) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("code", failure.code()).put("retryable", failure.status() >= 500 || failure.status() == 429);
        int code = failure.status() >= 500 ? ProtocolFault.INTERNAL_ERROR : ProtocolFault.INVALID_PARAMS;
        return new ProtocolFault(code, failure.detail(), data);
    }

    /**
     * The HTTP status of a fault that was found while answering. Clients take other statuses than 200 for a broken transport, so there are no more of them
     * than the protocol asks for.
     */
    static int status(int code, McpRevision revision) {
        return switch (code) {
            case HEADER_MISMATCH, MISSING_CAPABILITY, UNSUPPORTED_VERSION -> 400;
            case ProtocolFault.METHOD_NOT_FOUND -> revision.isStateless() ? 404 : 200;
            default -> 200;
        };
    }
}
