package io.corebus.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a client wants to be told.
 *
 * @param uris of resources
 * @param lists {@code tools}, {@code resources}, {@code prompts}
 */
record McpWanted(Set<String> uris, Set<String> lists) {
    private static final int MAX_URIS = 1_000;
    private static final int MAX_URI_LENGTH = 2_000;
    private static final String URIS = "resourceSubscriptions";
    private static final Map<String, String> LISTS =
            Map.of("toolsListChanged", "tools", "resourcesListChanged", "resources", "promptsListChanged", "prompts");

    /** Fails with {@link ProtocolFault}. */
    static McpWanted read(ObjectNode notifications) {
        Set<String> lists = new TreeSet<>();
        LISTS.forEach((flag, list) -> {
            if (notifications.path(flag).asBoolean()) {
                lists.add(list);
            }
        });
        return new McpWanted(uris(notifications.path(URIS)), lists);
    }

    private static Set<String> uris(JsonNode wanted) {
        if (wanted.isMissingNode() || wanted.isNull()) {
            return Set.of();
        }
        if (!wanted.isArray() || wanted.size() > MAX_URIS) {
            throw McpFaults.params(URIS + " must be a list of at most " + MAX_URIS + " URIs.");
        }
        Set<String> uris = new LinkedHashSet<>();
        for (JsonNode uri : wanted) {
            if (!uri.isTextual() || uri.textValue().length() > MAX_URI_LENGTH) {
                throw McpFaults.params(URIS + " must be strings of at most " + MAX_URI_LENGTH + " characters.");
            }
            uris.add(uri.textValue());
        }
        return uris;
    }

    /** In the words in which it was asked for. */
    ObjectNode told() {
        ObjectNode told = JsonNodeFactory.instance.objectNode();
        LISTS.forEach((flag, list) -> {
            if (lists.contains(list)) {
                told.put(flag, true);
            }
        });
        if (!uris.isEmpty()) {
            uris.forEach(told.putArray(URIS)::add);
        }
        return told;
    }
}
