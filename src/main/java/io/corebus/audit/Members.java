package io.corebus.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.FailureException;
import io.corebus.bus.Json;
import io.corebus.feature.StrictJson;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The members of one line, read strictly: exactly those that belong there, each of its type. All fails with {@link IllegalArgumentException}. */
final class Members {
    /** Has no limits: how deep a payload is, or how long its numbers are, was decided when it was written. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final ObjectNode line;

    Members(byte[] utf8) {
        this.line = object(utf8);
    }

    private static ObjectNode object(byte[] utf8) {
        try {
            if (StrictJson.parseOwn(utf8) instanceof ObjectNode object) {
                return object;
            }
        } catch (FailureException e) {
            throw new IllegalArgumentException("it is not a JSON object in UTF-8", e);
        }
        throw new IllegalArgumentException("it is not a JSON object in UTF-8");
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

    /** A JSON text as a string. */
    @Nullable
    Json optionalJson(String name) {
        String text = optionalText(name);
        if (text == null) {
            return null;
        }
        if (!isJson(text)) {
            throw new IllegalArgumentException(name + " is not a JSON text");
        }
        return Json.of(Encoding.utf8(text));
    }

    /** Exactly one value. */
    private static boolean isJson(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            boolean hasOne = parser.nextToken() != null;
            parser.skipChildren();
            return hasOne && parser.nextToken() == null;
        } catch (IOException malformed) {
            return false;
        }
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
