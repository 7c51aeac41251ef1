package io.corebus.template;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What stands behind the colon of a {@code --field}: the types of descriptors, each by one word. */
enum Kind {
    STRING("string", "string", null, "min max pattern default unique index search"),
    INTEGER("integer", "integer", null, "min max step default unique index"),
    NUMBER("number", "number", null, "min max step default unique index"),
    DECIMAL("decimal", "number", "decimal", "min max step default unique index"),
    BOOLEAN("boolean", "boolean", null, "default index"),
    DATE("date", "string", "date", "default unique index"),
    DATE_TIME("date-time", "string", "date-time", "default unique index"),
    TIME("time", "string", "time", "max default unique index"),
    DURATION("duration", "string", "duration", "max default unique index"),
    UUID("uuid", "string", "uuid", "default unique index"),
    EMAIL("email", "string", "email", "max default unique index"),
    URI("uri", "string", "uri", "max default unique index"),
    HOSTNAME("hostname", "string", "hostname", "max default unique index"),
    IPV4("ipv4", "string", "ipv4", "max default unique index"),
    IPV6("ipv6", "string", "ipv6", "max default unique index"),
    ENUM("enum", "string", null, "default index"),
    REF("ref", "string", "uuid", "unique"),
    LIST("list", "array", null, "min max");

    /** What else people call them. */
    private static final Map<String, Kind> OTHER_WORDS = Map.ofEntries(
            Map.entry("text", STRING),
            Map.entry("str", STRING),
            Map.entry("varchar", STRING),
            Map.entry("int", INTEGER),
            Map.entry("long", INTEGER),
            Map.entry("bigint", INTEGER),
            Map.entry("float", NUMBER),
            Map.entry("double", NUMBER),
            Map.entry("money", DECIMAL),
            Map.entry("numeric", DECIMAL),
            Map.entry("bool", BOOLEAN),
            Map.entry("datetime", DATE_TIME),
            Map.entry("timestamp", DATE_TIME),
            Map.entry("mail", EMAIL),
            Map.entry("url", URI),
            Map.entry("reference", REF),
            Map.entry("references", REF),
            Map.entry("array", LIST));

    private static final int TEXT_LENGTH = 200;
    private static final Map<Kind, Integer> LENGTHS =
            Map.of(STRING, TEXT_LENGTH, EMAIL, 254, URI, 2_000, HOSTNAME, 253, IPV4, 15, IPV6, 45);
    private static final int SHORT_FORM_LENGTH = 50;

    private final String word;
    private final String type;
    private final @Nullable String format;
    private final String attributes;

    Kind(String word, String type, @Nullable String format, String attributes) {
        this.word = word;
        this.type = type;
        this.format = format;
        this.attributes = attributes;
    }

    /** Null where no type is called so. */
    static @Nullable Kind of(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word.equals(word))
                .findFirst()
                .orElse(null);
    }

    /** The type that somebody means who calls it so; null where that cannot be told. */
    static @Nullable Kind meantBy(String word) {
        return OTHER_WORDS.get(word);
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Kind::shown).toList();
    }

    /** As one writes it. */
    String shown() {
        return switch (this) {
            case ENUM -> "enum(a|b)";
            case REF -> "ref(feature)";
            case LIST -> "list(type)";
            default -> word;
        };
    }

    String word() {
        return word;
    }

    String type() {
        return type;
    }

    @Nullable
    String format() {
        return format;
    }

    /** What can be said about a field of this type only, or of some others. */
    List<String> attributes() {
        return List.of(attributes.split(" "));
    }

    boolean takesBrackets() {
        return this == ENUM || this == REF || this == LIST;
    }

    boolean isNumber() {
        return type.equals("integer") || type.equals("number");
    }

    /** Of text that is checked for its length: the most characters where nothing else is said. Null for the rest. */
    @Nullable
    Integer length() {
        return attributes().contains("max") && type.equals("string")
                ? LENGTHS.getOrDefault(this, SHORT_FORM_LENGTH)
                : null;
    }
}
