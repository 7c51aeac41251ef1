package io.corebus.feature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON (RFC 8259) of the plainest kind, which most requests are: short, in ASCII, without escapes and fractions, of few levels. To make a parser for each
 * of them takes longer than to read them. Whatever is otherwise, or wrong, is left to that parser, which knows what to say about it.
 */
final class PlainJson {
    private static final int MAX_BYTES = 4_096;
    private static final int MAX_DEPTH = 16;
    /** Of these every number fits into 64 bits. */
    private static final int MAX_DIGITS = 18;

    private static final int END = -1;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /** Most objects in requests have no more than six members. */
    private static final int FEW_MEMBERS = 8;

    private final byte[] json;
    private int place;

    private PlainJson(byte[] json) {
        this.json = json;
    }

    /** The value, as a parser would read it; null where a parser has to. */
    static @Nullable JsonNode read(byte[] utf8) {
        if (utf8.length > MAX_BYTES) {
            return null;
        }
        PlainJson text = new PlainJson(utf8);
        JsonNode value = text.value(0);
        text.skipBlanks();
        return text.place == utf8.length ? value : null;
    }

    private @Nullable JsonNode value(int depth) {
        skipBlanks();
        return switch (here()) {
            case '{' -> depth < MAX_DEPTH ? object(depth + 1) : null;
            case '[' -> depth < MAX_DEPTH ? array(depth + 1) : null;
            case '"' -> text();
            case 't' -> word("true", BooleanNode.TRUE);
            case 'f' -> word("false", BooleanNode.FALSE);
            case 'n' -> word("null", NullNode.instance);
            default -> number();
        };
    }

    private @Nullable ObjectNode object(int depth) {
        ObjectNode object = new ObjectNode(NODES, new LinkedHashMap<>(FEW_MEMBERS));
        if (isEmpty('}')) {
            return object;
        }
        int end;
        do {
            if (!addMember(object, depth)) {
                return null;
            }
            skipBlanks();
            end = next();
        } while (end == ',');
        return end == '}' ? object : null;
    }

    /** False where a parser has to read it: it may have a second member of that name. */
    private boolean addMember(ObjectNode object, int depth) {
        skipBlanks();
        int from = place + 1;
        if (!passText()) {
            return false;
        }
        String name = KnownNames.of(json, from, place - 1);
        skipBlanks();
        JsonNode value = next() == ':' ? value(depth) : null;
        return value != null && object.replace(name, value) == null;
    }

    private @Nullable ArrayNode array(int depth) {
        ArrayNode array = NODES.arrayNode();
        if (isEmpty(']')) {
            return array;
        }
        int end;
        do {
            JsonNode element = value(depth);
            if (element == null) {
                return null;
            }
            array.add(element);
            skipBlanks();
            end = next();
        } while (end == ',');
        return end == ']' ? array : null;
    }

    /** Goes into a container, and out of it where it ends at once. */
    private boolean isEmpty(char end) {
        place++;
        skipBlanks();
        boolean empty = here() == end;
        place += empty ? 1 : 0;
        return empty;
    }

    private @Nullable TextNode text() {
        int from = place + 1;
        return passText()
                ? TextNode.valueOf(new String(json, from, place - 1 - from, StandardCharsets.ISO_8859_1))
                : null;
    }

    /** Whether a plain text stood here; if so, this now stands behind it. */
    private boolean passText() {
        if (here() != '"') {
            return false;
        }
        int i = place + 1;
        while (i < json.length && json[i] != '"' && json[i] != '\\' && json[i] >= ' ') {
            i++;
        }
        place = i + 1;
        return i < json.length && json[i] == '"';
    }

    private @Nullable JsonNode word(String word, JsonNode value) {
        for (int i = 0; i < word.length(); i++) {
            if (next() != word.charAt(i)) {
                return null;
            }
        }
        return value;
    }

    /** Behind a whole number that is one stands what ends it: of others this is found out there. */
    private @Nullable JsonNode number() {
        boolean negative = here() == '-';
        int from = negative ? place + 1 : place;
        int i = from;
        long number = 0;
        while (i < json.length && json[i] >= '0' && json[i] <= '9' && i - from <= MAX_DIGITS) {
            number = 10 * number + json[i++] - '0';
        }
        int digits = i - from;
        boolean leadsWithZero = digits > 0 && json[from] == '0' && (digits > 1 || negative);
        if (digits == 0 || digits > MAX_DIGITS || leadsWithZero) {
            return null;
        }
        place = i;
        long value = negative ? -number : number;
        return (int) value == value ? IntNode.valueOf((int) value) : LongNode.valueOf(value);
    }

    private void skipBlanks() {
        while (place < json.length
                && (json[place] == ' ' || json[place] == '\n' || json[place] == '\r' || json[place] == '\t')) {
            place++;
        }
    }

    private int here() {
        return place < json.length ? json[place] : END;
    }

    private int next() {
        int here = here();
        place++;
        return here;
    }
}
