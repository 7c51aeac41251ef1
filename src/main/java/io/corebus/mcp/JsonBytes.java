package io.corebus.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.corebus.bus.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a tree as short as JSON (RFC 8259) can be in UTF-8, in one pass into one array. A generator of Jackson would have to be made for each answer, and takes
 * what is written already character by character: for the result of a tool that took three times as long.
 *
 * <p>It writes whatever was read from a client, so that nobody can send what cannot be recorded: half of a surrogate pair, which no UTF-8 can hold, as the escape
 * that it was, and a number with a huge exponent with that exponent.
 *
 * <p>Belongs to the thread that made it, until its end.
 */
final class JsonBytes {
    private static final byte[] CONTENT = part("[{\"type\":\"text\",\"text\":\"");
    private static final byte[] CONTENT_END = part("\"}]");
    private static final byte[] HEX = part("0123456789ABCDEF");
    /** How many digits a number may become longer by when it is written without an exponent. */
    private static final int MAX_PLAIN_SCALE = 9_999;

    private static final int EXPECTED_BYTES = 4_096;
    /** What is larger than this is seldom, and not kept. */
    private static final int MAX_KEPT_BYTES = 65_536;
    /** Of each thread, where nothing is being written there: a new array for each text would take longer to clear than most texts to write. */
    private static final ThreadLocal<Spare> SPARE = ThreadLocal.withInitial(Spare::new);

    private static final byte[] NONE = {};

    private static final byte PLAIN = 0;
    private static final byte BY_NUMBER = 'u';
    private static final int NAMED_ESCAPE = 2;
    private static final int NUMBERED_ESCAPE = 6;
    /** What stands behind the backslash for a character of ASCII. */
    private static final byte[] ESCAPES = escapes();

    private final Spare spare = SPARE.get();
    private byte[] bytes = spare.take();
    private int size;

    /** An array to write into again. One text that is begun while another one is being written gets an array of its own. */
    private static final class Spare {
        private byte @Nullable [] kept;

        byte[] take() {
            byte[] taken = kept;
            kept = null;
            return taken == null ? new byte[EXPECTED_BYTES] : taken;
        }

        void giveBack(byte[] taken) {
            kept = taken.length <= MAX_KEPT_BYTES ? taken : null;
        }
    }

    private static byte[] escapes() {
        byte[] escapes = new byte[128];
        Arrays.fill(escapes, 0, ' ', BY_NUMBER);
        escapes['"'] = '"';
        escapes['\\'] = '\\';
        escapes['\b'] = 'b';
        escapes['\t'] = 't';
        escapes['\n'] = 'n';
        escapes['\f'] = 'f';
        escapes['\r'] = 'r';
        return escapes;
    }

    /** JSON that stands in a tree as a list of one content block, whose text says the same. */
    private record Content(Json json) {}

    /** What was written already, as it is. */
    static POJONode raw(Json json) {
        return new POJONode(json);
    }

    /** Content of MCP: a list of one block, whose text says the same. */
    static POJONode content(Json json) {
        return new POJONode(new Content(json));
    }

    /** Of a text of JSON that is the same every time. */
    static byte[] part(String ascii) {
        return ascii.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] of(JsonNode tree) {
        return new JsonBytes().add(tree).toBytes();
    }

    JsonBytes add(JsonNode tree) {
        value(tree);
        return this;
    }

    /** A value. */
    JsonBytes add(String value) {
        text(value);
        return this;
    }

    /** A part of the text, as it is. */
    JsonBytes add(byte[] utf8) {
        copy(utf8);
        return this;
    }

    /** Ends it. */
    byte[] toBytes() {
        byte[] text = Arrays.copyOf(bytes, size);
        spare.giveBack(bytes);
        bytes = NONE;
        size = 0;
        return text;
    }

    private void value(JsonNode node) {
        if (node instanceof TextNode text) {
            text(text.textValue());
        } else if (node instanceof ObjectNode object) {
            object(object);
        } else if (node instanceof ArrayNode array) {
            array(array);
        } else if (node instanceof POJONode pojo) {
            written(pojo.getPojo());
        } else if (node instanceof DecimalNode decimal) {
            plain(decimal(decimal.decimalValue()));
        } else if (node.isBoolean() || node.isNull() || node.isIntegralNumber()) {
            plain(node.asText());
        } else {
            copy(AgentJson.byMapper(node));
        }
    }

    private static String decimal(BigDecimal number) {
        return Math.abs(number.scale()) > MAX_PLAIN_SCALE ? number.toString() : number.toPlainString();
    }

    private void object(ObjectNode object) {
        byte before = '{';
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            one(before);
            text(member.getKey());
            one((byte) ':');
            value(member.getValue());
            before = ',';
        }
        close(before, '{', '}');
    }

    private void array(ArrayNode array) {
        byte before = '[';
        for (JsonNode element : array) {
            one(before);
            value(element);
            before = ',';
        }
        close(before, '[', ']');
    }

    private void close(byte before, char opening, char closing) {
        if (before == opening) {
            one(before);
        }
        one((byte) closing);
    }

    private void written(Object pojo) {
        if (pojo instanceof Content content) {
            copy(CONTENT);
            escaped(content.json.utf8());
            copy(CONTENT_END);
        } else {
            copy(((Json) pojo).utf8());
        }
    }

    private void copy(byte[] utf8) {
        reserve(utf8.length);
        System.arraycopy(utf8, 0, bytes, size, utf8.length);
        size += utf8.length;
    }

    private void one(byte one) {
        reserve(1);
        bytes[size++] = one;
    }

    private void reserve(int more) {
        if (more > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
        }
    }

    private void plain(String text) {
        reserve(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[size++] = (byte) text.charAt(i);
        }
    }

    /** What is UTF-8 already, as a part of a text: there is nothing to do but to escape. The fields are read once: this loop sees every byte of a result. */
    private void escaped(byte[] utf8) {
        reserve(utf8.length * NAMED_ESCAPE);
        byte[] target = bytes;
        int at = size;
        for (int i = 0; i < utf8.length; i++) {
            byte one = utf8[i];
            byte escape = one < 0 ? PLAIN : ESCAPES[one];
            if (escape == PLAIN) {
                target[at++] = one;
            } else if (escape == BY_NUMBER) {
                size = at;
                unicode((char) one);
                reserve((utf8.length - i) * NAMED_ESCAPE);
                target = bytes;
                at = size;
            } else {
                target[at++] = '\\';
                target[at++] = escape;
            }
        }
        size = at;
    }

    private void text(String text) {
        int length = text.length();
        reserve(length + 2);
        byte[] target = bytes;
        int at = size;
        target[at++] = '"';
        int i = 0;
        while (i < length && isPlain(text.charAt(i))) {
            target[at++] = (byte) text.charAt(i++);
        }
        size = at;
        if (i < length) {
            rest(text, i);
        }
        one((byte) '"');
    }

    private static boolean isPlain(char c) {
        return c < ESCAPES.length && ESCAPES[c] == PLAIN;
    }

    private void rest(String text, int from) {
        int begin = from;
        int next;
        for (int i = from; i < text.length(); i = next) {
            int c = text.codePointAt(i);
            next = i + Character.charCount(c);
            if (Character.getType(c) == Character.SURROGATE) {
                escaped(text.substring(begin, i).getBytes(StandardCharsets.UTF_8));
                unicode((char) c);
                begin = next;
            }
        }
        escaped(text.substring(begin).getBytes(StandardCharsets.UTF_8));
    }

    private void unicode(char c) {
        reserve(NUMBERED_ESCAPE);
        bytes[size++] = '\\';
        bytes[size++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            bytes[size++] = HEX[(c >> shift) & 0xF];
        }
    }
}
