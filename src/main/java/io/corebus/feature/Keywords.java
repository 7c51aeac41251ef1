package io.corebus.feature;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.config.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks what a field of a single value says about it. */
final class Keywords {
    /** Those with a column type of their own, and those that only the text is checked for. */
    static final List<String> FORMATS =
            List.of("date-time", "date", "uuid", "email", "uri", "hostname", "ipv4", "ipv6", "time", "duration");

    static final List<String> ANNOTATIONS =
            List.of("type", "title", "description", "default", "examples", "deprecated", "$comment");

    private static final List<String> LIMITS =
            List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf");
    private static final Map<FieldType, List<String>> KNOWN = Map.of(
            FieldType.STRING, List.of("minLength", "maxLength", "pattern", "format"),
            FieldType.INTEGER, LIMITS,
            FieldType.NUMBER, LIMITS,
            FieldType.DECIMAL, with("format"),
            FieldType.BOOLEAN, List.of(),
            FieldType.DATE_TIME, List.of("format"),
            FieldType.DATE, List.of("format"),
            FieldType.UUID, List.of("format"),
            FieldType.ENUM, List.of("enum"),
            FieldType.REFERENCE, List.of("format", "x-references"));

    private final String name;
    private final Located property;
    private final FieldType type;
    private final FileFaults faults;

    Keywords(String name, Located property, FieldType type, FileFaults faults) {
        this.name = name;
        this.property = property;
        this.type = type;
        this.faults = faults;
    }

    private static List<String> with(String keyword) {
        List<String> all = new ArrayList<>(LIMITS);
        all.add(keyword);
        return List.copyOf(all);
    }

    void check() {
        List<String> known = new ArrayList<>(KNOWN.getOrDefault(type, List.of()));
        known.addAll(ANNOTATIONS);
        property.members().forEach((key, value) -> checkKnown(key, value.keyLine(), known));
        for (String keyword : List.of("minLength", "maxLength")) {
            checkLength(keyword);
        }
        LIMITS.forEach(this::checkLimit);
        checkOrder("minLength", "maxLength", false);
        checkOrder("minimum", "maximum", false);
        checkOrder("exclusiveMinimum", "maximum", true);
        checkOrder("minimum", "exclusiveMaximum", true);
        checkOrder("exclusiveMinimum", "exclusiveMaximum", true);
        checkPattern();
        checkValues();
        checkReference();
    }

    private void checkKnown(String key, int line, List<String> known) {
        boolean reference = key.equals("x-references") || Suggestion.didYouMean(key, List.of("x-references")) != null;
        if (known.contains(key) || (key.startsWith("x-") && !reference)) {
            return;
        }
        String problem = "the field " + name + " cannot have the keyword " + Characters.shown(key) + ".";
        List<String> candidates = new ArrayList<>(known);
        candidates.add("x-references");
        String suggestion = Suggestion.didYouMean(key, candidates);
        faults.add(line, problem, key.equals("x-references") ? "Only a string with format: uuid can." : suggestion);
    }

    private void checkLength(String keyword) {
        Located length = property.get(keyword);
        if (length != null && !isLength(length.json())) {
            faults.add(length.line(), keyword + " of " + name + " must be a whole number from 0.");
        }
    }

    private static boolean isLength(JsonNode length) {
        return Numbers.isLong(length) && Numbers.toLong(length) >= 0 && Numbers.toLong(length) <= Integer.MAX_VALUE;
    }

    private void checkLimit(String keyword) {
        Located limit = property.get(keyword);
        if (limit == null) {
            return;
        }
        if (!limit.json().isNumber()) {
            faults.add(limit.line(), keyword + " of " + name + " must be a number.");
        } else if (keyword.equals("multipleOf") && limit.json().decimalValue().signum() <= 0) {
            faults.add(limit.line(), "multipleOf of " + name + " must be more than 0.");
        }
    }

    private void checkOrder(String low, String high, boolean exclusive) {
        JsonNode from = property.json().path(low);
        Located to = property.get(high);
        if (to == null || !from.isNumber() || !to.json().isNumber()) {
            return;
        }
        int order = from.decimalValue().compareTo(to.json().decimalValue());
        if (order > 0 || (exclusive && order == 0)) {
            String problem = high + " of " + name + " must be " + (exclusive ? "more than " : "at least ") + low + ".";
            faults.add(to.line(), problem);
        }
    }

    private void checkPattern() {
        Located pattern = property.get("pattern");
        if (pattern == null || type != FieldType.STRING) {
            return;
        }
        String wrong = pattern.isText() ? wrongPattern(pattern.text()) : "it is not a text";
        if (wrong != null) {
            faults.add(pattern.line(), "pattern of " + name + " is not a regular expression for all: " + wrong + ".");
        }
    }

    /** What is wrong with a regular expression, or null. */
    static @Nullable String wrongPattern(String pattern) {
        try {
            EcmaPattern.compile(pattern);
            return null;
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }

    private void checkValues() {
        Located values = property.members().get("enum");
        if (values == null || type != FieldType.ENUM) {
            return;
        }
        if (values.items().isEmpty()) {
            faults.add(values.line(), "enum of " + name + " must be a list of texts.");
        }
        List<String> seen = new ArrayList<>();
        for (Located value : values.items()) {
            if (value.isText() && value.text().isEmpty()) {
                faults.add(
                        value.line(),
                        "a value of the enum of " + name + " must not be the empty text.",
                        "A field without a value is left out.");
            } else if (!value.isText()) {
                faults.add(value.line(), "a value of the enum of " + name + " must be a text.", "Put it in quotes.");
            } else if (seen.contains(value.text())) {
                faults.add(
                        value.line(), "the enum of " + name + " has " + value.text() + " twice.", "Keep one of them.");
            }
            seen.add(value.text());
        }
    }

    private void checkReference() {
        Located reference = property.members().get("x-references");
        if (reference != null && type == FieldType.REFERENCE && !reference.isText()) {
            faults.add(reference.line(), "x-references of " + name + " must be the name of a feature.");
        }
    }
}
