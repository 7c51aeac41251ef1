package io.corebus.storage;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Rows of an answer as records, and moments as the text that they have there. */
final class Rows {
    private Rows() {}

    /** SQL for a moment in RFC 3339, UTC, with microseconds. */
    static String time(String expression) {
        return "to_char(" + expression + " AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')";
    }

    static <T> List<T> all(RowSet<Row> rows, Function<Row, T> read) {
        List<T> all = new ArrayList<>();
        rows.forEach(row -> all.add(read.apply(row)));
        return all;
    }

    static <T> Optional<T> first(RowSet<Row> rows, Function<Row, T> read) {
        return rows.size() == 0
                ? Optional.empty()
                : Optional.of(read.apply(rows.iterator().next()));
    }

    /**
     * A page of a list, for which one row more was asked: that tells whether there is another page.
     *
     * @param limit how many the page has at most
     * @param place of the last one of the page, behind which the next page begins
     * @param page makes it of the records and of the place; that is null where there is no next page
     */
    static <T, N, P> P page(
            RowSet<Row> rows,
            int limit,
            Function<Row, T> read,
            Function<T, N> place,
            BiFunction<List<T>, @Nullable N, P> page) {
        List<T> all = all(rows, read);
        return all.size() <= limit
                ? page.apply(all, null)
                : page.apply(List.copyOf(all.subList(0, limit)), place.apply(all.get(limit - 1)));
    }
}
