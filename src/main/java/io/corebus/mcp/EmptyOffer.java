package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Caller;
import io.corebus.feature.Features;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Nothing but the protocol itself. */
final class EmptyOffer implements Offer {
    private final Features features;

    EmptyOffer(Features features) {
        this.features = features;
    }

    @Override
    public String instructions() {
        return "This server has " + features.all().size() + " features, and no tools for them yet.";
    }

    @Override
    public Future<List<ObjectNode>> tools(Caller caller) {
        return Future.succeededFuture(List.of());
    }

    @Override
    public Future<Outcome> call(ToolCall call) {
        return Future.failedFuture(McpFaults.params("There is no tool '" + call.tool() + "'."));
    }

    @Override
    public Future<Page> resources(@Nullable String cursor, Caller caller) {
        return Future.succeededFuture(new Page(List.of(), null));
    }

    @Override
    public List<ObjectNode> resourceTemplates() {
        return List.of();
    }

    @Override
    public Future<List<ObjectNode>> read(String uri, Caller caller) {
        return Future.failedFuture(McpFaults.params("There is no resource of this URI."));
    }

    @Override
    public Future<Watch> watch(Set<String> uris, Set<String> lists, Caller caller, Watcher watcher) {
        return Future.succeededFuture(() -> {});
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
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.putObject("completion").putArray("values");
        return Future.succeededFuture(result);
    }
}
