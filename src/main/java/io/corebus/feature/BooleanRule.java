package io.corebus.feature;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

final class BooleanRule implements FieldRule {
    @Override
    public void check(JsonNode value, String pointer, FieldFaults faults) {
        if (!value.isBoolean()) {
            faults.add(pointer, "type", "must be true or false.");
        }
    }

    @Override
    public void write(JsonNode value, JsonGenerator out) throws IOException {
        out.writeBoolean(value.booleanValue());
    }
}
