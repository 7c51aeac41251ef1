package io.corebus.feature;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** What a field's schema says about its values, compiled once. */
interface FieldRule {
    /** Adds all that is wrong with a value that is there and not null. */
    void check(JsonNode value, String pointer, FieldFaults faults);

    /** Writes a value that passed the check as storage takes it. */
    void write(JsonNode value, JsonGenerator out) throws IOException;

    /** The schema must have been found good by {@link FieldReader}. */
    static FieldRule of(Field field) {
        ObjectNode schema = field.schema();
        return switch (field.type()) {
            case STRING -> TextRule.of(schema);
            case ENUM -> new EnumRule(field.values());
            case INTEGER -> new IntegerRule(NumberLimits.of(schema));
            case NUMBER -> new NumberRule(NumberLimits.of(schema));
            case DECIMAL -> new DecimalRule(NumberLimits.of(schema));
            case BOOLEAN -> new BooleanRule();
            case DATE_TIME -> FormRule.DATE_TIME;
            case DATE -> FormRule.DATE;
            case UUID, REFERENCE -> FormRule.UUID;
            case JSON -> new NestedRule(schema);
        };
    }
}
