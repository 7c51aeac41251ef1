package io.corebus.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Futures;
import io.vertx.core.Future;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A call whose user has to say something first ends with the question and begins again with the answer. What has to be known then goes with the question to
 * the client and comes back with the answer, signed, so that any node can go on.
 */
final class McpQuestions {
    private static final String KEY = "answer";
    private static final String RESPONSES = "inputResponses";
    static final String REQUESTS = "inputRequests";
    private static final String STATE = "requestState";
    private static final Set<String> ACTIONS = Set.of("accept", "decline", "cancel");

    private final RequestStates states;

    McpQuestions(RequestStates states) {
        this.states = states;
    }

    /**
     * What came back.
     *
     * @param responses by their keys; empty where there are none
     * @param state what was given with the question; null where nothing was
     */
    record Resumed(ObjectNode responses, @Nullable ObjectNode state) {
        /** Of {@link #ask(McpRequest, Outcome.Question)}; null where there is none that can be used, after which the question is asked again. */
        @Nullable
        ObjectNode answer() {
            boolean usable = state != null
                    && ACTIONS.contains(responses.path(KEY).path("action").asText());
            return usable ? (ObjectNode) responses.get(KEY) : null;
        }
    }

    /** Goes on with what came back. Fails with {@link ProtocolFault} where the state is not one that was given to this caller for this request. */
    <T> Future<T> resume(McpRequest request, Function<Resumed, Future<T>> next) {
        return resume(request, next, Future::succeededFuture);
    }

    /** @param refused is told of such a state before the caller is, who is told in any case */
    <T> Future<T> resume(McpRequest request, Function<Resumed, Future<T>> next, Supplier<Future<Void>> refused) {
        ObjectNode responses = request.object(RESPONSES);
        String state = request.textOrNull(STATE);
        if (state == null || !request.revision().isStateless()) {
            return next.apply(new Resumed(responses, null));
        }
        return Futures.begun(() -> states.open(request, state))
                .recover(cause -> cause instanceof ProtocolFault
                        ? refused.get().transform(told -> Future.failedFuture(cause))
                        : Future.failedFuture(cause))
                .compose(opened -> next.apply(new Resumed(responses, opened)));
    }

    Future<ObjectNode> ask(McpRequest request, Outcome.Question question) {
        ObjectNode requests = JsonNodeFactory.instance.objectNode();
        ObjectNode elicitation = requests.putObject(KEY).put("method", "elicitation/create");
        JsonNode schema = question.requestedSchema();
        elicitation
                .putObject("params")
                .put("mode", "form")
                .put("message", question.message())
                .set("requestedSchema", schema);
        return ask(request, requests, question.state());
    }

    /** @param requests by keys under which their responses come back */
    Future<ObjectNode> ask(McpRequest request, ObjectNode requests, ObjectNode state) {
        return states.seal(request, state).map(token -> asked(requests, token));
    }

    private static ObjectNode asked(ObjectNode requests, String token) {
        ObjectNode result = JsonNodeFactory.instance.objectNode().put("resultType", "input_required");
        result.set(REQUESTS, requests);
        return result.put(STATE, token);
    }
}
