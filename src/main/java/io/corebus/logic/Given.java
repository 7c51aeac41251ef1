package io.corebus.logic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.FieldFault;
import io.corebus.bus.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** JSON as logic gives it. Nobody has read it before, so there may be in it what no JSON text could be. */
final class Given {
    private Given() {}

    /** Throws {@link IllegalArgumentException}, which names the field, where it has something that could not be stored as it is. */
    static Json json(ObjectNode object) {
        new Look().at(object, "");
        return Json.of(object.toString());
    }

    private static final class Look {
        void at(JsonNode value, String pointer) {
            if (value.isTextual()) {
                requireCharacters(value.textValue(), pointer);
            } else if (value.isArray()) {
                for (int i = 0; i < value.size(); i++) {
                    at(value.get(i), pointer + '/' + i);
                }
            } else if (value.isObject()) {
                for (Map.Entry<String, JsonNode> member : value.properties()) {
                    String place = pointer + FieldFault.pointer(member.getKey());
                    requireCharacters(member.getKey(), place);
                    at(member.getValue(), place);
                }
            }
        }

        /** What is no character would be written as a question mark, and what PostgreSQL cannot hold not at all. */
        private static void requireCharacters(String text, String pointer) {
            if (text.indexOf(0) >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
                throw new IllegalArgumentException(
                        "business logic gave a text at " + pointer + " with NUL or half of a surrogate pair");
            }
        }
    }
}
