package io.corebus.template;

import java.util.Set;
import java.util.regex.Pattern;

/** Texts as they stand in JSON and, what is the same for these, in YAML. */
final class Escaped {
    /** What YAML reads as this very text, wherever it stands. */
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}](?:[\\p{L}\\p{N} _/.-]*[\\p{L}\\p{N}.])?");

    private static final Set<String> WORDS = Set.of("true", "false", "null", "yes", "no", "on", "off");
    private static final Set<Integer> INVISIBLE = Set.of(
            (int) Character.CONTROL,
            (int) Character.FORMAT,
            (int) Character.LINE_SEPARATOR,
            (int) Character.PARAGRAPH_SEPARATOR,
            (int) Character.SURROGATE,
            (int) Character.PRIVATE_USE,
            (int) Character.UNASSIGNED);

    private Escaped() {}

    /** A string of JSON. What cannot be seen is escaped, so that nobody overlooks it. */
    static String json(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.codePoints().forEach(c -> append(c, json));
        return json.append('"').toString();
    }

    private static void append(int c, StringBuilder json) {
        if (c == '"' || c == '\\') {
            json.append('\\').appendCodePoint(c);
        } else if (INVISIBLE.contains(Character.getType(c))) {
            for (char unit : Character.toChars(c)) {
                json.append(String.format("\\u%04x", (int) unit));
            }
        } else {
            json.appendCodePoint(c);
        }
    }

    /** A scalar of YAML: as it is where that is safe, else in quotes. */
    static String yaml(String text) {
        return PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(java.util.Locale.ROOT))
                ? text
                : json(text);
    }

    /** For a shell, between single quotes. */
    static String shell(String text) {
        return text.replace("'", "'\\''");
    }
}
