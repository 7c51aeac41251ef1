package io.corebus.storage;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.feature.Feature;
import io.corebus.feature.Field;
import io.corebus.feature.FieldType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A rule that PostgreSQL holds for a feature's table, besides types and NOT NULL.
 *
 * @param name ends in a hash of the definition: where the name is there, so is the rule, and a rule that changed has another name
 * @param definition what follows {@code CONSTRAINT name}
 * @param fields the fields it is about
 * @param broken SQL for what a row {@code t} is that breaks it; null where that cannot be told from one row
 */
record Constraint(
        String name,
        String definition,
        List<String> fields,
        @Nullable String broken) {
    private static final int MAX_NAME_LENGTH = 63;

    /** Checks, uniques and foreign keys, in this order. */
    static List<Constraint> of(Feature feature) {
        List<Constraint> constraints = new ArrayList<>();
        for (Field field : feature.fields()) {
            String conditions = conditions(field);
            if (!conditions.isEmpty()) {
                constraints.add(constraint(
                        feature,
                        "check",
                        "CHECK (" + conditions + ")",
                        List.of(field.name()),
                        "NOT (" + conditions + ")"));
            }
        }
        for (List<String> fields : feature.uniques()) {
            constraints.add(constraint(feature, "key", "UNIQUE (" + columns(fields) + ")", fields, null));
        }
        for (Field field : feature.fields()) {
            if (field.references() != null) {
                String column = FeatureTable.quoted(field.name());
                String referred = FeatureTable.name(field.references());
                constraints.add(constraint(
                        feature,
                        "fkey",
                        "FOREIGN KEY (" + column + ") REFERENCES " + referred + " (id)",
                        List.of(field.name()),
                        "t." + column + " IS NOT NULL AND NOT EXISTS (SELECT FROM " + referred
                                + " referred WHERE referred.id = t." + column + ")"));
            }
        }
        return constraints;
    }

    /** The declared constraint of that name, null where there is none. */
    static @Nullable Constraint named(Feature feature, @Nullable String name) {
        for (Constraint constraint : of(feature)) {
            if (constraint.name.equals(name)) {
                return constraint;
            }
        }
        return null;
    }

    boolean isForeignKey() {
        return definition.startsWith("FOREIGN KEY");
    }

    private static Constraint constraint(
            Feature feature, String kind, String definition, List<String> fields, @Nullable String broken) {
        return new Constraint(name(feature.name(), kind, definition, fields), definition, fields, broken);
    }

    /** {@code features_value_check_1a2b3c4d}, cut in the middle where it would be too long for PostgreSQL. */
    static String name(String table, String kind, String definition, List<String> fields) {
        CRC32 hash = new CRC32();
        hash.update((table + " " + definition).getBytes(StandardCharsets.UTF_8));
        String end = "_" + kind + "_" + String.format("%08x", hash.getValue());
        String start = table + "_" + String.join("_", fields);
        return start.substring(0, Math.min(start.length(), MAX_NAME_LENGTH - end.length())) + end;
    }

    static String columns(List<String> fields) {
        return fields.stream().map(FeatureTable::quoted).collect(Collectors.joining(", "));
    }

    private static String conditions(Field field) {
        String column = FeatureTable.quoted(field.name());
        List<String> conditions = new ArrayList<>();
        if (field.type() == FieldType.ENUM) {
            conditions.add(column + " IN ("
                    + field.values().stream().map(Constraint::literal).collect(Collectors.joining(", ")) + ")");
        } else if (field.type() == FieldType.STRING) {
            limit(conditions, "char_length(" + column + ") >= ", field, "minLength");
            limit(conditions, "char_length(" + column + ") <= ", field, "maxLength");
        } else if (isNumber(field.type())) {
            limit(conditions, column + " >= ", field, "minimum");
            limit(conditions, column + " <= ", field, "maximum");
            limit(conditions, column + " > ", field, "exclusiveMinimum");
            limit(conditions, column + " < ", field, "exclusiveMaximum");
        } else if (field.type() == FieldType.JSON && field.schema().path("type").isTextual()) {
            conditions.add("jsonb_typeof(" + column + ") = "
                    + literal(field.schema().path("type").asText()));
        }
        return String.join(" AND ", conditions);
    }

    private static boolean isNumber(FieldType type) {
        return type == FieldType.INTEGER || type == FieldType.NUMBER || type == FieldType.DECIMAL;
    }

    private static void limit(List<String> conditions, String condition, Field field, String keyword) {
        JsonNode limit = field.schema().get(keyword);
        if (limit != null && limit.isNumber()) {
            BigDecimal number = Objects.requireNonNull(limit.decimalValue());
            conditions.add(condition + number.toPlainString());
        }
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
