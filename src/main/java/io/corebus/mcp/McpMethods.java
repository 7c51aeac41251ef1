package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The methods that ask the {@link Offer}, and those that tell what this server is. */
final class McpMethods {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final String BAD_STATE = "bad-request-state";

    private final Offer offer;
    private final McpQuestions questions;

    McpMethods(Offer offer, McpQuestions questions) {
        this.offer = offer;
        this.questions = questions;
    }

    /** Those of every revision. */
    private Map<String, McpMethod> common() {
        return Map.of(
                "tools/list", request -> McpResult.of(tools(request)),
                "tools/call", this::call,
                "resources/list", request -> McpResult.of(resources(request)),
                "resources/templates/list", request -> McpResult.of(templates(request)),
                "resources/read", request -> McpResult.of(read(request)),
                "prompts/list", request -> McpResult.of(prompts(request)),
                "prompts/get", request -> McpResult.of(prompt(request)),
                "completion/complete", request -> McpResult.of(complete(request)));
    }

    Map<String, McpMethod> stateless() {
        Map<String, McpMethod> methods = new HashMap<>(common());
        methods.put("server/discover", request -> McpResult.of(discovered()));
        return methods;
    }

    Map<String, McpMethod> initialized() {
        Map<String, McpMethod> methods = new HashMap<>(common());
        methods.put("initialize", request -> McpResult.of(initialize(request)));
        methods.put("ping", request -> McpResult.of(JSON.objectNode()));
        return methods;
    }

    private ObjectNode discovered() {
        ObjectNode result = JSON.objectNode();
        ArrayNode versions = result.putArray("supportedVersions");
        McpRevision.ALL.forEach(revision -> versions.add(revision.date()));
        result.set("capabilities", McpCapabilities.stateless());
        return result.put("instructions", offer.instructions());
    }

    /** The revision that was asked for where it is one of these, else the newest of them. */
    private ObjectNode initialize(McpRequest request) {
        String asked = request.text("protocolVersion");
        McpRevision known = McpRevision.find(asked);
        boolean spoken = known != null && !known.isStateless();
        ObjectNode result = JSON.objectNode();
        result.put("protocolVersion", spoken ? asked : McpRevision.NEWEST_INITIALIZED.date());
        result.set("capabilities", McpCapabilities.initialized());
        result.set("serverInfo", McpResults.serverInfo());
        return result.put("instructions", offer.instructions());
    }

    private Future<ObjectNode> tools(McpRequest request) {
        requireNoCursor(request);
        return offer.tools(request.caller()).map(tools -> list("tools", tools));
    }

    private Future<ObjectNode> prompts(McpRequest request) {
        requireNoCursor(request);
        return offer.prompts(request.caller()).map(prompts -> list("prompts", prompts));
    }

    private ObjectNode templates(McpRequest request) {
        requireNoCursor(request);
        return list("resourceTemplates", offer.resourceTemplates());
    }

    /** These lists have one page. */
    private static void requireNoCursor(McpRequest request) {
        if (request.textOrNull("cursor") != null) {
            throw McpFaults.params("This cursor was not given by this server. Begin without one.");
        }
    }

    private Future<ObjectNode> resources(McpRequest request) {
        return offer.resources(request.textOrNull("cursor"), request.caller()).map(McpMethods::page);
    }

    private static ObjectNode page(Offer.Page page) {
        ObjectNode result = list("resources", page.entries());
        return page.next() == null ? result : result.put("nextCursor", page.next());
    }

    private Future<ObjectNode> read(McpRequest request) {
        return offer.read(request.text("uri"), request.caller()).map(contents -> list("contents", contents));
    }

    private Future<ObjectNode> prompt(McpRequest request) {
        return offer.prompt(request.text("name"), request.object("arguments"), request.caller());
    }

    private Future<ObjectNode> complete(McpRequest request) {
        return offer.complete(
                request.object("ref"), request.object("argument"), request.object("context"), request.caller());
    }

    private Future<McpResult> call(McpRequest request) {
        String tool = request.text("name");
        ObjectNode arguments = request.object("arguments");
        return questions
                .resume(
                        request,
                        resumed -> offer.call(call(request, tool, arguments, resumed)),
                        () -> refused(request, tool, arguments))
                .compose(outcome -> told(request, outcome));
    }

    /** Whoever tries confirmations that are none leaves a trace. */
    private Future<Void> refused(McpRequest request, String tool, ObjectNode arguments) {
        McpQuestions.Resumed none = new McpQuestions.Resumed(JSON.objectNode(), null);
        return offer.refused(call(request, tool, arguments, none), BAD_STATE);
    }

    private static ToolCall call(McpRequest request, String tool, ObjectNode arguments, McpQuestions.Resumed resumed) {
        McpReply reply = request.reply();
        ObjectNode answer = resumed.answer();
        return new ToolCall(
                tool,
                arguments,
                request.caller(),
                request.canAsk(),
                answer,
                answer == null ? null : resumed.state(),
                result -> new Outcome.Written(result.word(), RpcAnswer.result(request, result)),
                reply::isAbandoned);
    }

    private Future<McpResult> told(McpRequest request, Outcome outcome) {
        if (outcome instanceof Outcome.Question question) {
            return McpResult.of(questions.ask(request, question));
        }
        return Future.succeededFuture((McpResult) outcome);
    }

    private static ObjectNode list(String name, List<ObjectNode> entries) {
        ObjectNode result = JSON.objectNode();
        result.putArray(name).addAll(entries);
        return result;
    }
}
