package io.corebus.storage;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.feature.Feature;
import io.corebus.feature.Field;
import io.corebus.feature.FieldType;
import io.corebus.feature.Search;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a feature's table must be.
 *
 * @param indexes name -> what follows {@code CREATE INDEX name ON table}
 */
record DeclaredTable(String name, List<Column> columns, List<Constraint> constraints, Map<String, String> indexes) {

    /**
     * @param type as PostgreSQL's {@code format_type} says it
     * @param defaultValue for rows that are there when the column is added; null where the descriptor has none
     */
    record Column(
            String name,
            String type,
            boolean required,
            @Nullable String defaultValue) {
        String definition() {
            return FeatureTable.quoted(name) + " " + typeWithOrder() + (required ? " NOT NULL" : "");
        }

        /** Texts are in the order of their characters everywhere: that of a language changes with the libraries of the server. */
        String typeWithOrder() {
            return type.equals("text") ? type + " COLLATE \"C\"" : type;
        }
    }

    static DeclaredTable of(Feature feature) {
        List<Column> columns = new ArrayList<>();
        FeatureTable.PLATFORM.forEach(
                (name, type) -> columns.add(new Column(name, FeatureTable.sqlType(type), true, null)));
        feature.fields().forEach(field -> columns.add(column(field)));
        return new DeclaredTable(feature.name(), columns, Constraint.of(feature), indexes(feature));
    }

    private static Column column(Field field) {
        JsonNode value = field.defaultValue();
        String literal = value == null ? null : literal(field.type(), value);
        return new Column(field.name(), FeatureTable.sqlType(field.type()), field.required(), literal);
    }

    private static String literal(FieldType type, JsonNode value) {
        String text = value.isTextual() && type != FieldType.JSON ? value.asText() : value.toString();
        if (type == FieldType.INTEGER) {
            text = value.decimalValue().toBigInteger().toString(); // 1.0 and 1e2 are whole numbers, too.
        }
        return Constraint.literal(text) + "::" + FeatureTable.sqlType(type);
    }

    /** The declared ones, and one for each reference: without it PostgreSQL would read the whole table at every deletion of what is referred to. */
    private static Map<String, String> indexes(Feature feature) {
        Map<String, String> indexes = new LinkedHashMap<>();
        for (List<String> fields : feature.indexes()) {
            if (isJson(feature, fields.get(0))) {
                addElements(indexes, feature, fields);
            } else {
                addIndex(indexes, feature, fields);
            }
        }
        for (Field field : feature.fields()) {
            if (field.references() != null) {
                addIndex(indexes, feature, List.of(field.name()));
            }
        }
        addSearch(indexes, feature);
        return indexes;
    }

    private static boolean isJson(Feature feature, String name) {
        Field field = feature.field(name);
        return field != null && field.type() == FieldType.JSON;
    }

    /** For what is asked of an array: whether it has an element. */
    private static void addElements(Map<String, String> indexes, Feature feature, List<String> array) {
        String definition = "USING gin (" + Constraint.columns(array) + " jsonb_path_ops)";
        indexes.put(Constraint.name(feature.name(), "idx", definition, array), definition);
    }

    private static void addSearch(Map<String, String> indexes, Feature feature) {
        Search search = Search.of(feature);
        if (search != null) {
            String definition = "USING gin (" + SearchSql.words(search, "") + ")";
            indexes.put(Constraint.name(feature.name(), "search", definition, search.fields()), definition);
        }
    }

    /** The id behind the fields makes it the order of a list that is sorted by them. */
    private static void addIndex(Map<String, String> indexes, Feature feature, List<String> fields) {
        String definition = "(" + Constraint.columns(fields) + ", id)";
        indexes.put(Constraint.name(feature.name(), "idx", definition, fields), definition);
    }

    String qualifiedName() {
        return FeatureTable.name(name);
    }
}
