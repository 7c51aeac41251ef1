package io.corebus.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Short words for the pieces of JSON that the OpenAPI document is made of. */
final class OpenApiJson {
    private OpenApiJson() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode texts(Collection<String> texts) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    /** @param kind {@code schemas}, {@code responses}, {@code parameters} or {@code headers} */
    static ObjectNode ref(String kind, String name) {
        return object().put("$ref", "#/components/" + kind + "/" + name);
    }

    static ObjectNode string(String description) {
        return object().put("type", "string").put("description", description);
    }

    static ObjectNode integer(String description) {
        return object().put("type", "integer").put("description", description);
    }

    /** How many there are. */
    static ObjectNode count(String description) {
        return integer(description).put("format", "int64").put("minimum", 0);
    }

    static ObjectNode formatted(String format, String description) {
        return string(description).put("format", format);
    }

    static ObjectNode oneOf(String description, String... values) {
        ObjectNode schema = string(description);
        schema.set("enum", texts(List.of(values)));
        return schema;
    }

    static ObjectNode arrayOf(ObjectNode items) {
        ObjectNode schema = object().put("type", "array");
        schema.set("items", items);
        return schema;
    }

    /** A media type of a body; the example may be missing. */
    static ObjectNode content(String mediaType, ObjectNode schema, @Nullable JsonNode example) {
        ObjectNode content = object();
        ObjectNode media = content.putObject(mediaType);
        media.set("schema", schema);
        if (example != null) {
            media.set("example", example);
        }
        return content;
    }

    /**
     * A copy of a schema in which a reference to a place in that schema leads there from the document, too. Where there is no such reference, the copy is the
     * same as the schema.
     *
     * @param name of the component that holds the schema
     */
    static ObjectNode rebased(ObjectNode schema, String name) {
        ObjectNode copy = schema.deepCopy();
        rebase(copy, "#/components/schemas/" + name);
        return copy;
    }

    private static void rebase(JsonNode node, String root) {
        String reference = node.path("$ref").asText();
        if (node instanceof ObjectNode schema && reference.startsWith("#")) {
            schema.put("$ref", root + reference.substring(1));
        }
        node.forEach(part -> rebase(part, root));
    }
}
