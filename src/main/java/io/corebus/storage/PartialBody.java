package io.corebus.storage;

import io.corebus.feature.Field;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Resources of a list as JSON text, all of them or some of their fields, in the same order and form as {@link FeatureTable#body} has them. PostgreSQL writes
 * all but the end, because of the {@link Moments}.
 */
final class PartialBody {
    private static final List<String> MOMENTS = List.of("created_at", "updated_at");
    private static final List<String> TAIL = List.of("created_at", "updated_at", "created_by", "updated_by");

    private final FeatureTable table;
    private final @Nullable Collection<String> fields;
    private final List<String> tail = new ArrayList<>();

    /** @param fields those that shall be there, besides the id; null: all */
    PartialBody(FeatureTable table, @Nullable Collection<String> fields) {
        this.table = table;
        this.fields = fields;
        TAIL.stream().filter(this::has).forEach(tail::add);
    }

    private boolean has(String name) {
        return fields == null || fields.contains(name);
    }

    /** What is to be selected. */
    String columns(String row) {
        StringBuilder columns = new StringBuilder("'{\"id\":\"' || " + row + ".id || '\"'");
        if (has("version")) {
            columns.append(" || ',\"version\":' || ").append(row).append(".version");
        }
        for (Field field : table.feature().fields()) {
            if (has(field.name())) {
                columns.append(" || ").append(FeatureTable.member(row, field));
            }
        }
        tail.forEach(column -> columns.append(", ").append(row).append('.').append(column));
        return columns.toString();
    }

    /** How many columns that is. */
    int size() {
        return 1 + tail.size();
    }

    /** Adds the resource, whose columns come first in the row. */
    void addTo(StringBuilder bodies, Row row) {
        bodies.append(row.getString(0));
        for (int i = 0; i < tail.size(); i++) {
            String name = tail.get(i);
            bodies.append(",\"").append(name).append("\":\"");
            if (MOMENTS.contains(name)) {
                Moments.add(bodies, row.getOffsetDateTime(i + 1));
            } else {
                bodies.append(row.getString(i + 1));
            }
            bodies.append('"');
        }
        bodies.append('}');
    }
}
