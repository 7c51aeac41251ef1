package io.corebus.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** An OpenAPI document, read as a client of it would: what is documented for a request, and whether an answer keeps to it. */
public final class OpenApiContract {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final SchemaValidatorsConfig CONFIG =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private final ObjectNode document;
    /** By the place in the document: to compile a schema takes longer than to use it. */
    private final Map<JsonNode, JsonSchema> compiled = new IdentityHashMap<>();

    public OpenApiContract(String document) {
        try {
            this.document = (ObjectNode) MAPPER.readTree(document);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + document, e);
        }
    }

    public ObjectNode document() {
        return document;
    }

    /** The operation of a path as requests have it, without its query. */
    public JsonNode operation(String method, String path) {
        String[] parts = path.split("/", -1);
        for (var item : document.get("paths").properties()) {
            JsonNode operation = item.getValue().get(method.toLowerCase());
            if (operation != null && fits(item.getKey().split("/", -1), parts)) {
                return operation;
            }
        }
        throw new AssertionError("not documented: " + method + " " + path);
    }

    private static boolean fits(String[] template, String[] parts) {
        boolean fits = template.length == parts.length;
        for (int i = 0; fits && i < parts.length; i++) {
            fits = template[i].startsWith("{") || template[i].equals(parts[i]);
        }
        return fits;
    }

    /** What is documented for a status; fails where nothing is. */
    public JsonNode response(JsonNode operation, int status) {
        JsonNode response = operation.get("responses").get(Integer.toString(status));
        if (response == null) {
            throw new AssertionError(operation.get("operationId") + " does not document the status " + status);
        }
        return resolved(response);
    }

    /** A node, or what it refers to. */
    public JsonNode resolved(JsonNode node) {
        JsonNode reference = node.get("$ref");
        return reference == null ? node : target(reference.asText());
    }

    /** Where a reference within the document leads; missing where it leads nowhere. */
    public JsonNode target(String reference) {
        return reference.startsWith("#/") ? document.at(reference.substring(1)) : document.path("no such reference");
    }

    /** Everything in which a value does not fit a schema of the document. */
    public List<String> faults(JsonNode schema, JsonNode value) {
        return compiled.computeIfAbsent(schema, this::compile).validate(divisible(value)).stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }

    /** For multipleOf, the library divides whole numbers as double, in which the largest are infinite; those with a fraction it divides exactly. */
    private static JsonNode divisible(JsonNode value) {
        if (value.isBigInteger()) {
            return DecimalNode.valueOf(value.decimalValue());
        }
        if (value instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            object.properties().forEach(member -> copy.set(member.getKey(), divisible(member.getValue())));
            return copy;
        }
        if (value instanceof ArrayNode array) {
            ArrayNode copy = array.arrayNode();
            array.forEach(item -> copy.add(divisible(item)));
            return copy;
        }
        return value;
    }

    private JsonSchema compile(JsonNode schema) {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", document.get("components"));
        return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(whole, CONFIG);
    }
}
