package io.corebus.feature;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Goes from one member or item to the next of a JSON text that is known to be well-formed, RFC 8259. It tells where they stand and decodes nothing else: what a
 * parser does beyond that (checks, names in a table, numbers) would be most of the time of a read that leaves a few fields out.
 */
final class JsonScanner {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHEST_BITS = 0x8080808080808080L;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;

    private final byte[] json;
    private int place;
    private int start;
    private int nameEnd;
    private int valueStart;
    /** Whether the string that was passed last has escapes. */
    private boolean escaped;

    private boolean nameEscaped;

    /** @param json an object or an array, which must be well-formed: else what is found is not defined */
    JsonScanner(byte[] json) {
        this.json = json;
        this.place = behindBlanks(0) + 1;
    }

    /** Whether there is one more member; if so, this now stands at it. */
    boolean nextMember() {
        if (!isMore()) {
            return false;
        }
        nameEnd = behindString(start);
        nameEscaped = escaped;
        valueStart = behindBlanks(behindBlanks(nameEnd) + 1);
        place = behindValue(valueStart);
        return true;
    }

    /** Whether there is one more item; if so, this now stands at it. */
    boolean nextItem() {
        if (!isMore()) {
            return false;
        }
        valueStart = start;
        place = behindValue(start);
        return true;
    }

    private boolean isMore() {
        int next = behindBlanks(place);
        if (json[next] == ',') {
            next = behindBlanks(next + 1);
        }
        start = next;
        return json[next] != ']' && json[next] != '}';
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
        return nameEscaped ? unescaped(start, nameEnd) : KnownNames.of(json, start + 1, nameEnd - 1);
    }

    /** Decodes a string that stands there with its quotation marks. */
    private String string(int from, int to, boolean hasEscapes) {
        return hasEscapes ? unescaped(from, to) : new String(json, from + 1, to - from - 2, StandardCharsets.UTF_8);
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
                ? string(valueStart, place, escaped)
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

    /** Looks at eight bytes at a time, of which most strings have several: at which of them there is a quotation mark or a backslash. */
    private int behindString(int from) {
        byte[] bytes = json;
        escaped = false;
        int i = from + 1;
        while (true) {
            while (i + Long.BYTES <= bytes.length) {
                long eight = (long) LONGS.get(bytes, i);
                long found = zeros(eight ^ QUOTES) | zeros(eight ^ BACKSLASHES);
                if (found != 0) {
                    i += Long.numberOfTrailingZeros(found) / Byte.SIZE;
                    break;
                }
                i += Long.BYTES;
            }
            if (bytes[i] == '"') {
                return i + 1;
            }
            escaped |= bytes[i] == '\\';
            i += bytes[i] == '\\' ? 2 : 1;
        }
    }

    /** Has the highest bit of the lowest byte that is zero, and nothing in those below it. H. S. Warren, Hacker's Delight, section 6-1. */
    private static long zeros(long eight) {
        return (eight - ONES) & ~eight & HIGHEST_BITS;
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
