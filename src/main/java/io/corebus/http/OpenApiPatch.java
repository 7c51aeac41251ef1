package io.corebus.http;

import static io.corebus.http.OpenApiJson.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a merge patch (RFC 7396) may look like, derived from the schema of what it changes: every member may be left out, null removes those that may be
 * absent, objects are merged and all else is replaced as a whole.
 */
final class OpenApiPatch {
    /** With one of these, what is allowed cannot be told from the members alone. */
    private static final List<String> COMBINING = List.of(
            "$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "not", "if", "const", "enum", "patternProperties");

    private OpenApiPatch() {}

    static ObjectNode of(ObjectNode whole) {
        ObjectNode patch = object().put("type", "object");
        Set<String> required = new HashSet<>();
        whole.path("required").forEach(name -> required.add(name.asText()));
        ObjectNode properties = patch.putObject("properties");
        for (var member : whole.path("properties").properties()) {
            properties.set(member.getKey(), member(member.getValue(), required.contains(member.getKey())));
        }
        JsonNode others = whole.get("additionalProperties");
        if (others != null) {
            patch.set("additionalProperties", member(others, false));
        }
        return patch;
    }

    private static JsonNode member(JsonNode schema, boolean required) {
        if (!(schema instanceof ObjectNode declared)) {
            return schema;
        }
        boolean removable = !required || declared.has("default");
        ObjectNode sent = sent(declared);
        sent.remove("default");
        return removable ? nullable(sent) : sent;
    }

    private static ObjectNode sent(ObjectNode declared) {
        String type = declared.path("type").asText();
        if (!type.isEmpty() && !type.equals("object")) {
            return declared.deepCopy();
        }
        ObjectNode patch =
                type.isEmpty() || COMBINING.stream().anyMatch(declared::has) ? anyOf(declared) : of(declared);
        JsonNode description = declared.get("description");
        if (description != null) {
            patch.set("description", description);
        }
        return patch;
    }

    /** A part of an object is enough, so what is declared of the whole cannot be asked of it: the server tells whether the outcome is right. */
    private static ObjectNode anyOf(ObjectNode declared) {
        ObjectNode patch = object();
        JsonNode type = declared.get("type");
        if (type != null) {
            patch.set("type", type.deepCopy());
        }
        return patch;
    }

    /** The same, or null. */
    static ObjectNode nullable(ObjectNode schema) {
        if (COMBINING.stream().anyMatch(name -> !name.equals("enum") && schema.has(name))) {
            ObjectNode either = object();
            either.putArray("anyOf").add(schema).addObject().put("type", "null");
            return either;
        }
        addNull(schema, "type", TextNode.valueOf("null"));
        addNull(schema, "enum", NullNode.instance);
        return schema;
    }

    /** Nothing is added to what does not limit the values. */
    private static void addNull(ObjectNode schema, String keyword, JsonNode value) {
        JsonNode declared = schema.get(keyword);
        if (declared == null) {
            return;
        }
        ArrayNode values = declared instanceof ArrayNode several
                ? several
                : schema.arrayNode().add(declared);
        for (JsonNode one : values) {
            if (one.equals(value)) {
                return;
            }
        }
        schema.set(keyword, values.add(value));
    }
}
