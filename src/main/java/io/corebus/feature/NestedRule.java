package io.corebus.feature;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;

/** Arrays and objects, whose schema may be anything that JSON Schema knows. */
final class NestedRule implements FieldRule {
    private final SchemaLibrary schema;

    NestedRule(ObjectNode schema) {
        this.schema = SchemaLibrary.compile(schema);
    }

    @Override
    public void check(JsonNode value, String pointer, FieldFaults faults) {
        FieldFaults hostile = new FieldFaults();
        refuseWhatCannotBeStored(value, pointer, hostile);
        hostile.all().forEach(fault -> faults.add(fault.pointer(), fault.code(), fault.detail()));
        if (hostile.isEmpty()) {
            schema.check(value, pointer, faults);
        }
    }

    private static void refuseWhatCannotBeStored(JsonNode value, String pointer, FieldFaults faults) {
        if (faults.isFull()) {
            return;
        }
        if (value.isTextual() && !Characters.areAllowed(value.textValue())) {
            faults.add(pointer, "characters", TextRule.WRONG_CHARACTERS);
        } else if (value.isNumber() && !Numbers.isBounded(value)) {
            faults.add(
                    pointer,
                    "type",
                    "must be a number of at most " + Numbers.MAX_DIGITS
                            + " digits before the point and fewer after it.");
        } else if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                refuseWhatCannotBeStored(value.get(i), pointer + "/" + i, faults);
            }
        } else if (value.isObject()) {
            refuseMembers(value, pointer, faults);
        }
    }

    private static void refuseMembers(JsonNode object, String pointer, FieldFaults faults) {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String place = FieldFaults.pointer(pointer, member.getKey());
            if (!Characters.areAllowed(member.getKey())) {
                faults.add(place, "characters", "its name " + TextRule.WRONG_CHARACTERS);
            }
            refuseWhatCannotBeStored(member.getValue(), place, faults);
        }
    }

    @Override
    public void write(JsonNode value, JsonGenerator out) throws IOException {
        out.writeTree(value);
    }
}
