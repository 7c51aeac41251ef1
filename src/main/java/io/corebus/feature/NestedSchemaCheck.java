package io.corebus.feature;

import io.corebus.config.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Goes through the schema of an array or an object and all that is nested in it. */
final class NestedSchemaCheck {
    private static final Set<String> SCHEMA = Set.of(
            "items",
            "contains",
            "additionalProperties",
            "propertyNames",
            "not",
            "if",
            "then",
            "else",
            "unevaluatedItems",
            "unevaluatedProperties");
    private static final Set<String> SCHEMAS = Set.of("allOf", "anyOf", "oneOf", "prefixItems");
    private static final Set<String> NAMED_SCHEMAS = Set.of("properties", "patternProperties", "dependentSchemas");
    private static final List<String> PLAIN = List.of(
            "enum",
            "const",
            "multipleOf",
            "maximum",
            "exclusiveMaximum",
            "minimum",
            "exclusiveMinimum",
            "maxLength",
            "minLength",
            "pattern",
            "format",
            "maxItems",
            "minItems",
            "uniqueItems",
            "maxContains",
            "minContains",
            "maxProperties",
            "minProperties",
            "required",
            "dependentRequired");

    /** They would lead out of the field, into a document that is not there. */
    private static final Set<String> LEADING_OUT =
            Set.of("$ref", "$id", "$anchor", "$dynamicRef", "$dynamicAnchor", "$defs", "$schema", "definitions");

    private static final List<String> KNOWN = known();

    private final String name;
    private final FileFaults faults;

    NestedSchemaCheck(String name, FileFaults faults) {
        this.name = name;
        this.faults = faults;
    }

    private static List<String> known() {
        List<String> known = new ArrayList<>(PLAIN);
        known.addAll(SCHEMA.stream().sorted().toList());
        known.addAll(SCHEMAS.stream().sorted().toList());
        known.addAll(NAMED_SCHEMAS.stream().sorted().toList());
        known.addAll(Keywords.ANNOTATIONS);
        return List.copyOf(known);
    }

    void check(Located schema) {
        for (Map.Entry<String, Located> member : schema.members().entrySet()) {
            String keyword = member.getKey();
            Located value = member.getValue();
            checkKnown(keyword, value);
            if (SCHEMA.contains(keyword)) {
                check(value);
            } else if (SCHEMAS.contains(keyword)) {
                value.items().forEach(this::check);
            } else if (NAMED_SCHEMAS.contains(keyword)) {
                value.members().values().forEach(this::check);
            }
        }
        checkPatterns(schema);
        checkFormat(schema);
    }

    private void checkKnown(String keyword, Located value) {
        if (LEADING_OUT.contains(keyword)) {
            faults.add(
                    value.keyLine(),
                    "a schema in " + name + " cannot have " + keyword + ": it is read without a document around it.",
                    "Write the schema out.");
        } else if (keyword.equals("x-references") || (!KNOWN.contains(keyword) && !keyword.startsWith("x-"))) {
            faults.add(
                    value.keyLine(),
                    "a schema in " + name + " cannot have the keyword " + Characters.shown(keyword) + ".",
                    keyword.equals("x-references")
                            ? "Only a field itself can."
                            : Suggestion.didYouMean(keyword, KNOWN));
        }
    }

    private void checkPatterns(Located schema) {
        Located pattern = schema.get("pattern");
        if (pattern != null) {
            checkPattern(pattern.text(), pattern.line());
        }
        Located patterns = schema.get("patternProperties");
        if (patterns != null) {
            patterns.members().forEach((text, value) -> checkPattern(text, value.keyLine()));
        }
    }

    private void checkPattern(String pattern, int line) {
        String wrong = Keywords.wrongPattern(pattern);
        if (wrong != null) {
            faults.add(line, "a pattern in " + name + " is not a regular expression for all: " + wrong + ".");
        }
    }

    private void checkFormat(Located schema) {
        Located format = schema.get("format");
        if (format != null && !Keywords.FORMATS.contains(format.text())) {
            faults.add(
                    format.line(),
                    "a format in " + name + " must be one of " + String.join(", ", Keywords.FORMATS) + ".",
                    Suggestion.didYouMean(format.text(), Keywords.FORMATS));
        }
    }
}
