package io.corebus.mcp;

import io.corebus.bus.Json;
import io.corebus.feature.Criterion;
import io.corebus.feature.Feature;
import io.corebus.feature.FieldText;
import io.corebus.feature.JsonParts;
import io.corebus.resource.ResourceMessages.Permission;
import io.corebus.storage.JournalMessages.Entry;
import io.corebus.storage.StorageMessages.Condition;
import org.jspecify.annotations.Nullable;

/** Which changes of a feature's records somebody sees: what decides are the records themselves, as the journal has them. */
final class RecordSight {
    /** Null: all. */
    private final @Nullable Criterion rows;

    RecordSight(Feature feature, Permission permission) {
        Condition filter = permission.filter();
        this.rows = filter == null ? null : filter.criterion(new FieldText(feature));
    }

    /** Whether it could read the record as it was before, or can read it as it is after: one that is gone was there. */
    boolean sees(Entry entry) {
        return rows == null || meets(rows, entry.before()) || meets(rows, entry.after());
    }

    /** Of what was erased nobody can tell any more whether it met a rule. */
    private static boolean meets(Criterion rows, @Nullable Json record) {
        return record != null && rows.holds(field -> JsonParts.value(record, field));
    }
}
