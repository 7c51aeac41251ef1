package io.corebus.feature;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** Numbers that are kept as 64-bit floating point numbers. */
final class NumberRule implements FieldRule {
    private final NumberLimits limits;

    NumberRule(NumberLimits limits) {
        this.limits = limits;
    }

    @Override
    public void check(JsonNode value, String pointer, FieldFaults faults) {
        if (!value.isNumber()) {
            faults.add(pointer, "type", "must be a number.");
        } else if (!Numbers.isBounded(value) || !Double.isFinite(value.doubleValue())) {
            faults.add(pointer, "type", "must be a number that fits into a 64-bit floating point number.");
        } else {
            limits.check(value.decimalValue(), pointer, faults);
        }
    }

    @Override
    public void write(JsonNode value, JsonGenerator out) throws IOException {
        if (value.isInt()) {
            out.writeNumber(value.intValue());
        } else {
            out.writeNumber(value.doubleValue());
        }
    }
}
