package io.corebus.feature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value that a schema allows: what it gives itself, else the smallest one. Always the same; none where it cannot be told for sure. */
public final class SchemaExamples {
    /** Beyond this, an example explains nothing. */
    private static final int MAX_SIZE = 200;

    private static final String WORD = "text";

    private static final List<String> UNTOLD = List.of(
            "$ref",
            "$dynamicRef",
            "allOf",
            "anyOf",
            "oneOf",
            "not",
            "if",
            "pattern",
            "contentEncoding",
            "contains",
            "prefixItems",
            "uniqueItems",
            "dependentRequired",
            "dependentSchemas",
            "propertyNames",
            "minProperties",
            "maxProperties");

    private static final Map<String, String> OF_FORMAT = Map.ofEntries(
            Map.entry("date-time", "2026-01-31T12:00:00Z"),
            Map.entry("date", "2026-01-31"),
            Map.entry("time", "12:00:00Z"),
            Map.entry("duration", "PT1H"),
            Map.entry("email", "ada@example.org"),
            Map.entry("idn-email", "ada@example.org"),
            Map.entry("hostname", "www.example.org"),
            Map.entry("ipv4", "192.0.2.1"),
            Map.entry("ipv6", "2001:db8::1"),
            Map.entry("uri", "https://example.org/"),
            Map.entry("uri-reference", "/path"),
            Map.entry("uuid", "019f0000-0000-7000-8000-000000000003"));

    private SchemaExamples() {}

    public static @Nullable JsonNode of(JsonNode schema) {
        JsonNode given = given(schema);
        if (given != null) {
            return given;
        }
        if (UNTOLD.stream().anyMatch(schema::has)) {
            return null;
        }
        return switch (schema.path("type").asText()) {
            case "string" -> text(schema);
            case "integer" -> number(schema, true);
            case "number" -> number(schema, false);
            case "boolean" -> BooleanNode.TRUE;
            case "array" -> array(schema);
            case "object" -> members(schema);
            default -> null;
        };
    }

    private static @Nullable JsonNode given(JsonNode schema) {
        for (String pointer : List.of("/examples/0", "/const", "/default", "/enum/0")) {
            JsonNode value = schema.at(pointer);
            if (!value.isMissingNode()) {
                return value;
            }
        }
        return null;
    }

    private static @Nullable JsonNode text(JsonNode schema) {
        int min = schema.path("minLength").asInt(0);
        int max = schema.path("maxLength").asInt(Integer.MAX_VALUE);
        if (min > MAX_SIZE) {
            return null;
        }
        JsonNode format = schema.get("format");
        String word = format == null ? sized(min, max) : OF_FORMAT.get(format.asText());
        boolean fits = word != null && word.length() >= min && word.length() <= max;
        return fits ? TextNode.valueOf(word) : null;
    }

    private static String sized(int min, int max) {
        String word = WORD.repeat(1 + min / WORD.length());
        return word.substring(0, Math.min(max, Math.max(min, WORD.length())));
    }

    private static @Nullable JsonNode number(JsonNode schema, boolean whole) {
        BigDecimal step = decimal(schema, "multipleOf");
        BigDecimal unit = step != null ? step : BigDecimal.ONE;
        BigDecimal value = smallest(schema);
        if (whole || step != null) {
            value = value.divide(unit, 0, RoundingMode.CEILING).multiply(unit);
        }
        boolean fits =
                isInside(value, schema) && (!whole || value.stripTrailingZeros().scale() <= 0);
        return fits ? DecimalNode.valueOf(new BigDecimal(value.toPlainString())) : null;
    }

    /** 1 where nothing is said of the smallest, or the largest where that is smaller. */
    private static BigDecimal smallest(JsonNode schema) {
        BigDecimal lowest = decimal(schema, "minimum");
        BigDecimal above = decimal(schema, "exclusiveMinimum");
        BigDecimal highest = decimal(schema, "maximum");
        if (above != null && (lowest == null || lowest.compareTo(above) <= 0)) {
            return above.add(BigDecimal.ONE);
        }
        if (lowest != null) {
            return lowest;
        }
        return highest == null ? BigDecimal.ONE : highest.min(BigDecimal.ONE);
    }

    private static boolean isInside(BigDecimal value, JsonNode schema) {
        BigDecimal highest = decimal(schema, "maximum");
        BigDecimal below = decimal(schema, "exclusiveMaximum");
        return (highest == null || value.compareTo(highest) <= 0) && (below == null || value.compareTo(below) < 0);
    }

    private static @Nullable BigDecimal decimal(JsonNode schema, String keyword) {
        JsonNode value = schema.get(keyword);
        return value != null && value.isNumber() ? value.decimalValue() : null;
    }

    private static @Nullable JsonNode array(JsonNode schema) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        int min = schema.path("minItems").asInt(0);
        int size = Math.min(Math.max(min, 1), schema.path("maxItems").asInt(Integer.MAX_VALUE));
        JsonNode item = of(schema.path("items"));
        if (item == null || size > MAX_SIZE) {
            return min == 0 ? array : null;
        }
        for (int i = 0; i < size; i++) {
            array.add(item);
        }
        return array;
    }

    private static @Nullable JsonNode members(JsonNode schema) {
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        for (var member : schema.path("properties").properties()) {
            JsonNode value = of(member.getValue());
            if (value != null) {
                members.set(member.getKey(), value);
            }
        }
        for (JsonNode required : schema.path("required")) {
            if (!members.has(required.asText())) {
                return null;
            }
        }
        return members;
    }
}
