package io.corebus.storage;

/** Writes texts as {@code to_json} of PostgreSQL does, so that a resource has the same bytes whichever of the two has written it. RFC 8259, section 7. */
final class JsonText {
    private static final String HEX = "0123456789abcdef";

    private JsonText() {}

    /** Adds it with its quotation marks. */
    static void add(StringBuilder json, String text) {
        json.append('"');
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                json.append(text, from, i);
                escape(json, c);
                from = i + 1;
            }
        }
        json.append(text, from, text.length()).append('"');
    }

    private static void escape(StringBuilder json, char c) {
        json.append('\\');
        switch (c) {
            case '\b' -> json.append('b');
            case '\f' -> json.append('f');
            case '\n' -> json.append('n');
            case '\r' -> json.append('r');
            case '\t' -> json.append('t');
            case '"', '\\' -> json.append(c);
            default -> json.append("u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
        }
    }
}
