package io.corebus.http;

import static io.corebus.http.OpenApiJson.arrayOf;
import static io.corebus.http.OpenApiJson.object;
import static io.corebus.http.OpenApiJson.oneOf;
import static io.corebus.http.OpenApiJson.string;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;
import io.corebus.bus.FieldFault;
import io.corebus.feature.Feature;
import io.corebus.feature.JsonPatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a JSON Patch (RFC 6902) looks like, which is the same for all features, and how it is refused. */
final class OpenApiJsonPatch {
    private static final String PART = "/([^~/]|~[01])*";

    private OpenApiJsonPatch() {}

    static ObjectNode schema() {
        ObjectNode operation = object();
        operation
                .putArray("oneOf")
                .add(operation("Puts a value somewhere, or asks for it.", "add", "replace", "test")
                        .required("path", pointer("Where; empty for the whole."))
                        .required("value", object().put("description", "Any value."))
                        .open())
                .add(operation("Takes a value away.", "remove")
                        .required("path", part("Where."))
                        .open())
                .add(operation("Puts a value that is there elsewhere.", "move", "copy")
                        .required("path", pointer("Where to; not into what is moved."))
                        .required("from", pointer("Where it is."))
                        .open());
        return arrayOf(operation)
                .put("maxItems", JsonPatch.MAX_OPERATIONS)
                .put(
                        "description",
                        "A JSON Patch (RFC 6902): operations that are done one after the other, all or none. The outcome as a whole must fit the resource.");
    }

    private static OpenApiObject operation(String description, String... operations) {
        return new OpenApiObject(description).required("op", oneOf("What to do.", operations));
    }

    private static ObjectNode pointer(String description) {
        return pointer(description, "^(" + PART + ")*$");
    }

    private static ObjectNode part(String description) {
        return pointer(description, "^(" + PART + ")+$");
    }

    private static ObjectNode pointer(String description, String pattern) {
        ObjectNode pointer = string("A JSON Pointer (RFC 6901). " + description).put("pattern", pattern);
        pointer.putArray("examples").add("/name");
        return pointer;
    }

    /**
     * Changes one field of a resource that still is what it was.
     *
     * @param merge a merge patch that does the same
     */
    static @Nullable ArrayNode example(@Nullable ObjectNode merge) {
        if (merge == null || merge.isEmpty()) {
            return null;
        }
        String field = merge.fieldNames().next();
        JsonNode value = merge.get(field);
        ArrayNode example = JsonNodeFactory.instance.arrayNode();
        example.addObject().put("op", "test").put("path", "/version").put("value", 1);
        example.addObject()
                .put("op", "replace")
                .put("path", FieldFault.pointer(field))
                .set("value", value);
        return example;
    }

    /** With the other code of the same status, where a change of this feature has it. */
    static OpenApiRefusal refusal(Feature feature) {
        FieldFault fault = new FieldFault("/0", "test", "does not hold: there is another value.");
        String detail =
                "Nothing was changed: the operation at /0 of the patch, test, does not hold: there is another value.";
        String description =
                "`patch-not-applicable`: of a JSON Patch, a `test` does not hold, or there is nothing where an operation needs something. `errors` has the operation, and `test` or `no-value`.";
        return new OpenApiRefusal(
                new Failure(JsonPatch.NOT_APPLICABLE, 409, detail, List.of(fault), null, null),
                feature.uniques().isEmpty() ? description : description + " " + OpenApiRefusal.TAKEN.description());
    }
}
