package io.corebus.storage;

import io.corebus.feature.FieldType;
import io.corebus.storage.StorageMessages.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Conditions in SQL. Values travel as arguments, never as text of the statement. What has no value differs from every value. */
final class ConditionSql {
    /** The columns know of no letters, only of characters; the database knows those of its locale. */
    private static final String ANY_CASE = " COLLATE \"default\"";

    private final FeatureTable table;
    private final Function<Object, String> argument;

    private ConditionSql(FeatureTable table, Function<Object, String> argument) {
        this.table = table;
        this.argument = argument;
    }

    /** @param argument takes a value and tells its place holder */
    static String of(FeatureTable table, Condition condition, Function<Object, String> argument) {
        return new ConditionSql(table, argument).sql(condition);
    }

    private String sql(Condition condition) {
        return switch (condition.operator()) {
            case AND -> joined(condition, " AND ");
            case OR -> joined(condition, " OR ");
            default -> comparison(condition, Objects.requireNonNull(condition.field()));
        };
    }

    private String joined(Condition condition, String operator) {
        List<String> parts = new ArrayList<>();
        condition.parts().forEach(part -> parts.add(sql(part)));
        return "(" + String.join(operator, parts) + ")";
    }

    private String comparison(Condition condition, String field) {
        FieldType type = Objects.requireNonNull(table.type(field), field);
        String column = "t." + FeatureTable.quoted(field);
        List<String> values = condition.values();
        return switch (condition.operator()) {
            case EQUAL -> column + " = " + value(type, values);
            case NOT_EQUAL -> column + " IS DISTINCT FROM " + value(type, values);
            case LESS -> column + " < " + value(type, values);
            case LESS_OR_EQUAL -> column + " <= " + value(type, values);
            case GREATER -> column + " > " + value(type, values);
            case GREATER_OR_EQUAL -> column + " >= " + value(type, values);
            case IN -> column + " = ANY (" + all(type, values) + ")";
            case NOT_IN -> "(" + column + " IS NULL OR " + column + " <> ALL (" + all(type, values) + "))";
            case LIKE -> column + " LIKE " + argument.apply(pattern(values.get(0)));
            case NOT_LIKE ->
                "(" + column + " IS NULL OR " + column + " NOT LIKE " + argument.apply(pattern(values.get(0))) + ")";
            case LIKE_ANY_CASE -> column + ANY_CASE + " ILIKE " + argument.apply(pattern(values.get(0)));
            case NOT_LIKE_ANY_CASE ->
                "(" + column + " IS NULL OR " + column + ANY_CASE + " NOT ILIKE "
                        + argument.apply(pattern(values.get(0))) + ")";
            case HAS -> column + " @> " + element(values);
            case LACKS -> "(" + column + " IS NULL OR NOT " + column + " @> " + element(values) + ")";
            case IS_NULL -> column + " IS NULL";
            case NOT_NULL -> column + " IS NOT NULL";
            case AND, OR -> throw new IllegalStateException(condition.operator() + " has no field");
        };
    }

    private String element(List<String> values) {
        return argument.apply("[" + values.get(0) + "]") + "::text::jsonb";
    }

    private String value(FieldType type, List<String> values) {
        return argument.apply(ColumnValue.read(type, values.get(0)));
    }

    private String all(FieldType type, List<String> values) {
        return argument.apply(ColumnValue.readAll(type, values));
    }

    /** {@code *} for any run of characters; what is special to SQL stands for itself. */
    private static String pattern(String text) {
        return text.replace("\\", "\\\\")
                .replace("%", "\\%")
                .replace("_", "\\_")
                .replace('*', '%');
    }
}
