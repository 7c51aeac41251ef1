package io.corebus.feature;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/**
 * Numbers whose size is not known. One that is written in ten characters can have a billion digits, and most of what {@link BigDecimal} offers writes them
 * out: ask {@link #isBounded} first.
 */
final class Numbers {
    static final int MAX_DIGITS = 1_000;

    private static final int LONG_DIGITS = 19;
    private static final int FEW_ZEROS = 20;
    private static final BigDecimal LOWEST = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal HIGHEST = BigDecimal.valueOf(Long.MAX_VALUE);

    private Numbers() {}

    /** Whether it has at most {@value #MAX_DIGITS} digits before the point, and fewer after it: with the zero before it, whoever reads it again wants no more. */
    static boolean isBounded(JsonNode number) {
        if (number.isInt() || number.isLong()) {
            return true;
        }
        return isBounded(number.decimalValue());
    }

    static boolean isBounded(BigDecimal number) {
        long before = (long) number.precision() - number.scale();
        return number.scale() < MAX_DIGITS && before <= MAX_DIGITS;
    }

    /** How many zeros it has written out that it need not have had as it was sent, such as {@code 1e999}; few ones do not count. */
    static int zeros(JsonNode number) {
        if (number.isInt() || number.isLong()) {
            return 0;
        }
        BigDecimal value = number.decimalValue();
        int zeros = Math.max(-value.scale(), value.scale() - value.precision());
        return zeros > FEW_ZEROS ? zeros : 0;
    }

    /** Whether it is a whole number of 64 bits; {@code 1.0} and {@code 1e2} are. */
    static boolean isLong(JsonNode number) {
        if (number.isInt() || number.isLong()) {
            return true;
        }
        return number.isNumber() && isLong(number.decimalValue());
    }

    /** Only for what {@link #isLong} is true for. */
    static long toLong(JsonNode number) {
        return number.isInt() || number.isLong()
                ? number.longValue()
                : number.decimalValue().longValueExact();
    }

    private static boolean isLong(BigDecimal number) {
        if (number.signum() == 0) {
            return isBounded(number);
        }
        if ((long) number.precision() - number.scale() > LONG_DIGITS) {
            return false;
        }
        return number.stripTrailingZeros().scale() <= 0
                && number.compareTo(LOWEST) >= 0
                && number.compareTo(HIGHEST) <= 0;
    }
}
