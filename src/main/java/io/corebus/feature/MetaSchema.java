package io.corebus.feature;

import io.corebus.bus.FieldFault;
import java.util.HashSet;
import java.util.Set;

/** The last look at a schema: whether it is one at all, by JSON Schema's own schema. Finds what the checks with better messages do not look for. */
final class MetaSchema {
    private static final SchemaLibrary SCHEMAS = SchemaLibrary.ofSchemas();

    private MetaSchema() {}

    static void check(String name, Located schema, FileFaults faults) {
        FieldFaults found = new FieldFaults();
        SCHEMAS.check(schema.json(), "", found);
        Set<String> told = new HashSet<>();
        for (FieldFault fault : found.all()) {
            if (!told.add(fault.pointer())) {
                continue; // Each of several forms that a value could have is missed in its own way; one is enough.
            }
            String place = fault.pointer().isEmpty() ? "" : " at " + fault.pointer();
            faults.add(schema.lineOf(fault.pointer()), name + place + " is not JSON Schema: " + fault.detail());
        }
    }
}
