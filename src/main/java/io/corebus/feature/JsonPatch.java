package io.corebus.feature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;
import io.corebus.bus.FieldFault;
import java.util.List;

/** JSON Patch (RFC 6902) on resources: operations that are done one after the other, all of them or none. */
public final class JsonPatch {
    /** The code of an operation that does not fit the resource as it is. */
    public static final String NOT_APPLICABLE = "patch-not-applicable";

    public static final int MAX_OPERATIONS = 1_000;

    private final List<JsonPatchOperation> operations;

    private JsonPatch(List<JsonPatchOperation> operations) {
        this.operations = operations;
    }

    /** Fails with {@code validation} 422, and JSON Pointers into the patch, where it is none or has more than {@value #MAX_OPERATIONS} operations. */
    public static JsonPatch of(JsonNode patch) {
        return new JsonPatch(JsonPatchOperation.read(patch));
    }

    /**
     * What the target becomes; a new object, which shares no part with the target or the patch that could be changed. Fails, with a JSON Pointer to the
     * operation, with {@code patch-not-applicable} 409 where a {@code test} does not hold or an operation finds nothing in its place, and with {@code
     * validation} 422 where it would be too much; without one where no object is left.
     */
    public ObjectNode apply(ObjectNode target) {
        JsonPatching patching = new JsonPatching(target.deepCopy());
        operations.forEach(patching::apply);
        if (patching.whole() instanceof ObjectNode object) {
            return object;
        }
        FieldFault fault = new FieldFault("", "type", "must leave an object, which a resource is.");
        throw new Failure("validation", 422, "The patch makes no object of the resource.", List.of(fault), null, null)
                .exception();
    }
}
