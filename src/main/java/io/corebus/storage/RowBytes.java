package io.corebus.storage;

import io.corebus.feature.Feature;
import io.corebus.feature.Field;
import io.corebus.feature.FieldType;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How large the rows of a feature, {@code t}, can be and are. Most can only be so small that no page of them has to be measured. */
final class RowBytes {
    private static final long UTF_8 = 4;
    private static final long UNBOUNDED = Integer.MAX_VALUE;
    /** Of what is neither a text nor JSON. */
    private static final long NUMBER = 400;
    /** The columns of the platform, with their names. */
    private static final long FRAME = 400;

    private final List<Field> fields;

    RowBytes(Feature feature) {
        this.fields = feature.fields();
    }

    /** What each of so many rows may have, with which all of them fit. */
    static int share(int rows) {
        return Fitting.MAX_BYTES / rows;
    }

    /** Whether so many rows, with these of their fields, always fit. */
    boolean fit(int rows, @Nullable Collection<String> chosen) {
        long most = FRAME;
        for (Field field : fields) {
            most += isChosen(field, chosen) ? field.name().length() + most(field) : 0;
        }
        return most <= share(rows);
    }

    private static long most(Field field) {
        return switch (field.type()) {
            case STRING -> UTF_8 * field.schema().path("maxLength").asLong(UNBOUNDED);
            case ENUM ->
                UTF_8 * field.values().stream().mapToInt(String::length).max().orElse(0);
            case JSON -> UNBOUNDED;
            case INTEGER, NUMBER, DECIMAL, BOOLEAN, DATE, DATE_TIME, UUID, REFERENCE -> NUMBER;
        };
    }

    private static boolean isChosen(Field field, @Nullable Collection<String> chosen) {
        return chosen == null || chosen.contains(field.name());
    }

    /** SQL for what a row takes up in the database, often compressed. */
    String stored(@Nullable Collection<String> chosen) {
        return sum(chosen, field -> Fitting.stored(column(field)));
    }

    /** SQL for what a row has in bytes. */
    String bytes(@Nullable Collection<String> chosen) {
        return sum(chosen, RowBytes::bytes);
    }

    /** The same where no value has more than a share; else it is more than a share, and need not be right. */
    String measured(int share, @Nullable Collection<String> chosen) {
        return sum(chosen, field -> measured(share, field));
    }

    /** SQL for the value of a field, null where that has more than a share. */
    static String within(int share, Field field, String value) {
        return isLarge(field)
                ? "CASE WHEN " + measured(share, field) + " <= " + share + " THEN " + value + " END"
                : value;
    }

    /** What takes up more than a share as it is stored need not be unpacked. */
    private static String measured(int share, Field field) {
        if (field.type() != FieldType.JSON) {
            return bytes(field);
        }
        String stored = Fitting.stored(column(field));
        return "CASE WHEN " + stored + " > " + share + " THEN " + stored + " ELSE " + bytes(field) + " END";
    }

    private static String bytes(Field field) {
        return field.type() == FieldType.JSON ? Fitting.ofJson(column(field)) : Fitting.ofText(column(field));
    }

    private static boolean isLarge(Field field) {
        return field.type() == FieldType.STRING || field.type() == FieldType.JSON;
    }

    private static String column(Field field) {
        return "t." + FeatureTable.quoted(field.name());
    }

    private String sum(@Nullable Collection<String> chosen, Function<Field, String> size) {
        String sizes = fields.stream()
                .filter(field -> isLarge(field) && isChosen(field, chosen))
                .map(size)
                .collect(Collectors.joining(" + "));
        return "(" + FRAME + " + " + sizes + ")::bigint";
    }
}
