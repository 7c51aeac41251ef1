package io.corebus.storage;

import io.corebus.feature.FieldType;
import io.corebus.storage.StorageMessages.ListRows;
import io.corebus.storage.StorageMessages.Sort;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A column by which a list is sorted. */
record SortKey(String column, FieldType type, boolean descending, boolean nullable) {

    /** Those of a list, in order of weight. The id is always the last one, so that the order is total. */
    static List<SortKey> of(FeatureTable table, ListRows request) {
        List<SortKey> keys = new ArrayList<>();
        boolean lastDescending = false;
        for (Sort sort : request.sort()) {
            keys.add(of(table, sort.field(), sort.descending()));
            lastDescending = sort.descending();
        }
        if (request.sort().stream().noneMatch(sort -> sort.field().equals("id"))) {
            keys.add(of(table, "id", lastDescending));
        }
        return keys;
    }

    private static SortKey of(FeatureTable table, String field, boolean descending) {
        FieldType type = Objects.requireNonNull(table.type(field), field);
        return new SortKey("t." + FeatureTable.quoted(field), type, descending, table.isNullable(field));
    }

    /** Where PostgreSQL puts nulls by itself: last, and first where the order is reversed. So an index serves both directions. */
    String order() {
        return column + (descending ? " DESC" : "");
    }

    /**
     * As a value whose text {@link ColumnValue#read} takes back. A moment becomes text where it is needed: for one row of a page, not for all.
     *
     * @param share what it may have in bytes, or it does not come; 0: anything
     */
    String value(int share) {
        String value = type == FieldType.DATE_TIME ? column : column + "::text";
        return share > 0 && type == FieldType.STRING
                ? "CASE WHEN " + Fitting.ofText(column) + " <= " + share + " THEN " + value + " END"
                : value;
    }
}
