package io.corebus.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;

/**
 * What may be sent as a whole, derived from what is declared: a field that has a default may be left out although it is required, and one that is not required
 * may be null, which is no value.
 */
final class OpenApiInput {
    private OpenApiInput() {}

    /** @param root what references into the schema begin with */
    static ObjectNode of(ObjectNode declared, String root) {
        List<String> references = declared.findValuesAsText("$ref");
        if (references.contains(root)) {
            // What is within is like the whole, and there a null is a value like any other.
            return declared;
        }
        ObjectNode input = declared.deepCopy();
        List<String> required = names(declared);
        for (var field : declared.path("properties").properties()) {
            String place = root + "/properties/" + field.getKey();
            boolean referredTo = references.stream().anyMatch(reference -> isWithin(reference, place));
            if (!required.contains(field.getKey()) && !referredTo && field.getValue() instanceof ObjectNode schema) {
                ((ObjectNode) input.get("properties")).set(field.getKey(), OpenApiPatch.nullable(schema.deepCopy()));
            }
        }
        requireWithoutDefault(input, required);
        return input;
    }

    /** What is referred to is meant as it is declared. */
    private static boolean isWithin(String reference, String place) {
        return reference.equals(place) || reference.startsWith(place + "/");
    }

    private static void requireWithoutDefault(ObjectNode input, List<String> required) {
        if (!required.isEmpty()) {
            ArrayNode needed = input.putArray("required");
            required.stream()
                    .filter(name -> !input.path("properties").path(name).has("default"))
                    .forEach(needed::add);
        }
    }

    private static List<String> names(ObjectNode declared) {
        JsonNode required = declared.path("required");
        return Stream.iterate(0, i -> i < required.size(), i -> i + 1)
                .map(i -> required.get(i).asText())
                .toList();
    }
}
