package io.corebus.feature;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;

/** Arrays and objects, whose schema may be anything that JSON Schema knows. */
final class NestedRule implements FieldRule {
    /** What is stored, told and sealed is written without exponents: a few kilobytes of them could become as many megabytes. */
    private static final int MAX_ZEROS = 1_000_000;

    private final SchemaLibrary schema;

    NestedRule(ObjectNode schema) {
        this.schema = SchemaLibrary.compile(schema);
    }

    @Override
    public void check(JsonNode value, String pointer, FieldFaults faults) {
        FieldFaults hostile = new FieldFaults();
        refuseWhatCannotBeStored(value, pointer, hostile);
        if (hostile.isEmpty() && zeros(value) > MAX_ZEROS) {
            hostile.add(
                    pointer, "type", "has numbers with exponents that have more than a million zeros, written out.");
        }
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

    /** Of all its numbers, which are bounded each. */
    private static long zeros(JsonNode value) {
        if (value.isNumber()) {
            return Numbers.zeros(value);
        }
        long zeros = 0;
        for (JsonNode part : value) {
            zeros += zeros(part);
        }
        return zeros;
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
