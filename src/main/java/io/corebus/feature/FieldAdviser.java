package io.corebus.feature;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;

/** Advice about single fields. */
final class FieldAdviser {
    private static final int SHORT_NAME = 2;
    /** Words of names that tell of people. */
    private static final Set<String> PERSONAL = Set.of(
            "email", "mail", "phone", "mobile", "birthday", "birthdate", "birth", "ssn", "passport", "iban", "salary");

    private final Feature feature;
    private final Located root;
    private final FileFaults found;

    FieldAdviser(Feature feature, Located root, FileFaults found) {
        this.feature = feature;
        this.root = root;
        this.found = found;
    }

    void advise() {
        for (Field field : feature.fields()) {
            adviseOnDescription(field);
            adviseOnSize(field);
            adviseOnIndex(field);
            adviseOnPrivacy(field);
        }
    }

    /** Names that speak for themselves need none, and most do. */
    private void adviseOnDescription(Field field) {
        if (field.name().length() <= SHORT_NAME && !field.schema().has("description")) {
            found.add(
                    line(field),
                    field.name() + " does not tell what it is, and has no description.",
                    "Add one, or give it another name.");
        }
    }

    private void adviseOnSize(Field field) {
        ObjectNode schema = field.schema();
        boolean bounded =
                schema.has("maxLength") || schema.has("pattern"); // A pattern says how long, more often than not.
        if (field.type() == FieldType.STRING && !bounded) {
            found.add(
                    line(field),
                    field.name() + " has no maxLength: one value may be as large as a whole body.",
                    "Add for example maxLength: 200.");
        }
        if (schema.path("type").asText().equals("array") && !schema.has("maxItems")) {
            found.add(line(field), field.name() + " has no maxItems.", "Add for example maxItems: 100.");
        }
    }

    private void adviseOnIndex(Field field) {
        boolean indexed = Stream.concat(feature.indexes().stream(), feature.uniques().stream())
                .anyMatch(fields -> fields.contains(field.name()));
        if (field.type() == FieldType.ENUM && !indexed) {
            found.add(
                    line(field),
                    "no index has " + field.name() + ", and lists are likely to be filtered by it.",
                    "Add it to storage.index, in front of what these are sorted by.");
        }
    }

    private void adviseOnPrivacy(Field field) {
        boolean personal = field.schema().path("format").asText().equals("email")
                || Arrays.stream(field.name().split("_")).anyMatch(PERSONAL::contains);
        if (personal && feature.isShownToAll(field.name()) && !field.isHiddenFromAgents()) {
            found.add(
                    line(field),
                    field.name() + " looks personal, and whoever may read one sees it, agents as well.",
                    "Keep it from some roles with except or fields, or from agents with x-agents: hidden.");
        }
    }

    /** That of its name. */
    private int line(Field field) {
        Located schema = root.get("schema");
        Located properties = schema == null ? null : schema.get("properties");
        Located property = properties == null ? null : properties.get(field.name());
        return property == null ? root.line() : property.keyLine();
    }
}
