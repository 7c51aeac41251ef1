package io.corebus.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Locale;
import java.util.Map;

/**
 * Texts that others wrote, as an agent and its user should see them: what turns the direction of reading, hides, or controls a terminal is written out, such as
 * {@code [U+202E]}. So nobody is shown another text than the model reads.
 */
final class RecordText {
    private RecordText() {}

    static String visible(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return written(text, i);
            }
        }
        return text;
    }

    /** At most so much of a text, and never half of a character. */
    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + "…";
    }

    private static String written(String text, int from) {
        StringBuilder shown = new StringBuilder(text.length() + 16).append(text, 0, from);
        int before = from == 0 ? 0 : text.codePointBefore(from);
        int next;
        for (int i = from; i < text.length(); i = next) {
            int c = text.codePointAt(i);
            next = i + Character.charCount(c);
            if (isHidden(c) && !belongs(c, before, next < text.length() ? text.codePointAt(next) : 0)) {
                shown.append(String.format(Locale.ROOT, "[U+%04X]", c));
            } else {
                shown.appendCodePoint(c);
            }
            before = c;
        }
        return shown.toString();
    }

    /** Nothing of a person's writing is seen of it, or it changes how other characters are seen. */
    private static boolean isHidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c != '\n' && c != '\t';
            case Character.FORMAT -> !isSeenAlthoughFormat(c);
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> true;
            case Character.UNASSIGNED -> isIgnorable(c) || isSelector(c);
            case Character.NON_SPACING_MARK -> isSelector(c) || c == 0x034F || c == 0x17B4 || c == 0x17B5;
            default -> c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0 || c == 0x2800;
        };
    }

    /** What Unicode has set aside for more of what is not seen (Default_Ignorable_Code_Point). */
    private static boolean isIgnorable(int c) {
        return c == 0x2065 || (c >= 0xFFF0 && c <= 0xFFF8) || c >= 0xE0000;
    }

    /** Signs of Arabic, Syriac, Kaithi and Egyptian writing that Unicode counts as format. */
    private static boolean isSeenAlthoughFormat(int c) {
        return (c >= 0x0600 && c <= 0x0605)
                || c == 0x06DD
                || c == 0x070F
                || (c >= 0x0890 && c <= 0x0891)
                || c == 0x08E2
                || c == 0x110BD
                || c == 0x110CD
                || (c >= 0x13430 && c <= 0x1343F);
    }

    private static boolean isSelector(int c) {
        return (c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF) || (c >= 0x180B && c <= 0x180F);
    }

    /** Some writing needs them: joiners between letters of Persian or Hindi, what makes one emoji of two. A message cannot be hidden in them: each needs neighbours that are seen. */
    private static boolean belongs(int c, int before, int after) {
        boolean joiner = c == 0x200C || c == 0x200D;
        boolean emoji = c == 0xFE0E || c == 0xFE0F;
        boolean joined = carries(before) || before == 0xFE0F; // 🏳️‍🌈: the flag, its selector, the joiner.
        return (joiner && joined && carries(after)) || (emoji && carries(before));
    }

    private static boolean carries(int c) {
        return c > 0x02FF && !isHidden(c) && !Character.isSpaceChar(c);
    }

    /** The same for all texts and names in a value; changes the value itself where it can. */
    static JsonNode visible(JsonNode value) {
        if (value instanceof TextNode text) {
            String shown = visible(text.textValue());
            return shown.equals(text.textValue()) ? text : JsonNodeFactory.instance.textNode(shown);
        }
        if (value instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, visible(array.get(i)));
            }
        }
        return value instanceof ObjectNode object ? visible(object) : value;
    }

    static ObjectNode visible(ObjectNode object) {
        ObjectNode shown = AgentJson.object();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            shown.set(visible(member.getKey()), visible(member.getValue()));
        }
        return shown;
    }
}
