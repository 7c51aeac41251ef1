package io.corebus.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;
import io.vertx.core.json.JsonObject;
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

    /** A number is as good as a text. */
    @Nullable
    String header(String name) {
        JsonNode value = headers == null ? null : headers.get(name);
        return value == null || value.isNull() ? null : value.asText();
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
        return frame.put("failureCode", failure.status())
                .put("failureType", failure.code())
                .put("message", failure.detail())
                .encode();
    }
}
