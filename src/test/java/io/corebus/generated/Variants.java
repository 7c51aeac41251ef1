package io.corebus.generated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.testing.OpenApiContract;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** For a schema, values at every edge of what it allows, on both sides: whether one fits, the schema itself must say. */
final class Variants {
    private static final JsonNodeFactory JSON = JsonNodeFactory.withExactBigDecimals(true);
    private static final int LONGEST = 5_000;
    private static final int MOST_ITEMS = 60;

    private final OpenApiContract contract;
    private final SchemaValues values;

    Variants(OpenApiContract contract, SchemaValues values) {
        this.contract = contract;
        this.values = values;
    }

    List<Variant> of(JsonNode unresolved) {
        JsonNode schema = contract.resolved(unresolved);
        List<Variant> variants = new ArrayList<>(otherTypes());
        String types = schema.path("type").toString();
        schema.path("oneOf").forEach(choice -> addChoice(variants, choice));
        if (schema.has("enum")) {
            add(variants, "another value", JSON.textNode("no such value"));
        }
        if (types.contains("string")) {
            addTexts(variants, schema);
        }
        if (types.contains("integer") || types.contains("number")) {
            addNumbers(variants, schema);
        }
        if (types.contains("array")) {
            addArrays(variants, schema);
        }
        if (types.contains("object")) {
            addObjects(variants, schema);
        }
        return variants;
    }

    /** What is nothing of any kind stands there already. */
    private void addChoice(List<Variant> variants, JsonNode choice) {
        List<Variant> own = of(choice);
        variants.addAll(own.subList(otherTypes().size(), own.size()));
    }

    private static List<Variant> otherTypes() {
        return List.of(
                new Variant("null", JSON.nullNode()),
                new Variant("a truth", JSON.booleanNode(true)),
                new Variant("a number", JSON.numberNode(7)),
                new Variant("a number as text", JSON.textNode("7")),
                new Variant("an empty list", JSON.arrayNode()),
                new Variant("an empty object", JSON.objectNode()),
                new Variant("an object", JSON.objectNode().put("$ref", "#/")),
                new Variant("a list of lists", JSON.arrayNode().add(JSON.arrayNode())));
    }

    private void addTexts(List<Variant> variants, JsonNode schema) {
        for (String keyword : List.of("minLength", "maxLength")) {
            int limit = schema.path(keyword).asInt(-1);
            for (int length = Math.max(0, limit - 1); limit >= 0 && length <= Math.min(limit + 1, LONGEST); length++) {
                add(variants, length + " characters", JSON.textNode("x".repeat(length)));
                add(
                        variants,
                        length + " of all kinds",
                        JSON.textNode(values.texts().ofLength(length)));
            }
        }
        add(variants, "an empty text", JSON.textNode(""));
        add(variants, "a long text", JSON.textNode("漢😀".repeat(20_000)));
        add(variants, "a text with NUL", JSON.textNode("a\u0000b"));
        add(variants, "half a surrogate pair", JSON.textNode("a\ud800b"));
        add(variants, "SQL", JSON.textNode("'; DROP TABLE corebus.journal; --"));
        if (schema.has("format") || schema.has("pattern")) {
            add(variants, "no such format", JSON.textNode("\u0001 none \u0001"));
        }
    }

    private void addNumbers(List<Variant> variants, JsonNode schema) {
        for (String keyword : List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")) {
            if (schema.has(keyword)) {
                BigDecimal limit = schema.get(keyword).decimalValue();
                add(variants, keyword, DecimalNode.valueOf(limit));
                add(variants, keyword + " + 1", DecimalNode.valueOf(limit.add(BigDecimal.ONE)));
                add(variants, keyword + " - 1", DecimalNode.valueOf(limit.subtract(BigDecimal.ONE)));
            }
        }
        for (String number : List.of(
                "0",
                "-0.0",
                "1.5",
                "0.001",
                "1.0",
                "9223372036854775807",
                "9223372036854775808",
                "-1e308",
                "1e400",
                "1e-400")) {
            add(variants, number, DecimalNode.valueOf(new BigDecimal(number)));
        }
    }

    private void addArrays(List<Variant> variants, JsonNode schema) {
        for (String keyword : List.of("minItems", "maxItems")) {
            int limit = schema.path(keyword).asInt(-1);
            for (int size = Math.max(0, limit - 1); limit >= 0 && size <= Math.min(limit + 1, MOST_ITEMS); size++) {
                add(variants, size + " items", values.ofSize(schema, size));
            }
        }
        JsonNode item = values.fitting(schema.path("items"));
        add(variants, "the same item twice", JSON.arrayNode().add(item).add(item));
        for (Variant variant : of(schema.path("items"))) {
            ArrayNode array = JSON.arrayNode().add(variant.value());
            variants.add(variant.inside("0", array));
        }
    }

    private void addObjects(List<Variant> variants, JsonNode schema) {
        ObjectNode extended = fitting(schema);
        variants.add(new Variant("an unknown member", extended.put("no_such_member", 1)));
        for (var property : schema.path("properties").properties()) {
            String name = property.getKey();
            ObjectNode less = fitting(schema);
            less.remove(name);
            variants.add(new Variant("without /" + name, less));
            for (Variant variant : of(property.getValue())) {
                ObjectNode object = fitting(schema);
                object.set(name, variant.value());
                variants.add(variant.inside(name, object));
            }
        }
    }

    private ObjectNode fitting(JsonNode schema) {
        ObjectNode object = JSON.objectNode();
        for (var property : schema.path("properties").properties()) {
            if (SchemaValues.isRequired(schema, property.getKey())) {
                object.set(property.getKey(), values.fitting(property.getValue()));
            }
        }
        return object;
    }

    private static void add(List<Variant> variants, String what, JsonNode value) {
        variants.add(new Variant(what, value));
    }
}
