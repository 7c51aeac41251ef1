package io.corebus.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.FailureException;
import io.corebus.bus.Json;
import io.corebus.feature.StrictJson;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The members of one line, read strictly: exactly those that belong there, each of its type. All fails with {@link IllegalArgumentException}. */
final class Members {
    private final ObjectNode line;

    Members(byte[] utf8) {
        try {
            this.line = StrictJson.parseObject(utf8);
        } catch (FailureException e) {
            throw new IllegalArgumentException("it is not a JSON object in UTF-8", e);
        }
    }

    Members requireExactly(List<String> names) {
        Set<String> missing = new HashSet<>(names);
        line.fieldNames().forEachRemaining(name -> remove(missing, name));
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    "the member " + missing.iterator().next() + " is missing");
        }
        return this;
    }

    private static void remove(Set<String> missing, String name) {
        if (!missing.remove(name)) {
            throw new IllegalArgumentException("there is no such member as " + name);
        }
    }

    boolean has(String name) {
        return line.has(name);
    }

    String text(String name) {
        String text = optionalText(name);
        if (text == null) {
            throw new IllegalArgumentException(name + " is not a string");
        }
        return text;
    }

    @Nullable
    String optionalText(String name) {
        JsonNode value = line.path(name);
        if (!value.isTextual() && !value.isNull()) {
            throw new IllegalArgumentException(name + " is not a string");
        }
        return value.isNull() ? null : value.asText();
    }

    @Nullable
    Json optionalJson(String name) {
        String text = optionalText(name);
        return text == null ? null : Json.of(Encoding.utf8(text));
    }

    long number(String name) {
        Long number = optionalNumber(name);
        if (number == null) {
            throw new IllegalArgumentException(name + " is not a whole number");
        }
        return number;
    }

    @Nullable
    Long optionalNumber(String name) {
        JsonNode value = line.path(name);
        if (value.isNull()) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalArgumentException(name + " is not a whole number");
        }
        return value.asLong();
    }

    void requireTrue(String name) {
        if (!line.path(name).isBoolean() || !line.path(name).asBoolean()) {
            throw new IllegalArgumentException(name + " is not true");
        }
    }
}
