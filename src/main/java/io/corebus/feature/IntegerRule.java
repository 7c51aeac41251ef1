package io.corebus.feature;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;

final class IntegerRule implements FieldRule {
    private final NumberLimits limits;
    private final long lowest;
    private final long highest;

    IntegerRule(NumberLimits limits) {
        this.limits = limits;
        this.lowest = limits.lowest();
        this.highest = limits.highest();
    }

    @Override
    public void check(JsonNode value, String pointer, FieldFaults faults) {
        if (!Numbers.isLong(value)) {
            faults.add(pointer, "type", "must be a whole number of at most 64 bits.");
            return;
        }
        long number = Numbers.toLong(value);
        if (number < lowest || number > highest || limits.multipleOf() != null) {
            limits.check(BigDecimal.valueOf(number), pointer, faults);
        }
    }

    @Override
    public void write(JsonNode value, JsonGenerator out) throws IOException {
        out.writeNumber(Numbers.toLong(value));
    }
}
