package io.corebus.feature;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** Numbers that keep every digit, as money does. */
final class DecimalRule implements FieldRule {
    private final NumberLimits limits;

    DecimalRule(NumberLimits limits) {
        this.limits = limits;
    }

    @Override
    public void check(JsonNode value, String pointer, FieldFaults faults) {
        if (!value.isNumber()) {
            faults.add(pointer, "type", "must be a number.");
        } else if (!Numbers.isBounded(value)) {
            faults.add(
                    pointer,
                    "type",
                    "must be a number of at most " + Numbers.MAX_DIGITS
                            + " digits before the point and fewer after it.");
        } else {
            limits.check(value.decimalValue(), pointer, faults);
        }
    }

    @Override
    public void write(JsonNode value, JsonGenerator out) throws IOException {
        if (value.isInt() || value.isLong()) {
            out.writeNumber(value.longValue());
        } else {
            out.writeNumber(value.decimalValue().toPlainString());
        }
    }
}
