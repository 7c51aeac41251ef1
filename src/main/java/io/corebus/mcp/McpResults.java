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
    private static final byte[] CONTENT = JsonBytes.part("{\"content\":");
    private static final byte[] STRUCTURED = JsonBytes.part(",\"structuredContent\":");
    private static final byte[] FAILED = JsonBytes.part(",\"isError\":true");
    private static final byte[] SUCCEEDED = JsonBytes.part(",\"isError\":false");
    private static final byte[] END = JsonBytes.part("}");
    private static final byte[] COMPLETE = new JsonBytes()
            .add(JsonBytes.part(",\"" + TYPE + "\":\"complete\",\"" + McpEnvelope.META + "\":"))
            .add(META)
            .add(END)
            .toBytes();
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

    /** As it goes out in a revision. */
    static JsonBytes write(JsonBytes text, McpRevision revision, String method, McpResult result) {
        boolean stateless = revision.isStateless();
        if (result instanceof Outcome.Result done) {
            write(text, done);
            return text.add(stateless ? COMPLETE : END);
        }
        ObjectNode members = ((McpResult.Members) result).object();
        return text.add(stateless ? dressed(method, members) : members);
    }

    /** Of a call of a tool; what may come behind its members is still to be written. */
    private static void write(JsonBytes text, Outcome.Result done) {
        text.add(CONTENT).add(done.content());
        WrittenJson structured = done.structured();
        if (structured != null) {
            text.add(STRUCTURED).add(structured.node());
        }
        text.add(done.isError() ? FAILED : SUCCEEDED);
    }

    private static ObjectNode dressed(String method, ObjectNode result) {
        if (!result.has(TYPE)) {
            result.put(TYPE, "complete");
            cacheable(method, result);
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
