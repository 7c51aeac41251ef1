package io.corebus.feature;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/** How values of fields, written as text, compare: as the database compares them. */
public final class FieldComparison {
    private FieldComparison() {}

    /** Negative, zero or positive, as the value is less than, equal to or greater than the one that is wanted. */
    public static int compare(FieldType type, String value, String wanted) {
        return switch (type) {
            case INTEGER, NUMBER, DECIMAL -> new BigDecimal(value).compareTo(new BigDecimal(wanted));
            case BOOLEAN -> Boolean.compare(Boolean.parseBoolean(value), Boolean.parseBoolean(wanted));
            case DATE_TIME -> Instant.parse(value).compareTo(Instant.parse(wanted));
            case STRING, ENUM, DATE, UUID, REFERENCE -> byCodePoint(value, wanted);
            case JSON -> throw new IllegalStateException("a condition on a field that cannot be compared");
        };
    }

    private static int byCodePoint(String one, String other) {
        return Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    /** {@code *} for any run of characters. Looks at every character a bounded number of times, whatever the pattern. */
    public static boolean fits(String text, String pattern) {
        String[] parts = pattern.split("\\*", -1);
        String first = parts[0];
        String last = parts[parts.length - 1];
        if (!text.startsWith(first)) {
            return false;
        }
        int place = first.length();
        for (int i = 1; i < parts.length - 1; i++) {
            int found = text.indexOf(parts[i], place);
            if (found < 0) {
                return false;
            }
            place = found + parts[i].length();
        }
        return text.length() - last.length() >= place && text.endsWith(last);
    }
}
