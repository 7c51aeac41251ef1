package io.corebus.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.feature.Feature;
import io.corebus.feature.Field;
import io.corebus.feature.FieldType;
import io.corebus.feature.SchemaExamples;
import java.util.List;

/** Resources to try a feature with. */
final class Samples {
    private Samples() {}

    /**
     * One that the schema allows, with every field of which a value can be told. An optional reference is left out: what it refers to need not be there. A
     * required one has an id of nothing.
     */
    static ObjectNode of(Feature feature) {
        ObjectNode sample = JsonNodeFactory.instance.objectNode();
        for (Field field : feature.fields()) {
            JsonNode value = SchemaExamples.of(field.schema());
            if (value != null && (field.required() || field.type() != FieldType.REFERENCE)) {
                sample.set(field.name(), value);
            }
        }
        return sample;
    }

    /** Whether every field that must be there is in the sample. */
    static boolean isWhole(Feature feature, ObjectNode sample) {
        return feature.fields().stream().allMatch(field -> !field.required() || sample.has(field.name()));
    }

    static List<Field> requiredReferences(Feature feature) {
        return feature.fields().stream()
                .filter(field -> field.required() && field.type() == FieldType.REFERENCE)
                .toList();
    }
}
