package io.corebus.generated;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes texts that fit a schema of type string. */
final class TextValues {
    /** Each one code point; some are two UTF-16 units, some join with their neighbours, some turn the direction of writing. */
    private static final List<String> CHARACTERS = List.of(
            "a", "Z", "0", " ", "'", "\"", "\\", "/", "%", "<", "&", ";", "\t", "\n", "é", "ß", "\u0301", "ﬁ", "漢", "ا",
            "\u202e", "\u200d", "\ufeff", "\u2028", "\uffff", "😀", "🇪", "𝒳");

    private static final Map<String, List<String>> OF_FORMAT = Map.of(
            "date-time", List.of("2026-01-31T12:00:00Z", "1999-12-31T23:59:59.999999+14:00"),
            "date", List.of("2026-01-31", "2024-02-29"),
            "time", List.of("12:00:00Z"),
            "duration", List.of("PT1H"),
            "hostname", List.of("www.example.org"),
            "ipv4", List.of("192.0.2.1"),
            "ipv6", List.of("2001:db8::1"),
            "uri", List.of("https://receiver.invalid/"),
            "uri-reference", List.of("/path"));

    /** One part of a simple pattern: a class or a character, and how often. */
    private static final Pattern PART =
            Pattern.compile("(\\[[^\\^\\]]+\\]|[^\\[\\](){}*+?\\\\|.])(\\{(\\d+)(?:,(\\d+))?\\}|[*+?])?");

    private final Random random;

    TextValues(Random random) {
        this.random = random;
    }

    String fitting(JsonNode schema) {
        String format = schema.path("format").asText();
        if (schema.has("format") && schema.has("examples")) {
            return schema.get("examples")
                    .get(random.nextInt(schema.get("examples").size()))
                    .asText();
        }
        if (format.equals("uuid")) {
            return new UUID(random.nextLong(), random.nextLong()).toString();
        }
        if (format.endsWith("email")) {
            return "u" + Long.toHexString(random.nextLong()) + "@example.org";
        }
        if (OF_FORMAT.containsKey(format)) {
            return pick(OF_FORMAT.get(format));
        }
        return schema.has("pattern") ? matching(schema) : sized(schema);
    }

    private String sized(JsonNode schema) {
        int min = schema.path("minLength").asInt(0);
        int max = Math.min(schema.path("maxLength").asInt(min + 40), min + 40);
        return ofLength(min + random.nextInt(max - min + 1));
    }

    /** Of so many code points. */
    String ofLength(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(pick(CHARACTERS));
        }
        return text.toString();
    }

    private String matching(JsonNode schema) {
        // A dollar in a schema is the end (ECMA-262); in Java it also stands before a line break at the end.
        String pattern = schema.get("pattern").asText().replaceAll("\\$$", "\\\\z");
        String made = made(pattern.replaceAll("^\\^|\\\\z$", ""));
        if (made != null && Pattern.matches(pattern, made)) {
            return made;
        }
        for (int tries = 0; tries < 20; tries++) {
            String text = sized(schema);
            if (Pattern.compile(pattern).matcher(text).find()) {
                return text;
            }
        }
        JsonNode example = schema.at("/examples/0");
        if (!example.isTextual()) {
            throw new AssertionError(
                    "Nothing can be made up for the pattern " + pattern + ": give the schema examples.");
        }
        return example.asText();
    }

    private String made(String pattern) {
        Matcher part = PART.matcher(pattern);
        StringBuilder text = new StringBuilder();
        int end = 0;
        while (part.find() && part.start() == end) {
            end = part.end();
            int times = times(part);
            for (int i = 0; i < times; i++) {
                text.append(one(part.group(1)));
            }
        }
        return end == pattern.length() ? text.toString() : null;
    }

    private int times(Matcher part) {
        String often = part.group(2);
        if (often == null) {
            return 1;
        }
        if (part.group(3) == null) {
            return often.equals("?") ? random.nextInt(2) : (often.equals("+") ? 1 : 0) + random.nextInt(8);
        }
        int min = Integer.parseInt(part.group(3));
        int max = part.group(4) == null ? min : Integer.parseInt(part.group(4));
        return min + random.nextInt(Math.min(max, min + 20) - min + 1);
    }

    private char one(String part) {
        if (part.length() == 1) {
            return part.charAt(0);
        }
        StringBuilder all = new StringBuilder();
        String inside = part.substring(1, part.length() - 1);
        for (int i = 0; i < inside.length(); i++) {
            boolean range = i + 2 < inside.length() && inside.charAt(i + 1) == '-';
            char last = range ? inside.charAt(i + 2) : inside.charAt(i);
            for (char c = inside.charAt(i); c <= last; c++) {
                all.append(c);
            }
            i += range ? 2 : 0;
        }
        return all.charAt(random.nextInt(all.length()));
    }

    private String pick(List<String> values) {
        return values.get(random.nextInt(values.size()));
    }
}
