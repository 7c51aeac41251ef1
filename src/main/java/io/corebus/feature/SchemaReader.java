package io.corebus.feature;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.config.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code schema}: the object that a resource is. */
final class SchemaReader {
    private static final List<String> KEYS = List.of(
            "$schema",
            "$comment",
            "title",
            "description",
            "type",
            "required",
            "additionalProperties",
            "properties",
            "examples",
            "deprecated");
    private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";
    private static final int MAX_FIELDS = 1_000; // PostgreSQL has room for 1600 columns.

    private final FileFaults faults;
    private final List<String> names = new ArrayList<>();
    private final List<Field> fields = new ArrayList<>();
    private final List<Located> references = new ArrayList<>();
    private ObjectNode schema = JsonNodeFactory.instance.objectNode();

    SchemaReader(FileFaults faults) {
        this.faults = faults;
    }

    void read(@Nullable Located place) {
        if (place == null) {
            return;
        }
        List<String> known = new ArrayList<>(KEYS);
        place.members().keySet().stream().filter(key -> key.startsWith("x-")).forEach(known::add);
        Mapping mapping = Mapping.of(place, "schema", known, faults);
        if (!place.json().isObject()) {
            return;
        }
        checkFrame(mapping);
        Set<String> required = mapping.texts("required");
        Located properties = mapping.required("properties");
        if (properties != null) {
            readProperties(properties, required);
        }
        mapping.list("required").forEach(this::checkRequired);
        schema = place.json().deepCopy();
        schema.remove("$schema");
        schema.put("additionalProperties", false);
    }

    /** The names of all properties, also of those that have faults. */
    List<String> names() {
        return names;
    }

    List<Field> fields() {
        return fields;
    }

    ObjectNode schema() {
        return schema;
    }

    /** Where other features are named. */
    List<Located> references() {
        return references;
    }

    /** Whether it is an array of which elements can be asked for. */
    boolean isArray(String name) {
        return fields.stream().anyMatch(field -> field.name().equals(name) && field.hasElements());
    }

    boolean isJson(String name) {
        return fields.stream().anyMatch(field -> field.name().equals(name) && field.type() == FieldType.JSON);
    }

    private void checkFrame(Mapping mapping) {
        Located type = mapping.required("type");
        if (type != null && !type.text().equals("object")) {
            faults.add(type.line(), "the type of schema must be object: a resource is one.");
        }
        Located additional = mapping.get("additionalProperties");
        if (additional != null
                && (!additional.json().isBoolean() || additional.json().booleanValue())) {
            faults.add(
                    additional.line(),
                    "additionalProperties must be false: every field has a column.",
                    "Leave it out.");
        }
        Located dialect = mapping.get("$schema");
        if (dialect != null && !dialect.text().equals(DIALECT)) {
            faults.add(dialect.line(), "$schema must be " + DIALECT + ".", "Leave it out.");
        }
    }

    private void readProperties(Located properties, Set<String> required) {
        if (!properties.json().isObject()) {
            faults.add(properties.line(), "properties must be a mapping.");
            return;
        }
        if (properties.members().isEmpty() || properties.members().size() > MAX_FIELDS) {
            faults.add(properties.line(), "properties must have 1 to " + MAX_FIELDS + " fields.");
        }
        properties.members().forEach((name, property) -> readProperty(name, property, required.contains(name)));
        new SearchCheck(fields, faults).check(properties);
    }

    private void readProperty(String name, Located property, boolean required) {
        names.add(name);
        Names.checkField(name, property.keyLine(), faults);
        Field field = new FieldReader(name, property, faults).read(required);
        if (field != null) {
            fields.add(field);
        }
        Located reference = property.get("x-references");
        if (reference != null && reference.isText()) {
            references.add(reference);
        }
    }

    private void checkRequired(Located name) {
        if (name.isText() && !names.contains(name.text())) {
            String problem = "required names the field " + Characters.shown(name.text()) + ", which is not declared.";
            faults.add(name.line(), problem, Suggestion.didYouMean(name.text(), names));
        }
    }
}
