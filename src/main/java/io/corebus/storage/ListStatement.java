package io.corebus.storage;

import io.corebus.feature.FieldType;
import io.corebus.storage.StorageMessages.Condition;
import io.corebus.storage.StorageMessages.ListRows;
import io.corebus.storage.StorageMessages.Sort;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list, and one row more that tells whether there is a next: each row's body and, for the cursor, its sort keys. The order is total, because the id
 * is always its last key; a page begins behind the keys of the last row of the page before, so rows that come and go shift nothing.
 */
final class ListStatement {
    private final FeatureTable table;
    private final ListRows request;
    private final List<Key> keys = new ArrayList<>();
    private final Tuple arguments = Tuple.tuple();

    /** A sort key. */
    private record Key(String column, FieldType type, boolean descending, boolean nullable) {
        /** Where PostgreSQL puts nulls by itself: last, and first where the order is reversed. So an index serves both directions. */
        String order() {
            return column + (descending ? " DESC" : "");
        }
    }

    private ListStatement(FeatureTable table, ListRows request) {
        this.table = table;
        this.request = request;
        boolean lastDescending = false;
        for (Sort sort : request.sort()) {
            keys.add(key(sort.field(), sort.descending()));
            lastDescending = sort.descending();
        }
        if (request.sort().stream().noneMatch(sort -> sort.field().equals("id"))) {
            keys.add(key("id", lastDescending));
        }
    }

    private Key key(String field, boolean descending) {
        FieldType type = Objects.requireNonNull(table.type(field), field);
        return new Key("t." + FeatureTable.quoted(field), type, descending, table.isNullable(field));
    }

    /** @param keys how many columns with sort keys follow the body */
    record Query(String sql, Tuple arguments, int keys) {}

    /** Fails with {@code bad-cursor} 400. */
    static Query of(FeatureTable table, ListRows request) {
        return new ListStatement(table, request).query();
    }

    private Query query() {
        List<String> conditions = new ArrayList<>();
        Condition filter = request.filter();
        if (filter != null) {
            conditions.add(ConditionSql.of(table, filter, this::argument));
        }
        String cursor = request.after();
        if (cursor != null) {
            conditions.add(behind(Cursor.read(cursor, request, keys.size())));
        }
        String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        String order = String.join(", ", keys.stream().map(Key::order).toList());
        String sql = "SELECT " + table.body("t") + ", " + keyTexts() + " FROM " + table.name() + " t" + where
                + " ORDER BY " + order + " LIMIT " + (request.limit() + 1);
        return new Query(sql, arguments, keys.size());
    }

    private String keyTexts() {
        return String.join(
                ", ",
                keys.stream()
                        .map(key -> FeatureTable.text(key.column(), key.type()))
                        .toList());
    }

    private String argument(Object value) {
        arguments.addValue(value);
        return "$" + arguments.size();
    }

    /** What comes after the row with these keys. Where no key can be null and all go one way, a comparison of rows says it, and an index answers that at once. */
    private String behind(List<@Nullable String> values) {
        boolean oneWay = keys.stream().map(Key::descending).distinct().count() == 1;
        boolean sure = keys.stream().noneMatch(Key::nullable);
        return oneWay && sure ? behindAsRow(values) : behindKeyByKey(values);
    }

    private String behindAsRow(List<@Nullable String> values) {
        List<String> columns = new ArrayList<>();
        List<String> parameters = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            columns.add(keys.get(i).column());
            parameters.add(value(keys.get(i), Objects.requireNonNull(values.get(i))));
        }
        String operator = keys.get(0).descending() ? " < " : " > ";
        return "(" + String.join(", ", columns) + ")" + operator + "(" + String.join(", ", parameters) + ")";
    }

    /** (a behind) OR (a same AND b behind) OR ... */
    private String behindKeyByKey(List<@Nullable String> values) {
        List<String> ways = new ArrayList<>();
        StringBuilder same = new StringBuilder();
        for (int i = 0; i < keys.size(); i++) {
            Key key = keys.get(i);
            String value = values.get(i);
            String parameter = value == null ? null : value(key, value);
            ways.add("(" + same + behind(key, parameter) + ")");
            same.append(key.column())
                    .append(parameter == null ? " IS NULL" : " = " + parameter)
                    .append(" AND ");
        }
        return "(" + String.join(" OR ", ways) + ")";
    }

    private static String behind(Key key, @Nullable String parameter) {
        if (key.descending()) {
            return parameter == null ? key.column() + " IS NOT NULL" : key.column() + " < " + parameter;
        }
        if (parameter == null) {
            return "false";
        }
        return key.nullable()
                ? "(" + key.column() + " > " + parameter + " OR " + key.column() + " IS NULL)"
                : key.column() + " > " + parameter;
    }

    private String value(Key key, String text) {
        try {
            return argument(ColumnValue.read(key.type(), text));
        } catch (RuntimeException e) {
            throw Cursor.bad();
        }
    }
}
