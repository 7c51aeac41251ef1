package io.corebus.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;
import io.corebus.bus.FieldFault;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A frame of the event-bus bridge as a client sends it, and what is answered to it. */
record BridgeFrame(
        String type,
        String address,
        @Nullable String replyAddress,
        @Nullable JsonNode headers,
        @Nullable JsonNode body) {
    /** For what was no frame at all. */
    static final BridgeFrame NONE = new BridgeFrame("", "", null, null, null);

    private static final int MAX_ADDRESS = 200;
    /** Faults in the message. */
    private static final int MAX_TOLD = 3;

    static BridgeFrame of(ObjectNode frame) {
        String reply = text(frame, "replyAddress");
        String address = text(frame, "address");
        if (reply.length() > MAX_ADDRESS || address.length() > MAX_ADDRESS) {
            throw new Failure("malformed-message", 400, "An address has at most " + MAX_ADDRESS + " characters.")
                    .exception();
        }
        return new BridgeFrame(
                text(frame, "type"), address, reply.isEmpty() ? null : reply, frame.get("headers"), frame.get("body"));
    }

    private static String text(JsonNode frame, String name) {
        JsonNode value = frame.get(name);
        return value == null || !value.isTextual() ? "" : value.textValue();
    }

    /**
     * A number is as good as a text.
     *
     * @param name in lower case; a client may write it in any
     */
    @Nullable
    String header(String name) {
        JsonNode value = headers == null ? null : headers.get(name);
        if (value == null && headers != null) {
            value = inAnyCase(headers, name);
        }
        return value == null || value.isNull() ? null : value.asText();
    }

    private static @Nullable JsonNode inAnyCase(JsonNode headers, String name) {
        return headers.properties().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /** @param json what is answered */
    String reply(String json) {
        String to =
                new JsonObject().put("type", "rec").put("address", replyAddress).encode();
        return to.substring(0, to.length() - 1) + ",\"body\":" + json + "}";
    }

    /** Reaches the reply handler where there is one, else the handlers of the address. */
    String refusal(Failure failure) {
        return refusal(replyAddress != null ? replyAddress : address.isEmpty() ? null : address, failure);
    }

    static String refusal(@Nullable String address, Failure failure) {
        JsonObject frame = new JsonObject().put("type", "err");
        if (address != null) {
            frame.put("address", address);
        }
        frame.put("failureCode", failure.status())
                .put("failureType", failure.code())
                .put("message", message(failure));
        if (!failure.errors().isEmpty()) {
            frame.put("errors", errors(failure.errors()));
        }
        Long version = failure.currentVersion();
        if (version != null) {
            frame.put("current_version", version);
        }
        return frame.encode();
    }

    /** With the first faults and the version: of a failure's frame, the stock client hands on the code, the type and the message only. */
    private static String message(Failure failure) {
        String faults = failure.errors().stream()
                .limit(MAX_TOLD)
                .map(fault -> " " + fault.pointer() + ": " + fault.detail())
                .collect(Collectors.joining());
        Long version = failure.currentVersion();
        return failure.detail() + faults + (version == null ? "" : " The current version is " + version + ".");
    }

    private static JsonArray errors(List<FieldFault> faults) {
        JsonArray errors = new JsonArray();
        faults.forEach(fault -> errors.add(new JsonObject()
                .put("pointer", fault.pointer())
                .put("code", fault.code())
                .put("detail", fault.detail())));
        return errors;
    }
}
