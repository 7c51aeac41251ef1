package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An offer that does what a test wants to see done. */
final class ScriptedOffer implements Offer {
    final List<ToolCall> calls = new CopyOnWriteArrayList<>();
    final List<String> refused = new CopyOnWriteArrayList<>();
    final Map<Watcher, Context> watchers = new ConcurrentHashMap<>();
    final List<Caller> watching = new CopyOnWriteArrayList<>();
    final Promise<Outcome> slow = Promise.promise();
    volatile Failure refusal;
    /** Why nobody else may follow anything. */
    volatile Failure full;

    @Override
    public String instructions() {
        return "For tests.";
    }

    @Override
    public Future<List<ObjectNode>> tools(Caller caller) {
        return refusal == null ? Future.succeededFuture(List.of()) : Future.failedFuture(refusal.exception());
    }

    @Override
    public Future<Outcome> call(ToolCall call) {
        calls.add(call);
        return switch (call.tool()) {
            case "echo" -> Future.succeededFuture(text(call.arguments().toString()));
            case "confirm" -> Future.succeededFuture(confirm(call));
            case "slow" -> slow.future();
            case "broken" -> throw new IllegalStateException("a secret detail");
            default -> Future.failedFuture(McpFaults.params("There is no tool '" + call.tool() + "'."));
        };
    }

    @Override
    public Future<Void> refused(ToolCall call, String why) {
        refused.add(call.tool() + " " + call.caller().user() + " " + why);
        return Future.failedFuture(Failure.unavailable("storage-unavailable", "The journal is away.")
                .exception());
    }

    private static Outcome confirm(ToolCall call) {
        if (!call.canAsk()) {
            return text("cannot ask");
        }
        if (call.answer() == null) {
            ObjectNode schema = object().put("type", "object");
            schema.putObject("properties").putObject("sure").put("type", "boolean");
            return new Outcome.Question("Sure?", schema, object().put("step", 1));
        }
        return text(call.answer().path("action").asText() + " " + call.state());
    }

    static Outcome.Result text(String text) {
        var content = JsonNodeFactory.instance.arrayNode();
        content.addObject().put("type", "text").put("text", text);
        return new Outcome.Result(content, null, false);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    void update(String uri) {
        watchers.forEach((watcher, context) -> context.runOnContext(now -> watcher.updated(uri)));
    }

    void end() {
        watchers.forEach((watcher, context) -> context.runOnContext(now -> watcher.ended("gone")));
    }

    @Override
    public Future<Watch> watch(Set<String> uris, Set<String> lists, Caller caller, Watcher watcher) {
        if (uris.contains("test://hidden")) {
            return Future.failedFuture(McpFaults.params("There is no such resource."));
        }
        if (full != null) {
            return Future.failedFuture(full.exception());
        }
        watching.add(caller);
        watchers.put(watcher, Vertx.currentContext());
        return Future.succeededFuture(() -> watchers.remove(watcher));
    }

    @Override
    public Future<Page> resources(String cursor, Caller caller) {
        return Future.succeededFuture(new Page(List.of(), null));
    }

    @Override
    public List<ObjectNode> resourceTemplates() {
        return List.of();
    }

    @Override
    public Future<List<ObjectNode>> read(String uri, Caller caller) {
        return Future.succeededFuture(List.of(object().put("uri", uri).put("text", caller.user())));
    }

    @Override
    public Future<List<ObjectNode>> prompts(Caller caller) {
        return Future.succeededFuture(List.of());
    }

    @Override
    public Future<ObjectNode> prompt(String name, ObjectNode arguments, Caller caller) {
        return Future.failedFuture(McpFaults.params("There is no prompt '" + name + "'."));
    }

    @Override
    public Future<ObjectNode> complete(ObjectNode reference, ObjectNode argument, ObjectNode context, Caller caller) {
        return Future.succeededFuture(object());
    }
}
