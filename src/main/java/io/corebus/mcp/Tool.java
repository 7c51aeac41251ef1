package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One tool.
 *
 * @param verb what the descriptor has to offer for it, and what right it takes; null: none
 * @param fixed the feature it is about, for a typed tool; null where the agent names one, or none
 * @param result JSON Schema of {@code result} in what it answers
 */
record Tool(
        String name,
        String title,
        String description,
        ToolSafety safety,
        @Nullable AgentVerb verb,
        @Nullable AgentFeature fixed,
        List<ToolParameter> parameters,
        ObjectNode result,
        ToolWork work) {

    /** As {@code tools/list} has it. */
    ObjectNode entry() {
        ObjectNode entry = AgentJson.object().put("name", name).put("title", title);
        entry.put("description", description);
        entry.set("inputSchema", ToolParameter.schema(parameters));
        entry.set("outputSchema", ToolResults.schema(result));
        entry.set("annotations", safety.annotations(title));
        return entry.deepCopy(); // Whoever gets it may change it; the schemas in it are shared.
    }

    /** Null where it takes none of that name. */
    @Nullable
    ToolParameter parameter(String argument) {
        for (ToolParameter parameter : parameters) {
            if (parameter.name().equals(argument)) {
                return parameter;
            }
        }
        return null;
    }

    boolean namesFeature() {
        return parameter(ToolBox.FEATURE) != null;
    }
}
