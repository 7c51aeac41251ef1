package io.corebus.logic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.FieldFault;
import io.corebus.bus.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** JSON as logic gives it. Nobody has read it before, so there may be in it what no JSON text could be. */
final class Given {
    /** So many characters at least may be given. To write more takes longer than anybody waits, and memory that others need. */
    private static final long MAX_SIZE = 16_000_000;
    /** More than is read again anywhere. */
    private static final int MAX_DEPTH = 200;
    /** More than a thousand digits, which is as many as are read again anywhere. */
    private static final int MAX_BITS = 4_000;

    private static final int MAX_SHOWN = 200;

    private Given() {}

    /** Throws {@link IllegalArgumentException}, which names the field, where it has something that could not be stored as it is. */
    static Json json(ObjectNode object) {
        return json(object, 0);
    }

    /** @param known the size of what logic was given, in bytes: it may give twice as much */
    static Json json(ObjectNode object, int known) {
        new Look(Math.max(MAX_SIZE, 2L * known)).at(object, "", 0);
        return Json.of(object.toString());
    }

    private static final class Look {
        private final long most;
        private long size;

        Look(long most) {
            this.most = most;
        }

        void at(JsonNode value, String pointer, int depth) {
            requireRoom(1, pointer);
            require(depth <= MAX_DEPTH, "something too deep", pointer);
            if (value.isNumber()) {
                require(bits(value) <= MAX_BITS, "a number with too many digits", pointer);
            } else if (value instanceof BinaryNode bytes) {
                requireRoom(bytes.binaryValue().length, pointer);
            } else if (value.isTextual()) {
                requireRoom(value.textValue().length(), pointer);
                requireCharacters(value.textValue(), pointer);
            } else if (value.isArray()) {
                for (int i = 0; i < value.size(); i++) {
                    at(value.get(i), pointer + '/' + i, depth + 1);
                }
            } else if (value.isObject()) {
                for (Map.Entry<String, JsonNode> member : value.properties()) {
                    requireRoom(member.getKey().length(), pointer);
                    String place = pointer + FieldFault.pointer(member.getKey());
                    requireCharacters(member.getKey(), place);
                    at(member.getValue(), place, depth + 1);
                }
            }
        }

        private static int bits(JsonNode number) {
            return number.isBigInteger() || number.isBigDecimal()
                    ? number.decimalValue().unscaledValue().bitLength()
                    : Long.SIZE;
        }

        private void requireRoom(long more, String pointer) {
            size += more;
            require(size <= most, "more than " + most + " characters, the last of them", pointer);
        }

        private static void require(boolean holds, String otherwise, String pointer) {
            if (!holds) {
                throw new IllegalArgumentException("business logic gave " + otherwise + " at "
                        + pointer.substring(0, Math.min(pointer.length(), MAX_SHOWN)));
            }
        }

        /** What is no character would be written as a question mark, and what PostgreSQL cannot hold not at all. */
        private static void requireCharacters(String text, String pointer) {
            boolean good =
                    text.indexOf(0) < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
            require(good, "a text with NUL or half of a surrogate pair", pointer);
        }
    }
}
