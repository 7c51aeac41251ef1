package io.corebus.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** The fixtures of the public conformance suite that use more of the protocol than an {@link Offer} does: progress, logs, several questions at once. */
final class ConformanceMethods {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final long PAUSE_MILLIS = 50;
    private static final Map<String, String> CAPABILITIES =
            Map.of("elicitation/create", "elicitation", "sampling/createMessage", "sampling", "roots/list", "roots");

    private final ConformanceOffer suite;
    private final McpQuestions questions;
    private final Vertx vertx;

    private ConformanceMethods(ConformanceOffer suite, McpQuestions questions, Vertx vertx) {
        this.suite = suite;
        this.questions = questions;
        this.vertx = vertx;
    }

    static McpMethodTable over(McpMethodTable plain, ConformanceOffer suite, McpQuestions questions, Vertx vertx) {
        ConformanceMethods methods = new ConformanceMethods(suite, questions, vertx);
        Map<String, McpMethod> stateless = new HashMap<>(plain.stateless());
        stateless.computeIfPresent("tools/call", (name, next) -> request -> methods.call(request, next));
        stateless.computeIfPresent("prompts/get", (name, next) -> request -> methods.asking(request, next));
        Map<String, McpMethod> initialized = new HashMap<>(plain.initialized());
        initialized.computeIfPresent("tools/call", (name, next) -> request -> methods.call(request, next));
        initialized.computeIfPresent("initialize", (name, next) -> request -> withMore(next.answer(request)));
        List.of("logging/setLevel", "resources/subscribe", "resources/unsubscribe")
                .forEach(name -> initialized.put(name, request -> McpResult.of(JSON.objectNode())));
        return new McpMethodTable(stateless, initialized);
    }

    private static Future<McpResult> withMore(Future<McpResult> initialized) {
        return initialized.onSuccess(result -> {
            ObjectNode capabilities = ((McpResult.Members) result).object().withObjectProperty("capabilities");
            capabilities.putObject("logging");
            capabilities.withObjectProperty("resources").put("subscribe", true);
        });
    }

    private Future<McpResult> call(McpRequest request, McpMethod next) {
        return switch (request.text("name")) {
            case "test_missing_capability" -> needing("sampling", request, next);
            case "test_streaming_elicitation" -> needing("elicitation", request, next);
            case "test_trigger_tool_change" -> changed("tools");
            case "test_trigger_prompt_change" -> changed("prompts");
            case "test_tool_with_progress" -> thrice(request, step -> progress(request, step));
            case "test_tool_with_logging" -> thrice(request, step -> log("Step " + step + " of the tool"));
            case "test_logging_tool" -> logging(request);
            default -> asking(request, next);
        };
    }

    private Future<McpResult> needing(String capability, McpRequest request, McpMethod next) {
        if (!request.hasCapability(capability)) {
            throw McpFaults.missingCapability(capability);
        }
        return asking(request, next);
    }

    private Future<McpResult> changed(String list) {
        suite.changed(list);
        return McpResult.of(text("Told."));
    }

    /** Nothing is logged to a client that did not ask for it. */
    private static Future<McpResult> logging(McpRequest request) {
        if (request.params().path(McpEnvelope.META).has("io.modelcontextprotocol/logLevel")) {
            request.reply().tell(log("The tool runs"));
        }
        return McpResult.of(text("Done."));
    }

    private Future<McpResult> thrice(McpRequest request, IntFunction<Json> message) {
        request.reply().tell(message.apply(0));
        return vertx.timer(PAUSE_MILLIS)
                .onSuccess(pause -> request.reply().tell(message.apply(1)))
                .compose(pause -> vertx.timer(PAUSE_MILLIS))
                .onSuccess(pause -> request.reply().tell(message.apply(2)))
                .compose(pause -> McpResult.of(text("Done.")));
    }

    private static Json progress(McpRequest request, int step) {
        ObjectNode params = JSON.objectNode();
        JsonNode token = request.params().path(McpEnvelope.META).path("progressToken");
        params.set("progressToken", token.isMissingNode() ? JSON.textNode("none") : token);
        params.put("progress", step * 50).put("total", 100);
        return RpcAnswer.notification("notifications/progress", params);
    }

    private static Json log(String text) {
        ObjectNode params = JSON.objectNode().put("level", "info").put("data", text);
        return RpcAnswer.notification("notifications/message", params);
    }

    /** Asks round by round, and then goes on; one that asks nothing goes on at once. */
    private Future<McpResult> asking(McpRequest request, McpMethod next) {
        List<ObjectNode> rounds = suite.fixtures().rounds(request.text("name"));
        return rounds.isEmpty()
                ? next.answer(request)
                : questions.resume(request, resumed -> resume(request, next, rounds, resumed));
    }

    private Future<McpResult> resume(
            McpRequest request, McpMethod next, List<ObjectNode> rounds, McpQuestions.Resumed resumed) {
        ObjectNode state = resumed.state();
        int round = state == null ? 0 : state.path("round").asInt();
        ObjectNode asked = possible(request, rounds.get(round));
        if (isAnswered(asked, resumed.responses())) {
            round++;
        }
        if (round < rounds.size()) {
            ObjectNode further = JSON.objectNode().put("round", round);
            return McpResult.of(questions.ask(request, possible(request, rounds.get(round)), further));
        }
        return request.method().equals("tools/call")
                ? McpResult.of(text("state-ok: " + resumed.responses()))
                : next.answer(request);
    }

    /** Without what the client cannot do. */
    private static ObjectNode possible(McpRequest request, ObjectNode round) {
        ObjectNode possible = JSON.objectNode();
        for (var question : round.properties()) {
            String capability =
                    CAPABILITIES.get(question.getValue().path("method").asText());
            if (capability != null && request.hasCapability(capability)) {
                possible.set(question.getKey(), question.getValue());
            }
        }
        return possible;
    }

    private static boolean isAnswered(ObjectNode asked, ObjectNode responses) {
        for (var question : asked.properties()) {
            if (!responses.path(question.getKey()).isObject()) {
                return false;
            }
        }
        return true;
    }

    private static ObjectNode text(String text) {
        ObjectNode result = JSON.objectNode();
        result.putArray("content").add(AgentJson.textContent(text));
        return result;
    }
}
