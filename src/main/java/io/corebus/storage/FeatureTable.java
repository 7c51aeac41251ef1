package io.corebus.storage;

import io.corebus.feature.Feature;
import io.corebus.feature.Field;
import io.corebus.feature.FieldType;
import io.corebus.feature.Search;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The table of one feature, in the words of SQL. The names come from a descriptor that was checked: lower-case letters, digits and underscores. */
final class FeatureTable {
    static final String SCHEMA = "data";
    /** The platform's own columns with the types of what they hold, in the order in which they stand in a table. */
    static final Map<String, FieldType> PLATFORM = platform();

    private final Feature feature;
    private final @Nullable Search search;
    private final RowBytes rowBytes;

    FeatureTable(Feature feature) {
        this.feature = feature;
        this.search = Search.of(feature);
        this.rowBytes = new RowBytes(feature);
    }

    private static Map<String, FieldType> platform() {
        Map<String, FieldType> columns = new LinkedHashMap<>();
        columns.put("id", FieldType.UUID);
        columns.put("version", FieldType.INTEGER);
        columns.put("created_at", FieldType.DATE_TIME);
        columns.put("updated_at", FieldType.DATE_TIME);
        columns.put("created_by", FieldType.STRING);
        columns.put("updated_by", FieldType.STRING);
        return columns;
    }

    Feature feature() {
        return feature;
    }

    /** Where a search looks; null where nothing can be searched. */
    @Nullable
    Search search() {
        return search;
    }

    RowBytes rowBytes() {
        return rowBytes;
    }

    /** {@code data."features"}. */
    String name() {
        return name(feature.name());
    }

    static String name(String table) {
        return SCHEMA + "." + quoted(table);
    }

    /** What a word of SQL itself - a field named {@code order} - needs. */
    static String quoted(String name) {
        return '"' + name + '"';
    }

    /** The type of a declared or platform column; null where there is none of that name. */
    @Nullable
    FieldType type(String column) {
        Field field = feature.field(column);
        return field == null ? PLATFORM.get(column) : field.type();
    }

    /** Whether a column can hold null. */
    boolean isNullable(String column) {
        Field field = feature.field(column);
        return field != null && !field.required();
    }

    /** {@code "name", "value"}, each after the prefix: the declared fields. */
    String fields(String prefix) {
        List<String> names = new ArrayList<>();
        feature.fields().forEach(field -> names.add(prefix + quoted(field.name())));
        return String.join(", ", names);
    }

    /** {@code "name" text, "value" bigint}: what a JSON object of the declared fields is read as. */
    String record() {
        List<String> columns = new ArrayList<>();
        feature.fields().forEach(field -> columns.add(quoted(field.name()) + " " + sqlType(field.type())));
        return String.join(", ", columns);
    }

    /** {@code "name" = r."name", ...}. */
    String assignments(String source) {
        List<String> assignments = new ArrayList<>();
        feature.fields()
                .forEach(field -> assignments.add(quoted(field.name()) + " = " + source + "." + quoted(field.name())));
        return String.join(", ", assignments);
    }

    /** An expression for the resource as JSON text: what every reader gets, byte for byte. A field without a value is left out. */
    String body(String row) {
        StringBuilder body =
                new StringBuilder("'{\"id\":\"' || " + row + ".id || '\",\"version\":' || " + row + ".version");
        for (Field field : feature.fields()) {
            body.append(" || ").append(member(row, field));
        }
        body.append(" || ',\"created_at\":\"' || ").append(Rows.time(row + ".created_at"));
        body.append(" || '\",\"updated_at\":\"' || ").append(Rows.time(row + ".updated_at"));
        // Who is one of our own ids: nothing in it needs an escape, and this is half as dear as to_json.
        body.append(" || '\",\"created_by\":\"' || ").append(row).append(".created_by");
        body.append(" || '\",\"updated_by\":\"' || ").append(row).append(".updated_by || '\"}'");
        return body.toString();
    }

    /** A member of the resource as JSON text, with the comma before it; empty where the field has no value. */
    static String member(String row, Field field) {
        String column = row + "." + quoted(field.name());
        String member = "',\"" + field.name() + "\":' || " + json(column, field.type());
        return field.required() ? member : "coalesce(" + member + ", '')";
    }

    private static String json(String column, FieldType type) {
        return switch (type) {
            case STRING, ENUM, NUMBER -> "to_json(" + column + ")";
            case INTEGER, DECIMAL, BOOLEAN, JSON -> column + "::text";
            case DATE_TIME -> "'\"' || " + Rows.time(column) + " || '\"'";
            case DATE, UUID, REFERENCE -> "'\"' || " + column + "::text || '\"'";
        };
    }

    static String sqlType(FieldType type) {
        return switch (type) {
            case STRING, ENUM -> "text";
            case INTEGER -> "bigint";
            case NUMBER -> "double precision";
            case DECIMAL -> "numeric";
            case BOOLEAN -> "boolean";
            case DATE_TIME -> "timestamp with time zone";
            case DATE -> "date";
            case UUID, REFERENCE -> "uuid";
            case JSON -> "jsonb";
        };
    }
}
