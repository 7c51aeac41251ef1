package io.corebus.feature;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Goes from one member or item to the next of a JSON text that is known to be well-formed, RFC 8259. It tells where they stand and decodes nothing else: what a
 * parser does beyond that (checks, names in a table, numbers) would be most of the time of a read that leaves a few fields out.
 */
final class JsonScanner {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final byte[] json;
    private int place;
    private int start;
    private int nameEnd;
    private int valueStart;

    /** @param json an object or an array, which must be well-formed: else what is found is not defined */
    JsonScanner(byte[] json) {
        this.json = json;
        this.place = behindBlanks(0) + 1;
    }

    /** Whether there is one more member; if so, this now stands at it. */
    boolean nextMember() {
        if (!nextItem()) {
            return false;
        }
        nameEnd = behindString(start);
        valueStart = behindBlanks(behindBlanks(nameEnd) + 1);
        place = behindValue(valueStart);
        return true;
    }

    /** Whether there is one more item; if so, this now stands at it. */
    boolean nextItem() {
        int next = behindBlanks(place);
        if (json[next] == ',') {
            next = behindBlanks(next + 1);
        }
        if (json[next] == ']' || json[next] == '}') {
            return false;
        }
        start = next;
        valueStart = next;
        place = behindValue(next);
        return true;
    }

    /** Of the member, or of the item. */
    int start() {
        return start;
    }

    int valueStart() {
        return valueStart;
    }

    /** The first byte that does not belong to it. */
    int end() {
        return place;
    }

    String name() {
        return string(start, nameEnd);
    }

    /** Decodes a string that stands there with its quotation marks. */
    private String string(int from, int to) {
        for (int i = from + 1; i < to - 1; i++) {
            if (json[i] == '\\') {
                return unescaped(from, to);
            }
        }
        return new String(json, from + 1, to - from - 2, StandardCharsets.UTF_8);
    }

    private String unescaped(int from, int to) {
        try {
            return MAPPER.readValue(json, from, to - from, String.class);
        } catch (IOException e) {
            throw new UncheckedIOException("a resource is not well-formed", e);
        }
    }

    /** What stands there as text: a string decoded, everything else as it is written. */
    String text() {
        return json[valueStart] == '"'
                ? string(valueStart, place)
                : new String(json, valueStart, place - valueStart, StandardCharsets.UTF_8);
    }

    boolean isNull() {
        return json[valueStart] == 'n';
    }

    private int behindBlanks(int from) {
        int i = from;
        while (json[i] <= ' ' && json[i] >= 0) {
            i++;
        }
        return i;
    }

    private int behindValue(int from) {
        return switch (json[from]) {
            case '"' -> behindString(from);
            case '{', '[' -> behindContainer(from);
            default -> behindWord(from);
        };
    }

    private int behindString(int from) {
        int i = from + 1;
        while (json[i] != '"') {
            i += json[i] == '\\' ? 2 : 1;
        }
        return i + 1;
    }

    private int behindContainer(int from) {
        int depth = 0;
        int i = from;
        do {
            switch (json[i]) {
                case '"' -> i = behindString(i) - 1;
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                default -> {}
            }
            i++;
        } while (depth > 0);
        return i;
    }

    /** A number, true, false or null. */
    private int behindWord(int from) {
        int i = from;
        while (json[i] > ' ' && json[i] != ',' && json[i] != '}' && json[i] != ']') {
            i++;
        }
        return i;
    }
}
