package io.corebus.storage;

import io.corebus.feature.Field;
import io.corebus.feature.FieldType;
import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Resources of a list, all of them or some of their fields, in the same order and form as {@link FeatureTable#body} has them, byte for byte. PostgreSQL writes what it
 * alone writes in its way, such as a {@code numeric}; everything else comes as it is and is written here, which takes a fraction of the time.
 */
final class PartialBody {
    private final @Nullable Collection<String> fields;
    private final String row;
    private final List<Column> columns = new ArrayList<>();
    private final int share;

    private enum Form {
        /** The member as PostgreSQL has written it, with the comma before it; empty where it has no value. */
        MEMBER,
        MOMENT,
        TEXT,
        /** What needs no escape. */
        QUOTED,
        PLAIN
    }

    /** @param sql what is to be selected */
    private record Column(String name, String sql, Form form) {}

    /**
     * @param fields those that shall be there, besides the id; null: all
     * @param row what the statement calls the row
     * @param share what a value may have in bytes, or it does not come; 0: anything
     */
    PartialBody(FeatureTable table, @Nullable Collection<String> fields, String row, int share) {
        this.fields = fields;
        this.row = row;
        this.share = share;
        columns.add(new Column("id", row + ".id", Form.QUOTED));
        value("version", Form.PLAIN);
        table.feature().fields().stream().filter(field -> has(field.name())).forEach(this::add);
        value("created_at", Form.MOMENT);
        value("updated_at", Form.MOMENT);
        // Who is one of our own ids.
        value("created_by", Form.QUOTED);
        value("updated_by", Form.QUOTED);
    }

    private boolean has(String name) {
        return fields == null || fields.contains(name);
    }

    private void add(Field field) {
        Form form = form(field.type());
        String value = form == Form.MEMBER ? FeatureTable.member(row, field) : column(field.name());
        columns.add(new Column(field.name(), share == 0 ? value : RowBytes.within(share, field, value), form));
    }

    private String column(String name) {
        return row + "." + FeatureTable.quoted(name);
    }

    private static Form form(FieldType type) {
        return switch (type) {
            case STRING, ENUM -> Form.TEXT;
            case INTEGER, BOOLEAN -> Form.PLAIN;
            case UUID, REFERENCE, DATE -> Form.QUOTED;
            case DATE_TIME -> Form.MOMENT;
            case NUMBER, DECIMAL, JSON -> Form.MEMBER;
        };
    }

    private void value(String name, Form form) {
        if (has(name)) {
            columns.add(new Column(name, column(name), form));
        }
    }

    /** What is to be selected. */
    String columns() {
        return String.join(", ", columns.stream().map(Column::sql).toList());
    }

    /** How many columns that is. */
    int size() {
        return columns.size();
    }

    /** Adds the resource, whose columns come first in the row. */
    void addTo(StringBuilder bodies, Row row) {
        bodies.append('{');
        for (int i = 0; i < columns.size(); i++) {
            Object value = row.getValue(i);
            if (value != null) {
                add(bodies, columns.get(i), value);
            }
        }
        bodies.append('}');
    }

    private static void add(StringBuilder bodies, Column column, Object value) {
        switch (column.form()) {
            case MEMBER -> bodies.append(value);
            case PLAIN -> name(bodies, column).append(value);
            case QUOTED -> name(bodies, column).append('"').append(value).append('"');
            case MOMENT -> {
                Moments.add(name(bodies, column).append('"'), (OffsetDateTime) value);
                bodies.append('"');
            }
            case TEXT -> JsonText.add(name(bodies, column), (String) value);
        }
    }

    private static StringBuilder name(StringBuilder bodies, Column column) {
        if (bodies.charAt(bodies.length() - 1) != '{') {
            bodies.append(',');
        }
        return bodies.append('"').append(column.name()).append("\":");
    }
}
