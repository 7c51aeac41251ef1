package io.corebus.feature;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Set;

final class EnumRule implements FieldRule {
    private final Set<String> values;
    private final String detail;

    EnumRule(List<String> values) {
        this.values = Set.copyOf(values);
        this.detail = "must be one of " + String.join(", ", values) + ".";
    }

    @Override
    public void check(JsonNode value, String pointer, FieldFaults faults) {
        if (!value.isTextual()) {
            faults.add(pointer, "type", "must be a string.");
        } else if (!values.contains(value.textValue())) {
            faults.add(pointer, "enum", detail);
        }
    }

    @Override
    public void write(JsonNode value, JsonGenerator out) throws IOException {
        out.writeString(value.textValue());
    }
}
