package io.corebus.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Caller;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through the dispatcher.
 *
 * @param message has an id
 * @param shown who asks, and with what
 * @param reply where the answer goes
 */
record McpRequest(RpcMessage message, McpRevision revision, Shown shown, Caller caller, McpReply reply) {

    JsonNode id() {
        JsonNode id = message.id();
        if (id == null) {
            throw new IllegalStateException("a notification is no request");
        }
        return id;
    }

    String method() {
        return message.method();
    }

    ObjectNode params() {
        return message.params();
    }

    /** Of a client that did not initialize: what it declared with this request. */
    boolean hasCapability(String capability) {
        return revision.isStateless() && capabilities().path(capability).isObject();
    }

    /** Whether a form can be put to the user. An {@code elicitation} that names no mode means forms. */
    boolean canAsk() {
        JsonNode elicitation = capabilities().path("elicitation");
        boolean forms = elicitation.has("form") || !elicitation.has("url");
        return hasCapability("elicitation") && forms;
    }

    private JsonNode capabilities() {
        return params().path(McpEnvelope.META).path(McpEnvelope.CAPABILITIES);
    }

    /** Fails with {@link ProtocolFault} where it is not a string. */
    String text(String parameter) {
        String text = params().path(parameter).textValue();
        if (text == null) {
            throw McpFaults.params("params." + parameter + " must be a string.");
        }
        return text;
    }

    @Nullable
    String textOrNull(String parameter) {
        return params().hasNonNull(parameter) ? text(parameter) : null;
    }

    /** Empty where it is missing, or null, which some clients write for what they leave out. Fails with {@link ProtocolFault} where it is another value. */
    ObjectNode object(String parameter) {
        JsonNode value = params().get(parameter);
        if (value == null || value.isNull()) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (value instanceof ObjectNode object) {
            return object;
        }
        throw McpFaults.params("params." + parameter + " must be an object.");
    }
}
