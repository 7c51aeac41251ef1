package io.corebus.feature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;

/** What the elements of an array are, where they are single values of one type: only those can be asked for. */
enum ElementType {
    STRING("a text"),
    NUMBER("a number"),
    BOOLEAN("true or false");

    private final String value;

    ElementType(String value) {
        this.value = value;
    }

    /** For people. */
    String value() {
        return value;
    }

    /** Empty where the field holds no array, or one of something else. */
    static Optional<ElementType> of(Field field) {
        JsonNode items = field.schema().path("items");
        return !has(field.schema(), "array")
                ? Optional.empty()
                : Arrays.stream(values()).filter(type -> type.fits(items)).findFirst();
    }

    private boolean fits(JsonNode items) {
        return switch (this) {
            case STRING -> has(items, "string");
            case NUMBER -> has(items, "integer") || has(items, "number");
            case BOOLEAN -> has(items, "boolean");
        };
    }

    /** Whether a schema has this type, alone or beside null. */
    private static boolean has(JsonNode schema, String name) {
        JsonNode type = schema.path("type");
        if (!type.isArray()) {
            return type.asText().equals(name);
        }
        boolean found = false;
        for (JsonNode one : type) {
            if (one.asText().equals(name)) {
                found = true;
            } else if (!one.asText().equals("null")) {
                return false;
            }
        }
        return found;
    }

    /** The text as JSON; empty where it is no such value. */
    Optional<String> json(String text) {
        return switch (this) {
            case STRING -> Optional.of(TextNode.valueOf(text).toString());
            case NUMBER -> Optional.ofNullable(FieldText.bounded(text)).map(BigDecimal::toPlainString);
            case BOOLEAN -> Optional.of(text).filter(word -> word.equals("true") || word.equals("false"));
        };
    }
}
