package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** One argument of a tool, with the JSON Schema that agents are shown and that is checked. */
record ToolParameter(String name, boolean required, ObjectNode schema) {

    static ToolParameter text(String name, int maxLength, String description) {
        ObjectNode schema = AgentJson.object().put("type", "string").put("minLength", 1);
        return optional(name, schema.put("maxLength", maxLength), description);
    }

    static ToolParameter integer(String name, long minimum, long maximum, String description) {
        ObjectNode schema = AgentJson.object().put("type", "integer").put("minimum", minimum);
        return optional(name, maximum == Long.MAX_VALUE ? schema : schema.put("maximum", maximum), description);
    }

    static ToolParameter flag(String name, String description) {
        return optional(name, AgentJson.object().put("type", "boolean").put("default", false), description);
    }

    static ToolParameter object(String name, String description) {
        return optional(name, AgentJson.object().put("type", "object"), description);
    }

    static ToolParameter texts(String name, int maxItems, String description) {
        ObjectNode schema = AgentJson.object().put("type", "array");
        schema.putObject("items").put("type", "string");
        return optional(name, schema.put("maxItems", maxItems), description);
    }

    private static ToolParameter optional(String name, ObjectNode schema, String description) {
        return new ToolParameter(name, false, schema.put("description", description));
    }

    ToolParameter needed() {
        return new ToolParameter(name, true, schema);
    }

    /** The same with a finer schema, which the room that is asked checks. */
    ToolParameter as(ObjectNode finer) {
        ObjectNode described = finer.deepCopy();
        return new ToolParameter(
                name,
                required,
                described.put("description", schema.path("description").asText()));
    }

    static ObjectNode schema(List<ToolParameter> parameters) {
        ObjectNode schema = AgentJson.object().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        parameters.forEach(parameter -> properties.set(parameter.name, parameter.schema));
        List<String> required = parameters.stream()
                .filter(ToolParameter::required)
                .map(ToolParameter::name)
                .toList();
        if (!required.isEmpty()) {
            schema.set("required", AgentJson.texts(required));
        }
        return schema.put("additionalProperties", false);
    }
}
