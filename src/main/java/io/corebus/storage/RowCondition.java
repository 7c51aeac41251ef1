package io.corebus.storage;

import io.corebus.feature.Search;
import io.corebus.storage.StorageMessages.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which rows are meant: those that a filter takes and a search finds. */
final class RowCondition {
    private RowCondition() {}

    /** Conditions in SQL that must all hold; none for all rows. Fails with {@code bad-query} 400 where there is nothing to search in. */
    static List<String> of(
            FeatureTable table,
            @Nullable Condition filter,
            @Nullable String search,
            Function<Object, String> argument) {
        List<String> conditions = new ArrayList<>();
        if (filter != null) {
            conditions.add(ConditionSql.of(table, filter, argument));
        }
        if (search != null) {
            conditions.add(SearchSql.condition(declared(table), search, argument));
        }
        return conditions;
    }

    /** The asker may have another descriptor than this node. */
    private static Search declared(FeatureTable table) {
        Search search = table.search();
        if (search == null) {
            throw ListHandler.badQuery(
                    "There is nothing to search in " + table.feature().name() + ".");
        }
        return search;
    }

    /** {@code " WHERE ..."}, empty for no conditions. */
    static String where(List<String> conditions) {
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }
}
