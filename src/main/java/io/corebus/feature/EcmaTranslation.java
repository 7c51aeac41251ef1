package io.corebus.feature;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes one regular expression of ECMAScript so that Java reads the same. */
final class EcmaTranslation {
    private static final String SPACES =
            "\\t\\n\\x0B\\f\\r \\xA0\\u1680\\u2000-\\u200A\\u2028\\u2029\\u202F\\u205F\\u3000\\uFEFF";
    private static final Pattern COUNT = Pattern.compile("\\{[0-9]{1,5}(,[0-9]{0,5})?}");
    private static final Pattern GROUP = Pattern.compile("\\(\\?(:|=|!|<=|<!|<[A-Za-z][A-Za-z0-9]*>)");
    private static final Pattern PROPERTY = Pattern.compile("\\{([A-Z][a-z]?|(Script|sc)=[A-Z][a-z]+(_[A-Z][a-z]+)*)}");
    private static final Pattern HEX = Pattern.compile("x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}");
    private static final Pattern CODE_POINT = Pattern.compile("u\\{([0-9A-Fa-f]{1,6})}");

    private final String source;
    private final StringBuilder java = new StringBuilder();
    private int at;
    private boolean inClass;

    EcmaTranslation(String source) {
        this.source = source;
    }

    String toJava() {
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == '\\') {
                escape();
            } else if (inClass) {
                inClass(c);
            } else {
                outside(c);
            }
        }
        return java.toString();
    }

    private void inClass(char c) {
        if (c == '[' || c == '&') {
            java.append('\\'); // Java nests and intersects classes; here both are only characters.
        }
        inClass = c != ']';
        java.append(c);
        at++;
    }

    private void outside(char c) {
        switch (c) {
            case '[' -> startClass();
            case '(' -> group();
            case '{' -> quantifier(matched(COUNT, "{ must be written \\{ where it is no repetition"));
            case '*', '+', '?' -> quantifier(String.valueOf(c));
            case ']', '}' -> throw new IllegalArgumentException(c + " must be written \\" + c);
            case '$' -> put(1, "\\z"); // Java's own also stands before a last line break.
            case '.' -> put(1, "[^\\n\\r\\u2028\\u2029]");
            default -> put(1, String.valueOf(c));
        }
    }

    private void startClass() {
        boolean negated = source.startsWith("[^", at);
        put(negated ? 2 : 1, negated ? "[^" : "[");
        if (source.startsWith("]", at)) {
            throw new IllegalArgumentException("[] is empty");
        }
        inClass = true;
    }

    private void group() {
        if (source.startsWith("(?", at)) {
            String start = matched(GROUP, "it has a group of a kind that not all know");
            put(start.length(), start);
        } else {
            put(1, "(");
        }
    }

    private void quantifier(String text) {
        put(text.length(), text);
        if (source.startsWith("+", at)) {
            throw new IllegalArgumentException("a repetition cannot be followed by +");
        }
        if (source.startsWith("?", at)) {
            put(1, "?");
        }
        if (at < source.length() && "*+?".indexOf(source.charAt(at)) >= 0) {
            throw new IllegalArgumentException("a repetition cannot be repeated");
        }
    }

    private void escape() {
        if (++at == source.length()) {
            throw new IllegalArgumentException("it ends with \\");
        }
        char c = source.charAt(at);
        switch (c) {
            case 'd', 'D', 'w', 'W', 't', 'n', 'r', 'f' -> put(1, "\\" + c);
            case 'v' -> put(1, "\\x0B");
            case 's' -> put(1, inClass ? SPACES : "[" + SPACES + "]");
            case 'S' -> put(1, inClass ? "\\S" : "[^" + SPACES + "]");
            case 'b' -> put(1, inClass ? "\\x08" : "(?:(?<=\\w)(?!\\w)|(?<!\\w)(?=\\w))");
            case 'x', 'u' -> codePoint();
            case 'p', 'P' -> property(c);
            default -> other(c);
        }
    }

    private void other(char c) {
        if (c == 'B' && !inClass) {
            put(1, "(?:(?<=\\w)(?=\\w)|(?<!\\w)(?!\\w))");
        } else if ("^$\\.*+?()[]{}|/".indexOf(c) >= 0 || (c == '-' && inClass)) {
            put(1, "\\" + c);
        } else if (c >= '1' && c <= '9' && !inClass) {
            put(1, "\\" + c);
        } else {
            throw new IllegalArgumentException("\\" + c + " is not known to all");
        }
    }

    private void codePoint() {
        Matcher point = CODE_POINT.matcher(source).region(at, source.length());
        if (point.lookingAt()) {
            put(point.group().length(), "\\x{" + point.group(1) + "}");
        } else {
            String text = matched(HEX, "\\" + source.charAt(at) + " lacks its digits");
            put(text.length(), "\\" + text);
        }
    }

    private void property(char c) {
        at++;
        String name = matched(PROPERTY, "\\" + c + " takes a category such as {L} or a script such as {Script=Greek}");
        put(name.length(), "\\" + c + name);
    }

    private String matched(Pattern form, String otherwise) {
        Matcher matcher = form.matcher(source).region(at, source.length());
        if (!matcher.lookingAt()) {
            throw new IllegalArgumentException(otherwise);
        }
        return matcher.group();
    }

    private void put(int read, String written) {
        java.append(written);
        at += read;
    }
}
