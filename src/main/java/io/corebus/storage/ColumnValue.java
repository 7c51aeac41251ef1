package io.corebus.storage;

import io.corebus.feature.FieldType;
import io.vertx.sqlclient.data.Numeric;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** Texts of filters and cursors as the values that the driver sends for a column's type. */
final class ColumnValue {
    private ColumnValue() {}

    /** Fails with an {@link IllegalArgumentException} or a {@link java.time.DateTimeException} where the text is none of that type. */
    static Object read(FieldType type, String text) {
        return switch (type) {
            case STRING, ENUM, JSON -> text;
            case INTEGER -> Long.valueOf(text);
            case NUMBER -> Double.valueOf(text);
            case DECIMAL -> Numeric.parse(text);
            case BOOLEAN -> Boolean.valueOf(text);
            case DATE_TIME -> OffsetDateTime.parse(text);
            case DATE -> LocalDate.parse(text);
            case UUID, REFERENCE -> UUID.fromString(text);
        };
    }

    static Object readAll(FieldType type, List<String> texts) {
        Object[] values = texts.stream().map(text -> read(type, text)).toArray();
        return switch (type) {
            case STRING, ENUM, JSON -> copy(values, new String[values.length]);
            case INTEGER -> copy(values, new Long[values.length]);
            case NUMBER -> copy(values, new Double[values.length]);
            case DECIMAL -> copy(values, new Numeric[values.length]);
            case BOOLEAN -> copy(values, new Boolean[values.length]);
            case DATE_TIME -> copy(values, new OffsetDateTime[values.length]);
            case DATE -> copy(values, new LocalDate[values.length]);
            case UUID, REFERENCE -> copy(values, new UUID[values.length]);
        };
    }

    private static <T> T[] copy(Object[] values, T[] target) {
        System.arraycopy(values, 0, target, 0, values.length);
        return target;
    }
}
