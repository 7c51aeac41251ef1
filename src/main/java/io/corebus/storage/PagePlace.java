package io.corebus.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What comes after a row with given sort keys. Where no key can be null and all go one way, one comparison of rows says it. Else it is said in pieces - the same
 * keys but the last, which is behind; the same but the last two, and so on - that follow upon each other and do not overlap. Each is one range of an index, while
 * for all of them joined by OR PostgreSQL would read the index from its beginning.
 */
final class PagePlace {
    private final List<SortKey> keys;
    private final Function<Object, String> argument;

    /** @param argument takes a value and tells its place holder */
    PagePlace(List<SortKey> keys, Function<Object, String> argument) {
        this.keys = keys;
        this.argument = argument;
    }

    /** Conditions of which each row behind the place fulfils exactly one. Fails with {@code bad-cursor} 400. */
    List<String> behind(List<@Nullable String> values) {
        boolean oneWay = keys.stream().map(SortKey::descending).distinct().count() == 1;
        boolean sure = keys.stream().noneMatch(SortKey::nullable);
        return oneWay && sure ? List.of(behindAsRow(values)) : behindKeyByKey(values);
    }

    private String behindAsRow(List<@Nullable String> values) {
        List<String> columns = new ArrayList<>();
        List<String> parameters = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            String value = values.get(i);
            if (value == null) {
                throw Cursor.bad();
            }
            columns.add(keys.get(i).column());
            parameters.add(value(keys.get(i), value));
        }
        String operator = keys.get(0).descending() ? " < " : " > ";
        return "(" + String.join(", ", columns) + ")" + operator + "(" + String.join(", ", parameters) + ")";
    }

    private List<String> behindKeyByKey(List<@Nullable String> values) {
        List<String> pieces = new ArrayList<>();
        StringBuilder same = new StringBuilder();
        for (int i = 0; i < keys.size(); i++) {
            SortKey key = keys.get(i);
            String value = values.get(i);
            String parameter = value == null ? null : value(key, value);
            for (String behind : behind(key, parameter)) {
                pieces.add(same + behind);
            }
            same.append(key.column())
                    .append(parameter == null ? " IS NULL" : " = " + parameter)
                    .append(" AND ");
        }
        return pieces;
    }

    /** Nulls are last, and first where the order is reversed. */
    private static List<String> behind(SortKey key, @Nullable String parameter) {
        if (key.descending()) {
            return List.of(key.column() + (parameter == null ? " IS NOT NULL" : " < " + parameter));
        }
        if (parameter == null) {
            return List.of();
        }
        String greater = key.column() + " > " + parameter;
        return key.nullable() ? List.of(greater, key.column() + " IS NULL") : List.of(greater);
    }

    private String value(SortKey key, String text) {
        try {
            return argument.apply(Objects.requireNonNull(ColumnValue.read(key.type(), text)));
        } catch (RuntimeException e) {
            throw Cursor.bad();
        }
    }
}
