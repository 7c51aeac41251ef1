package io.corebus.feature;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What every resource has beside the fields of its descriptor; Corebus sets them. */
public final class PlatformFields {
    private static final Map<String, FieldType> TYPES = Map.of(
            "id", FieldType.UUID,
            "version", FieldType.INTEGER,
            "created_at", FieldType.DATE_TIME,
            "updated_at", FieldType.DATE_TIME,
            "created_by", FieldType.STRING,
            "updated_by", FieldType.STRING);

    /** In the order in which they are told. */
    public static final List<String> NAMES =
            List.of("id", "version", "created_at", "updated_at", "created_by", "updated_by");

    private PlatformFields() {}

    public static boolean isOne(String name) {
        return TYPES.containsKey(name);
    }

    static @Nullable FieldType type(String name) {
        return TYPES.get(name);
    }
}
