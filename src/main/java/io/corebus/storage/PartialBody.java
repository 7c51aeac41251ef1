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
 * Resources of a list as JSON text, all of them or some of their fields, in the same order and form as {@link FeatureTable#body} has them. PostgreSQL writes
 * all but what is cheaper to write here: its {@link Moments}, and who it was.
 */
final class PartialBody {
    private final @Nullable Collection<String> fields;
    private final String row;
    private final List<Column> columns = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    /**
     * @param name of the member whose value it has; null: it has JSON text, of as many members as there are
     * @param sql what is to be selected
     */
    private record Column(@Nullable String name, String sql, boolean isMoment) {}

    /**
     * @param fields those that shall be there, besides the id; null: all
     * @param row what the statement calls the row
     */
    PartialBody(FeatureTable table, @Nullable Collection<String> fields, String row) {
        this.fields = fields;
        this.row = row;
        text("'{\"id\":\"' || " + row + ".id || '\"'");
        if (has("version")) {
            text("',\"version\":' || " + row + ".version");
        }
        table.feature().fields().stream().filter(field -> has(field.name())).forEach(this::add);
        value("created_at", true);
        value("updated_at", true);
        value("created_by", false);
        value("updated_by", false);
        endText();
    }

    private boolean has(String name) {
        return fields == null || fields.contains(name);
    }

    private void add(Field field) {
        if (field.type() == FieldType.DATE_TIME) {
            value(field.name(), true);
        } else {
            text(FeatureTable.member(row, field));
        }
    }

    private void text(String expression) {
        text.append(text.isEmpty() ? "" : " || ").append(expression);
    }

    private void value(String name, boolean isMoment) {
        if (has(name)) {
            endText();
            columns.add(new Column(name, row + "." + FeatureTable.quoted(name), isMoment));
        }
    }

    private void endText() {
        if (!text.isEmpty()) {
            columns.add(new Column(null, text.toString(), false));
            text.setLength(0);
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
        for (int i = 0; i < columns.size(); i++) {
            add(bodies, row, i);
        }
        bodies.append('}');
    }

    private void add(StringBuilder bodies, Row row, int i) {
        Column column = columns.get(i);
        if (column.name() == null) {
            bodies.append(row.getString(i));
        } else if (column.isMoment()) {
            OffsetDateTime moment = row.getOffsetDateTime(i);
            if (moment != null) {
                Moments.add(begin(bodies, column.name()), moment);
                bodies.append('"');
            }
        } else {
            begin(bodies, column.name()).append(row.getString(i)).append('"');
        }
    }

    private static StringBuilder begin(StringBuilder bodies, String name) {
        return bodies.append(",\"").append(name).append("\":\"");
    }
}
