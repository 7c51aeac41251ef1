package io.corebus.feature;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A JSON Schema (2020-12) for an object, made ready once. */
public final class ObjectSchema {
    private final NestedRule rule;

    public ObjectSchema(ObjectNode schema) {
        this.rule = new NestedRule(schema);
    }

    /** Fails with {@code validation} 422 and every fault. */
    public void check(ObjectNode object) {
        FieldFaults faults = new FieldFaults();
        rule.check(object, "", faults);
        faults.throwIfAny();
    }
}
