package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.access.AccessMessages;
import io.corebus.access.AccessMessages.Attest;
import io.corebus.access.AccessMessages.CheckAttestation;
import io.corebus.bus.Bus;
import io.corebus.door.CommandName;
import io.corebus.feature.StrictJson;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/**
 * State that is kept by the client. The access room marks it, so that every node can tell its own from a forged one; it is good for a while, for the user who
 * was asked, and for the request in which he was asked. Nothing in it is secret.
 */
final class RequestStates {
    static final Duration LIFE = Duration.ofMinutes(10);
    private static final String PURPOSE = "mcp-request-state";
    private static final int MAX_LENGTH = 65_536;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final Bus bus;
    private final Clock clock;

    RequestStates(Bus bus, Clock clock) {
        this.bus = bus;
        this.clock = clock;
    }

    Future<String> seal(McpRequest request, ObjectNode state) {
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        content.put("user", request.caller().user());
        content.put("request", digest(request));
        content.put("until", clock.millis() + LIFE.toMillis());
        content.set("state", state);
        String text = ENCODER.encodeToString(content.toString().getBytes(StandardCharsets.UTF_8));
        return bus.request(AccessMessages.ATTEST, new Attest(PURPOSE, text), request.caller())
                .map(attestation -> text + "." + attestation.mark());
    }

    /** Fails with {@link ProtocolFault} on everything that {@link #seal} did not give for this request, or gave too long ago. */
    Future<ObjectNode> open(McpRequest request, String token) {
        int end = token.indexOf('.');
        if (end < 0 || token.length() > MAX_LENGTH) {
            throw refusal();
        }
        String text = token.substring(0, end);
        CheckAttestation question = new CheckAttestation(PURPOSE, text, token.substring(end + 1));
        return bus.request(AccessMessages.CHECK_ATTESTATION, question, request.caller())
                .map(checked -> content(request, text, checked.genuine()));
    }

    private ObjectNode content(McpRequest request, String text, boolean genuine) {
        if (!genuine) {
            throw refusal();
        }
        ObjectNode content = StrictJson.parseObject(Base64.getUrlDecoder().decode(text));
        boolean fits = content.path("user").asText().equals(request.caller().user())
                && content.path("request").asText().equals(digest(request))
                && content.path("until").asLong() > clock.millis();
        if (!fits || !(content.get("state") instanceof ObjectNode state)) {
            throw refusal();
        }
        return state;
    }

    /** Of all that makes the request what it is, whatever the order of its members. */
    private static String digest(McpRequest request) {
        ObjectNode salient = request.params().deepCopy();
        salient.remove(List.of(McpEnvelope.META, "inputResponses", "requestState"));
        return CommandName.requestHash(request.method(), AgentJson.canonical(salient));
    }

    private static ProtocolFault refusal() {
        return McpFaults.params(
                "This requestState was not given for this request, or too long ago. Send the request again without it.");
    }
}
