package io.corebus.feature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.FieldFault;
import io.corebus.config.Suggestion;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one property of the schema. */
final class FieldReader {
    private static final List<String> TYPES = List.of("string", "integer", "number", "boolean", "array", "object");

    private final String name;
    private final Located property;
    private final FileFaults faults;

    FieldReader(String name, Located property, FileFaults faults) {
        this.name = name;
        this.property = property;
        this.faults = faults;
    }

    /** Null where there are faults. */
    @Nullable
    Field read(boolean required) {
        int before = faults.count();
        FieldType type = type();
        if (type == null) {
            return null;
        }
        if (type == FieldType.JSON) {
            new NestedSchemaCheck("the field " + shown(), faults).check(property);
        } else {
            new Keywords(shown(), property, type, faults).check();
        }
        AgentsReader.checkField(shown(), property, faults);
        if (faults.count() == before) {
            MetaSchema.check("the field " + shown(), property, faults);
        }
        return faults.count() == before ? field(type, required) : null;
    }

    private Field field(FieldType type, boolean required) {
        List<String> values = new ArrayList<>();
        property.json().path("enum").forEach(value -> values.add(value.asText()));
        Located defaultValue = property.get("default");
        Located references = property.get("x-references");
        Field field = new Field(
                name,
                type,
                required,
                (ObjectNode) property.json(),
                defaultValue == null ? null : defaultValue.json(),
                references == null ? null : references.text(),
                type == FieldType.ENUM ? values : List.of());
        if (defaultValue != null) {
            checkDefault(field, defaultValue.json(), defaultValue.line());
        }
        return field;
    }

    private void checkDefault(Field field, JsonNode value, int line) {
        FieldFaults found = new FieldFaults();
        FieldRule.of(field).check(value, "", found);
        for (FieldFault fault : found.all()) {
            String where = fault.pointer().isEmpty() ? "" : " at " + fault.pointer();
            faults.add(line, "the default of " + shown() + where + " " + fault.detail());
        }
    }

    private @Nullable FieldType type() {
        if (!property.json().isObject()) {
            faults.add(
                    property.line(),
                    "the field " + shown() + " must be a mapping.",
                    "Write for example {type: string}.");
            return null;
        }
        Located type = property.get("type");
        if (type == null) {
            faults.add(property.keyLine(), "the field " + shown() + " has no type.", "Types are " + types() + ".");
            return null;
        }
        if (!type.isText() || !TYPES.contains(type.text())) {
            String suggestion = type.isText() ? Suggestion.didYouMean(type.text(), TYPES) : null;
            faults.add(type.line(), "the type of " + shown() + " must be one of " + types() + ".", suggestion);
            return null;
        }
        return type(type.text());
    }

    private String shown() {
        return Characters.shown(name);
    }

    private static String types() {
        return String.join(", ", TYPES);
    }

    private @Nullable FieldType type(String type) {
        return switch (type) {
            case "string" -> stringType();
            case "integer" -> format() == null ? FieldType.INTEGER : wrongFormat(List.of());
            case "number" -> numberType();
            case "boolean" -> format() == null ? FieldType.BOOLEAN : wrongFormat(List.of());
            default -> FieldType.JSON;
        };
    }

    private @Nullable FieldType numberType() {
        String format = format();
        if (format == null) {
            return FieldType.NUMBER;
        }
        return format.equals("decimal") ? FieldType.DECIMAL : wrongFormat(List.of("decimal"));
    }

    private @Nullable FieldType stringType() {
        if (property.members().containsKey("enum")) {
            return FieldType.ENUM;
        }
        String format = format();
        boolean reference = property.members().containsKey("x-references");
        if (reference && !"uuid".equals(format)) {
            faults.add(property.keyLine(), shown() + " refers to another feature and must have format: uuid.");
            return null;
        }
        if (format == null) {
            return FieldType.STRING;
        }
        return switch (format) {
            case "date-time" -> FieldType.DATE_TIME;
            case "date" -> FieldType.DATE;
            case "uuid" -> reference ? FieldType.REFERENCE : FieldType.UUID;
            default -> Keywords.FORMATS.contains(format) ? FieldType.STRING : wrongFormat(Keywords.FORMATS);
        };
    }

    private @Nullable String format() {
        Located format = property.get("format");
        return format == null ? null : format.text();
    }

    private @Nullable FieldType wrongFormat(List<String> known) {
        Located format = property.get("format");
        if (format == null) {
            return null;
        }
        String problem = known.isEmpty()
                ? "the field " + shown() + " is of a type that has no format."
                : "the format of " + shown() + " must be one of " + String.join(", ", known) + ".";
        faults.add(format.line(), problem, Suggestion.didYouMean(format.text(), known));
        return null;
    }
}
