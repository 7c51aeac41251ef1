package io.corebus.feature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** {@code minimum} and its kin. Only for numbers that are {@linkplain Numbers#isBounded bounded}. */
record NumberLimits(
        @Nullable BigDecimal minimum,
        @Nullable BigDecimal maximum,
        @Nullable BigDecimal exclusiveMinimum,
        @Nullable BigDecimal exclusiveMaximum,
        @Nullable BigDecimal multipleOf) {

    static NumberLimits of(ObjectNode schema) {
        return new NumberLimits(
                limit(schema, "minimum"),
                limit(schema, "maximum"),
                limit(schema, "exclusiveMinimum"),
                limit(schema, "exclusiveMaximum"),
                limit(schema, "multipleOf"));
    }

    private static @Nullable BigDecimal limit(ObjectNode schema, String keyword) {
        JsonNode limit = schema.get(keyword);
        return limit == null ? null : limit.decimalValue();
    }

    void check(BigDecimal value, String pointer, FieldFaults faults) {
        if (minimum != null && value.compareTo(minimum) < 0) {
            faults.add(pointer, "minimum", "must be at least " + minimum + ".");
        }
        if (maximum != null && value.compareTo(maximum) > 0) {
            faults.add(pointer, "maximum", "must be at most " + maximum + ".");
        }
        if (exclusiveMinimum != null && value.compareTo(exclusiveMinimum) <= 0) {
            faults.add(pointer, "exclusive-minimum", "must be more than " + exclusiveMinimum + ".");
        }
        if (exclusiveMaximum != null && value.compareTo(exclusiveMaximum) >= 0) {
            faults.add(pointer, "exclusive-maximum", "must be less than " + exclusiveMaximum + ".");
        }
        if (multipleOf != null && value.remainder(multipleOf).signum() != 0) {
            faults.add(pointer, "multiple-of", "must be a multiple of " + multipleOf + ".");
        }
    }

    /** The lowest whole number of 64 bits that none of the lower limits refuses. */
    long lowest() {
        long lowest = minimum == null ? Long.MIN_VALUE : clamped(minimum, RoundingMode.CEILING);
        return exclusiveMinimum == null
                ? lowest
                : Math.max(lowest, clamped(exclusiveMinimum.add(BigDecimal.ONE), RoundingMode.FLOOR));
    }

    long highest() {
        long highest = maximum == null ? Long.MAX_VALUE : clamped(maximum, RoundingMode.FLOOR);
        return exclusiveMaximum == null
                ? highest
                : Math.min(highest, clamped(exclusiveMaximum.subtract(BigDecimal.ONE), RoundingMode.CEILING));
    }

    private static long clamped(BigDecimal limit, RoundingMode rounding) {
        BigInteger whole = limit.setScale(0, rounding).toBigInteger();
        if (whole.bitLength() > 63) {
            return whole.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return whole.longValue();
    }
}
