package io.corebus.storage;

import io.corebus.storage.StorageMessages.ListRows;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/**
 * One page of a list, and one row more that tells whether there is a next: each row's body and, for the cursor, its sort keys. The order is total, because the id
 * is always its last key; a page begins behind the keys of the last row of the page before, so rows that come and go shift nothing.
 */
final class ListStatement {
    private final FeatureTable table;
    private final ListRows request;
    private final PartialBody body;
    private final List<SortKey> keys;
    private final Tuple arguments = Tuple.tuple();

    private ListStatement(FeatureTable table, ListRows request) {
        this.table = table;
        this.request = request;
        this.body = new PartialBody(table, request.fields(), "t");
        this.keys = SortKey.of(table, request);
    }

    /**
     * @param body which columns come first
     * @param keys how many columns with sort keys follow
     */
    record Query(String sql, Tuple arguments, PartialBody body, int keys) {}

    /** Fails with {@code bad-cursor} or {@code bad-query} 400. */
    static Query of(FeatureTable table, ListRows request) {
        return new ListStatement(table, request).query();
    }

    private Query query() {
        List<String> conditions = RowCondition.of(table, request.filter(), request.search(), this::argument);
        String order = " ORDER BY "
                + String.join(", ", keys.stream().map(SortKey::order).toList()) + " LIMIT " + (request.limit() + 1);
        String sql = "SELECT " + body.columns() + ", " + keyValues() + " FROM " + rows(conditions, order) + order;
        return new Query(sql, arguments, body, keys.size());
    }

    private String keyValues() {
        return String.join(", ", keys.stream().map(SortKey::value).toList());
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
