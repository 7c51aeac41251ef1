package io.corebus.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Caller;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The fixtures of the public conformance suite, as far as an offer can have them; the rest is in {@link ConformanceMethods}. One for all event loops. */
final class ConformanceOffer implements Offer {
    private static final Pattern TEMPLATE = Pattern.compile("test://template/([A-Za-z0-9]+)/data");

    private final ConformanceFixtures fixtures = new ConformanceFixtures();
    private final Map<Watcher, Context> watchers = new ConcurrentHashMap<>();

    ConformanceFixtures fixtures() {
        return fixtures;
    }

    /** Tells everybody who watches. */
    void changed(String list) {
        watchers.forEach((watcher, context) -> context.runOnContext(now -> watcher.listChanged(list)));
    }

    @Override
    public String instructions() {
        return "Fixtures of the MCP conformance suite. There is no data here.";
    }

    @Override
    public Future<List<ObjectNode>> tools(Caller caller) {
        return Future.succeededFuture(fixtures.list("tools"));
    }

    @Override
    public Future<Outcome> call(ToolCall call) {
        ArrayNode content = fixtures.content(call.tool());
        return content == null
                ? Future.failedFuture(McpFaults.params("There is no tool '" + call.tool() + "'."))
                : Future.succeededFuture(
                        new Outcome.Result(content, null, call.tool().equals("test_error_handling")));
    }

    @Override
    public Future<Page> resources(@Nullable String cursor, Caller caller) {
        return Future.succeededFuture(new Page(fixtures.list("resources"), null));
    }

    @Override
    public List<ObjectNode> resourceTemplates() {
        return fixtures.list("resourceTemplates");
    }

    @Override
    public Future<List<ObjectNode>> read(String uri, Caller caller) {
        ObjectNode body = fixtures.body(uri);
        Matcher template = TEMPLATE.matcher(uri);
        if (body == null && template.matches()) {
            body = filled(uri, template.group(1));
        }
        return body == null ? Future.failedFuture(noResource(uri)) : Future.succeededFuture(List.of(body));
    }

    private static ObjectNode filled(String uri, String id) {
        String text = "{\"id\":\"" + id + "\",\"templateTest\":true,\"data\":\"Data for ID: " + id + "\"}";
        return AgentJson.object()
                .put("uri", uri)
                .put("mimeType", "application/json")
                .put("text", text);
    }

    private static ProtocolFault noResource(String uri) {
        return new ProtocolFault(
                ProtocolFault.INVALID_PARAMS,
                "There is no such resource.",
                AgentJson.object().put("uri", uri));
    }

    @Override
    public Future<Watch> watch(Set<String> uris, Set<String> lists, Caller caller, Watcher watcher) {
        watchers.put(watcher, Objects.requireNonNull(Vertx.currentContext(), "on an event loop"));
        return Future.succeededFuture(() -> watchers.remove(watcher));
    }

    @Override
    public Future<List<ObjectNode>> prompts(Caller caller) {
        return Future.succeededFuture(fixtures.list("prompts"));
    }

    @Override
    public Future<ObjectNode> prompt(String name, ObjectNode arguments, Caller caller) {
        JsonNode messages = fixtures.messages(name, arguments);
        if (messages == null) {
            return Future.failedFuture(McpFaults.params("There is no prompt '" + name + "'."));
        }
        return Future.succeededFuture(AgentJson.object().set("messages", messages));
    }

    @Override
    public Future<ObjectNode> complete(ObjectNode reference, ObjectNode argument, ObjectNode context, Caller caller) {
        ObjectNode result = AgentJson.object();
        ObjectNode completion = result.putObject("completion");
        completion.putArray("values").add("paris").add("park").add("party");
        completion.put("total", 3).put("hasMore", false);
        return Future.succeededFuture(result);
    }
}
