package io.corebus.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** The form of results, and what every one of the stateless revision says beside its content. */
final class McpResults {
    static final String SERVER_INFO = "io.modelcontextprotocol/serverInfo";
    private static final String TYPE = "resultType";
    private static final JsonNode SERVER = WrittenJson.of(JsonNodeFactory.instance
                    .objectNode()
                    .put("name", "corebus")
                    .put("title", "Corebus")
                    .put("version", version()))
            .node();
    private static final JsonNode META = WrittenJson.of(
                    JsonNodeFactory.instance.objectNode().set(SERVER_INFO, SERVER))
            .node();
    private static final int LISTS_MILLIS = 60_000;
    /** How long a client may use a result of these methods again. Rights can change and records do: nothing is fresh for long. */
    private static final Map<String, Integer> FRESH_MILLIS = Map.of(
            "server/discover", 300_000,
            "tools/list", LISTS_MILLIS,
            "prompts/list", LISTS_MILLIS,
            "resources/list", LISTS_MILLIS,
            "resources/templates/list", LISTS_MILLIS,
            "resources/read", 0);

    private McpResults() {}

    private static String version() {
        String version = McpResults.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }

    static JsonNode serverInfo() {
        return SERVER;
    }

    /** Of a call of a tool. */
    static ObjectNode of(Outcome.Result done) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.set("content", done.content());
        if (done.structured() != null) {
            result.set("structuredContent", done.structured().node());
        }
        return result.put("isError", done.isError());
    }

    static ObjectNode dressed(McpRequest request, ObjectNode result) {
        if (!request.revision().isStateless()) {
            return result;
        }
        if (!result.has(TYPE)) {
            result.put(TYPE, "complete");
            cacheable(request.method(), result);
        }
        return result.set(McpEnvelope.META, META);
    }

    /** Private: what one caller may see is not for another one. */
    private static void cacheable(String method, ObjectNode result) {
        Integer fresh = FRESH_MILLIS.get(method);
        if (fresh != null) {
            result.put("ttlMs", fresh).put("cacheScope", "private");
        }
    }
}
