package io.corebus.template;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A field as a property of the schema: on one line where it fits, else a line for each keyword. */
final class PropertyText {
    private static final int MAX_LINE = 110;
    private static final int MOST_ITEMS = 100;
    private static final int ITEM_LENGTH = 200;

    private final FieldWish field;
    private final Map<String, String> keywords = new LinkedHashMap<>();

    private PropertyText(FieldWish field) {
        this.field = field;
    }

    /** @param width to which names are filled up, so that the values stand below each other */
    static String of(FieldWish field, int width) {
        PropertyText text = new PropertyText(field);
        text.collect();
        return text.written(width);
    }

    private void collect() {
        keywords.put("type", field.kind().type());
        if (field.kind().format() != null) {
            keywords.put("format", field.kind().format());
        }
        switch (field.kind()) {
            case ENUM -> keywords.put("enum", list());
            case REF -> keywords.put("x-references", Escaped.yaml(field.inner().get(0)));
            case LIST -> collectItems();
            default -> collectLimits();
        }
        keyword("pattern", Escaped.yaml(field.given().getOrDefault("pattern", "")), "pattern");
        keyword("default", value("default"), "default");
        keyword("example", "[" + value("example") + "]", "examples");
        if (field.has("search")) {
            keywords.put("x-search", "true");
        }
        if (field.has("hidden")) {
            keywords.put("x-agents", "hidden");
        }
        keyword("description", Escaped.yaml(field.given().getOrDefault("description", "")), "description");
    }

    private String list() {
        return field.inner().stream().map(PropertyText::word).collect(Collectors.joining(", ", "[", "]"));
    }

    /** Between brackets, where fewer texts are themselves. */
    private static String word(String text) {
        return text.matches("[\\p{L}\\p{N}_ .-]*") ? Escaped.yaml(text) : Escaped.json(text);
    }

    private void collectItems() {
        String item = field.inner().get(0);
        boolean text = item.equals(Kind.STRING.word());
        keywords.put("items", "{type: " + item + (text ? ", minLength: 1, maxLength: " + ITEM_LENGTH : "") + "}");
        keyword("min", field.given().getOrDefault("min", ""), "minItems");
        keywords.put("maxItems", field.given().getOrDefault("max", Integer.toString(Math.max(MOST_ITEMS, atLeast()))));
    }

    private int atLeast() {
        return Integer.parseInt(field.given().getOrDefault("min", "0"));
    }

    private void collectLimits() {
        if (field.kind().isNumber()) {
            keyword("min", field.given().getOrDefault("min", ""), "minimum");
            keyword("max", field.given().getOrDefault("max", ""), "maximum");
            keyword("step", field.given().getOrDefault("step", ""), "multipleOf");
            return;
        }
        Integer length = field.kind().length();
        if (length == null) {
            return;
        }
        if (field.kind() == Kind.STRING) { // The other forms are never empty.
            keywords.put("minLength", field.given().getOrDefault("min", "1"));
        }
        keywords.put("maxLength", field.given().getOrDefault("max", Integer.toString(Math.max(length, atLeast()))));
    }

    private void keyword(String attribute, String text, String keyword) {
        if (field.has(attribute)) {
            keywords.put(keyword, text);
        }
    }

    private String value(String attribute) {
        String value = field.given().getOrDefault(attribute, "");
        boolean bare = field.kind().isNumber() || field.kind() == Kind.BOOLEAN;
        return bare ? value : word(value);
    }

    private String written(int width) {
        String flow = keywords.entrySet().stream()
                .map(keyword -> keyword.getKey() + ": " + keyword.getValue())
                .collect(Collectors.joining(", ", "{", "}"));
        String name = Escaped.yaml(field.name());
        String line = "    " + name + ":" + " ".repeat(Math.max(1, width - name.length() + 1)) + flow;
        if (line.length() <= MAX_LINE && !field.has("description") && !field.has("pattern")) {
            return line + "\n";
        }
        StringBuilder block = new StringBuilder("    " + name + ":\n");
        keywords.forEach((keyword, text) -> block.append("      " + keyword + ": " + text + "\n"));
        return block.toString();
    }
}
