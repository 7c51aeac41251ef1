package io.corebus.feature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;
import io.corebus.bus.FieldFault;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON Merge Patch (RFC 7396) on resources. */
public final class MergePatch {
    private MergePatch() {}

    /**
     * What the target becomes; a new object, which shares no part with the target or the patch that could be changed. Fails with {@code validation} 422
     * where the patch is not an object: by the RFC it would take the place of the resource as a whole, and a resource is an object.
     */
    public static ObjectNode apply(ObjectNode target, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) {
            FieldFault fault = new FieldFault("", "type", "must be an object.");
            throw new Failure("validation", 422, "A merge patch must be an object.", List.of(fault), null, null)
                    .exception();
        }
        return merged(target.deepCopy(), changes);
    }

    private static ObjectNode merged(ObjectNode target, ObjectNode changes) {
        for (Map.Entry<String, JsonNode> change : changes.properties()) {
            JsonNode value = change.getValue();
            if (value.isNull()) {
                target.remove(change.getKey());
            } else if (value instanceof ObjectNode inner) {
                target.set(change.getKey(), merged(objectOrNew(target.get(change.getKey())), inner));
            } else {
                target.set(change.getKey(), value.deepCopy());
            }
        }
        return target;
    }

    private static ObjectNode objectOrNew(@Nullable JsonNode held) {
        return held instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    }
}
