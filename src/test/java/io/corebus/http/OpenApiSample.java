package io.corebus.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.feature.Feature;
import io.corebus.feature.Feature.Action;
import io.corebus.feature.Features;
import io.corebus.feature.Field;
import io.corebus.feature.FieldType;
import io.corebus.feature.Grant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Two features that together have every type of field: the example of every guide, and one that refers to it. */
final class OpenApiSample {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final String FEATURES = """
            {"type": "object", "required": ["name", "value"], "additionalProperties": false, "properties": {
              "name": {"type": "string", "minLength": 1, "maxLength": 100},
              "value": {"type": "integer", "minimum": 0, "maximum": 1000}}}
            """;

    private static final String ORDER_ITEMS = """
            {"type": "object", "required": ["sku", "feature", "kind"], "additionalProperties": false, "properties": {
              "sku": {"type": "string", "minLength": 6, "maxLength": 6},
              "note": {"type": "string"},
              "amount": {"type": "integer", "minimum": 1},
              "weight": {"type": "number", "exclusiveMinimum": 0},
              "price": {"type": "number", "format": "decimal", "minimum": 0.01, "multipleOf": 0.01},
              "gift": {"type": "boolean", "default": false},
              "due_at": {"type": "string", "format": "date-time"},
              "day": {"type": "string", "format": "date"},
              "batch": {"type": "string", "format": "uuid"},
              "kind": {"type": "string", "enum": ["new", "used"], "default": "used"},
              "state": {"type": "string", "enum": ["open", "closed"]},
              "feature": {"type": "string", "format": "uuid", "x-references": "features"},
              "tags": {"type": "array", "items": {"type": "string", "maxLength": 20}},
              "address": {"type": "object", "required": ["city"], "additionalProperties": false, "properties": {
                "city": {"type": "string"}, "zip": {"type": "string", "maxLength": 5}}}}}
            """;

    private OpenApiSample() {}

    static Features features() {
        return new Features(List.of(example(), orderItems()));
    }

    static Feature example() {
        return feature(
                "features",
                json(FEATURES),
                List.of(),
                Map.of(
                        Action.READ, List.of(Grant.to("viewer")),
                        Action.CREATE, List.of(Grant.to("editor"), Grant.to("author")),
                        Action.UPDATE, List.of(Grant.to("editor"))),
                List.of(field("name", FieldType.STRING, true), field("value", FieldType.INTEGER, true)));
    }

    private static Feature orderItems() {
        List<Field> fields = new ArrayList<>(List.of(
                field("sku", FieldType.STRING, true),
                field("note", FieldType.STRING, false),
                field("amount", FieldType.INTEGER, false),
                field("weight", FieldType.NUMBER, false),
                field("price", FieldType.DECIMAL, false),
                field("gift", FieldType.BOOLEAN, false),
                field("due_at", FieldType.DATE_TIME, false)));
        fields.addAll(List.of(
                field("day", FieldType.DATE, false),
                field("batch", FieldType.UUID, false),
                field("kind", FieldType.ENUM, true),
                field("state", FieldType.ENUM, false),
                new Field("feature", FieldType.REFERENCE, true, json("{}"), null, "features", List.of()),
                field("tags", FieldType.JSON, false),
                field("address", FieldType.JSON, false)));
        return feature("order_items", json(ORDER_ITEMS), List.of(List.of("sku", "feature")), Map.of(), fields);
    }

    /** A feature of which only the name and the schema matter. */
    static Feature feature(String name, String schema) {
        return feature(name, json(schema), List.of(), Map.of(), List.of());
    }

    static Feature feature(
            String name,
            ObjectNode schema,
            List<List<String>> uniques,
            Map<Action, List<Grant>> permissions,
            List<Field> fields) {
        boolean example = name.equals("features");
        return new Feature(
                name,
                example ? "Feature" : "Order item",
                example ? "A named value, the example of every guide." : "",
                fields,
                schema,
                List.of(),
                uniques,
                permissions,
                null,
                true,
                List.of(),
                false,
                null,
                null);
    }

    private static Field field(String name, FieldType type, boolean required) {
        return new Field(name, type, required, json("{}"), null, null, List.of());
    }

    /** An operation, with its path item and the path under which it stands. */
    record Documented(String method, String path, JsonNode item, JsonNode operation) {
        String id() {
            return operation.get("operationId").asText();
        }
    }

    static List<Documented> operations(JsonNode document) {
        List<Documented> operations = new ArrayList<>();
        for (var item : document.get("paths").properties()) {
            for (var entry : item.getValue().properties()) {
                if (!entry.getKey().equals("parameters")) {
                    operations.add(new Documented(
                            entry.getKey().toUpperCase(Locale.ROOT), item.getKey(), item.getValue(), entry.getValue()));
                }
            }
        }
        return operations;
    }

    static ObjectNode json(String text) {
        return (ObjectNode) any(text);
    }

    static JsonNode any(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
