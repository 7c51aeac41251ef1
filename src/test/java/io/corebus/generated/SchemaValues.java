package io.corebus.generated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.corebus.testing.OpenApiContract;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** Makes values that fit a schema. The same seed makes the same values, but for the ids of what was created. */
final class SchemaValues {
    private static final JsonNodeFactory JSON = JsonNodeFactory.withExactBigDecimals(true);

    private final OpenApiContract contract;
    private final Random random;
    private final TextValues texts;
    private final Function<String, String> ids;

    /** @param ids one of the resources of a feature, or null where there is none */
    SchemaValues(OpenApiContract contract, Random random, Function<String, String> ids) {
        this.contract = contract;
        this.random = random;
        this.texts = new TextValues(random);
        this.ids = ids;
    }

    JsonNode fitting(JsonNode unresolved) {
        JsonNode schema = contract.resolved(unresolved);
        if (schema.has("const")) {
            return schema.get("const");
        }
        if (schema.has("enum")) {
            return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
        }
        for (String choice : List.of("oneOf", "anyOf")) {
            if (schema.has(choice)) {
                return fitting(
                        schema.get(choice).get(random.nextInt(schema.get(choice).size())));
            }
        }
        return ofType(type(schema), schema);
    }

    /** One of those that it may have. */
    private String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        return type.isArray() ? type.get(random.nextInt(type.size())).asText() : type.asText("any");
    }

    private JsonNode ofType(String type, JsonNode schema) {
        return switch (type) {
            case "null" -> NullNode.instance;
            case "boolean" -> BooleanNode.valueOf(random.nextBoolean());
            case "integer" -> number(schema, BigDecimal.ONE);
            case "number" -> number(schema, new BigDecimal("0.25"));
            case "string" -> text(schema);
            case "array" -> array(schema);
            case "object" -> object(schema);
            default -> TextNode.valueOf(texts.ofLength(5));
        };
    }

    private JsonNode text(JsonNode schema) {
        String id = schema.has("x-references")
                ? ids.apply(schema.get("x-references").asText())
                : null;
        return TextNode.valueOf(id == null ? texts.fitting(schema) : id);
    }

    private JsonNode number(JsonNode schema, BigDecimal unit) {
        BigDecimal step = schema.has("multipleOf") ? schema.get("multipleOf").decimalValue() : unit;
        BigDecimal low = limit(schema, "minimum", "exclusiveMinimum", step, BigDecimal.valueOf(-1_000));
        BigDecimal high =
                limit(schema, "maximum", "exclusiveMaximum", step.negate(), low.add(BigDecimal.valueOf(2_000)));
        long steps = high.subtract(low)
                .divide(step, 0, RoundingMode.FLOOR)
                .min(BigDecimal.valueOf(1_000_000))
                .longValue();
        BigDecimal first = low.divide(step, 0, RoundingMode.CEILING).multiply(step);
        return DecimalNode.valueOf(first.add(step.multiply(BigDecimal.valueOf((long) (random.nextDouble() * steps)))));
    }

    private static BigDecimal limit(
            JsonNode schema, String keyword, String exclusive, BigDecimal inward, BigDecimal none) {
        if (schema.has(keyword)) {
            return schema.get(keyword).decimalValue();
        }
        return schema.has(exclusive) ? schema.get(exclusive).decimalValue().add(inward) : none;
    }

    private ArrayNode array(JsonNode schema) {
        int min = schema.path("minItems").asInt(0);
        int max = Math.min(schema.path("maxItems").asInt(min + 3), min + 3);
        return ofSize(schema, min + random.nextInt(max - min + 1));
    }

    /** Of different items, as far as there are so many. */
    ArrayNode ofSize(JsonNode schema, int size) {
        List<JsonNode> items = new ArrayList<>();
        for (int tries = 0; items.size() < size && tries < 20 * size; tries++) {
            JsonNode item = fitting(schema.path("items"));
            if (!items.contains(item)) {
                items.add(item);
            }
        }
        return JSON.arrayNode().addAll(items);
    }

    private ObjectNode object(JsonNode schema) {
        ObjectNode object = JSON.objectNode();
        for (var property : schema.path("properties").properties()) {
            boolean required = isRequired(schema, property.getKey());
            boolean refers = property.getValue().has("x-references");
            if (required || (random.nextInt(3) == 0 && !refers)) {
                object.set(property.getKey(), fitting(property.getValue()));
            }
        }
        return object;
    }

    static boolean isRequired(JsonNode schema, String property) {
        for (JsonNode name : schema.path("required")) {
            if (name.asText().equals(property)) {
                return true;
            }
        }
        return false;
    }

    TextValues texts() {
        return texts;
    }
}
