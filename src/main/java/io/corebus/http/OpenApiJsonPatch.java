package io.corebus.http;

import static io.corebus.http.OpenApiJson.arrayOf;
import static io.corebus.http.OpenApiJson.object;
import static io.corebus.http.OpenApiJson.string;
import static io.corebus.http.OpenApiJson.texts;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;
import io.corebus.bus.FieldFault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the document says of JSON Patch (RFC 6902), which is the same for all features. */
final class OpenApiJsonPatch {
    static final String NAME = "JsonPatch";
    private static final int MAX_OPERATIONS = 1_000;

    private OpenApiJsonPatch() {}

    static ObjectNode schema() {
        ObjectNode operation = object();
        operation
                .putArray("oneOf")
                .add(operation("add", "replace", "test")
                        .required("value", object())
                        .open())
                .add(operation("remove").open())
                .add(operation("move", "copy")
                        .required("from", pointer("Where the value is."))
                        .open());
        ObjectNode schema = arrayOf(operation).put("maxItems", MAX_OPERATIONS);
        return schema.put(
                "description",
                "Operations (RFC 6902), done in their order, all or none. The outcome as a whole must be valid; what is set by the server stays as it is.");
    }

    private static OpenApiObject operation(String... names) {
        ObjectNode op = object();
        op.set("enum", texts(List.of(names)));
        return new OpenApiObject("One operation.")
                .required("op", op.put("type", "string"))
                .required("path", pointer("Where it is done."));
    }

    private static ObjectNode pointer(String description) {
        return string(description + " A JSON Pointer (RFC 6901), such as `/name`.")
                .put("pattern", "^(/([^/~]|~[01])*)*$");
    }

    /** Sets one field. */
    static @Nullable ArrayNode example(@Nullable ObjectNode patch) {
        if (patch == null || patch.isEmpty()) {
            return null;
        }
        ArrayNode example = patch.arrayNode();
        patch.properties()
                .forEach(field -> example.addObject()
                        .put("op", "add")
                        .put("path", FieldFault.pointer(field.getKey()))
                        .set("value", field.getValue()));
        return example;
    }

    /** @param unique whether a write may be refused for values that are taken */
    static OpenApiRefusal refusal(boolean unique) {
        FieldFault fault = new FieldFault("/0", "test", "does not hold: the resource has another value there.");
        return new OpenApiRefusal(
                new Failure(
                        "patch-not-applicable",
                        409,
                        "Nothing was changed: the operation test at /0 of the patch does not hold: the resource has another value there.",
                        List.of(fault),
                        null,
                        null),
                "`patch-not-applicable`: a `test` does not hold, or an operation finds nothing in its place; `errors` has which one."
                        + (unique
                                ? " `conflict`: another resource has the same values where they must be unique."
                                : ""));
    }
}
