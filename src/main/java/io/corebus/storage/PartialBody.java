package io.corebus.storage;

import io.corebus.feature.Field;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** A resource as JSON text of which some fields are left out, in the same order and form as {@link FeatureTable#body} has them. */
final class PartialBody {
    private PartialBody() {}

    /** @param fields those that shall be there, besides the id; null: all */
    static String of(FeatureTable table, String row, @Nullable Collection<String> fields) {
        if (fields == null) {
            return table.body(row);
        }
        StringBuilder body = new StringBuilder("'{\"id\":\"' || " + row + ".id || '\"'");
        if (fields.contains("version")) {
            body.append(" || ',\"version\":' || ").append(row).append(".version");
        }
        for (Field field : table.feature().fields()) {
            if (fields.contains(field.name())) {
                body.append(" || ").append(FeatureTable.member(row, field));
            }
        }
        for (String time : new String[] {"created_at", "updated_at"}) {
            if (fields.contains(time)) {
                append(body, time, Rows.time(row + "." + time));
            }
        }
        for (String who : new String[] {"created_by", "updated_by"}) {
            if (fields.contains(who)) {
                append(body, who, row + "." + who);
            }
        }
        return body.append(" || '}'").toString();
    }

    private static void append(StringBuilder body, String name, String text) {
        body.append(" || ',\"").append(name).append("\":\"' || ").append(text).append(" || '\"'");
    }
}
