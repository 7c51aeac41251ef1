package io.corebus.storage;

import io.corebus.storage.StorageMessages.ListRows;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list, and one row more that tells whether there is a next: each row's body and, for the cursor, its sort keys. The order is total, because the id
 * is always its last key; a page begins behind the keys of the last row of the page before, so rows that come and go shift nothing.
 */
final class ListStatement {
    private final FeatureTable table;
    private final ListRows request;
    private final List<SortKey> keys;
    private final Tuple arguments = Tuple.tuple();

    private ListStatement(FeatureTable table, ListRows request) {
        this.table = table;
        this.request = request;
        this.keys = SortKey.of(table, request);
    }

    /**
     * @param body which columns come first
     * @param keys how many columns with sort keys follow
     * @param share of what a page may have in bytes, for each row: what the row has follows as a last column, and one that has more did not come whole; 0: rows
     *     come whole
     * @param fitting whether a last column has how many rows were found, of which as many came as fit
     */
    record Query(String sql, Tuple arguments, PartialBody body, int keys, int share, boolean fitting) {
        long last(Row row) {
            return row.getLong(body.size() + keys);
        }
    }

    /** For rows that are hardly ever large. Fails with {@code bad-cursor} or {@code bad-query} 400. */
    static Query of(FeatureTable table, ListRows request) {
        return new ListStatement(table, request).query();
    }

    /** For any rows, of which as many come as {@linkplain Fitting fit}. To add up what they have takes PostgreSQL as long as to find them. */
    static Query fitting(FeatureTable table, ListRows request) {
        return new ListStatement(table, request).fitting();
    }

    private Query query() {
        RowBytes bytes = table.rowBytes();
        int rows = request.limit() + 1;
        int share = bytes.fit(rows, read()) ? 0 : RowBytes.share(rows);
        PartialBody body = new PartialBody(table, request.fields(), "t", share);
        String measured = share == 0 ? "" : ", " + bytes.measured(share, read());
        String sql = "SELECT " + body.columns() + ", " + keyValues(share) + measured + " FROM " + rows();
        return new Query(sql, arguments, body, keys.size(), share, false);
    }

    private Query fitting() {
        RowBytes bytes = table.rowBytes();
        PartialBody body = new PartialBody(table, request.fields(), "t", 0);
        String fitting = Fitting.of(
                "SELECT t.* FROM " + rows(),
                order(),
                bytes.stored(read()),
                bytes.bytes(read()),
                String.valueOf(Fitting.MAX_BYTES));
        String sql = "SELECT " + body.columns() + ", " + keyValues(0) + ", t." + Fitting.FOUND + " FROM (" + fitting
                + ") t ORDER BY t." + Fitting.PLACE;
        return new Query(sql, arguments, body, keys.size(), 0, true);
    }

    private String order() {
        return String.join(", ", keys.stream().map(SortKey::order).toList());
    }

    private String rows() {
        List<String> conditions = RowCondition.of(table, request.filter(), request.search(), this::argument);
        String order = " ORDER BY " + order() + " LIMIT " + (request.limit() + 1);
        return rows(conditions, order) + order;
    }

    private String keyValues(int share) {
        return String.join(", ", keys.stream().map(key -> key.value(share)).toList());
    }

    /** The fields that come from PostgreSQL, for the body or for the cursor; null: all. */
    private @Nullable Collection<String> read() {
        Collection<String> fields = request.fields();
        if (fields == null) {
            return null;
        }
        Set<String> read = new HashSet<>(fields);
        request.sort().forEach(sort -> read.add(sort.field()));
        return read;
    }

    private String argument(Object value) {
        arguments.addValue(value);
        return "$" + arguments.size();
    }

    /** The table as far as it fulfils the conditions and comes behind the cursor; or of each piece of that as much as a page can need. */
    private String rows(List<String> conditions, String order) {
        String cursor = request.after();
        String from = table.name() + " t";
        if (cursor == null) {
            return from + RowCondition.where(conditions);
        }
        PagePlace place = new PagePlace(keys, this::argument);
        List<String> pieces = new ArrayList<>();
        for (String behind : place.behind(Cursor.read(cursor, request, keys.size()))) {
            List<String> all = new ArrayList<>(conditions);
            all.add(behind);
            pieces.add(from + RowCondition.where(all));
        }
        return pieces.size() == 1 ? pieces.get(0) : "(" + union(pieces, order) + ") t";
    }

    private static String union(List<String> pieces, String order) {
        return String.join(
                " UNION ALL ",
                pieces.stream()
                        .map(piece -> "(SELECT t.* FROM " + piece + order + ")")
                        .toList());
    }
}
