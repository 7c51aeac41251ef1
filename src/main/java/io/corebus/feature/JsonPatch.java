package io.corebus.feature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.FieldFault;
import java.util.List;
import java.util.regex.Pattern;

/**
 * JSON Patch (RFC 6902) on resources. All operations take effect, or none.
 *
 * <p>A few small operations can copy a value into itself until it has any size and depth, so both are bounded: what all copies of a patch take together, and how
 * deep a value may come to stand.
 */
public final class JsonPatch {
    /** Nodes, and characters of texts, that the {@code copy} operations of a patch may add together. */
    static final int MAX_COPIED = 1 << 20;

    private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");

    private JsonNode whole;
    private int copied;

    private JsonPatch(JsonNode whole) {
        this.whole = whole;
    }

    /**
     * What the target becomes; a new object, which shares no part with the target or the patch that could be changed. Fails with {@code validation} 422 where the
     * patch is none, has more than {@value JsonPatchOperation#MAX_OPERATIONS} operations, or would make something else than an object of the target, and with
     * {@code patch-not-applicable} 409 where a {@code test} does not hold or an operation finds nothing in its place; each with a JSON Pointer into the patch.
     */
    public static ObjectNode apply(ObjectNode target, JsonNode patch) {
        List<JsonPatchOperation> operations = JsonPatchOperation.read(patch);
        JsonPatch patching = new JsonPatch(target.deepCopy());
        operations.forEach(patching::apply);
        if (patching.whole instanceof ObjectNode object) {
            return object;
        }
        FieldFault fault = new FieldFault("", "type", "must leave an object, which a resource is.");
        throw new Failure("validation", 422, "The patch makes no object of the resource.", List.of(fault), null, null)
                .exception();
    }

    private void apply(JsonPatchOperation operation) {
        switch (operation.op()) {
            case "add" -> add(operation, operation.value().deepCopy());
            case "remove" -> remove(operation, operation.path());
            case "replace" -> replace(operation);
            case "move" -> add(operation, remove(operation, operation.from()));
            case "copy" -> add(operation, copied(operation));
            case "test" -> test(operation);
            default -> throw new IllegalStateException(operation.op());
        }
    }

    private void add(JsonPatchOperation operation, JsonNode value) {
        List<String> path = operation.path();
        requireShallow(operation, value);
        if (path.isEmpty()) {
            whole = value;
            return;
        }
        JsonNode parent = find(operation, path.subList(0, path.size() - 1));
        String name = path.get(path.size() - 1);
        if (parent instanceof ObjectNode object) {
            object.set(name, value);
        } else if (parent instanceof ArrayNode array) {
            int at = name.equals("-") ? array.size() : index(operation, name, array.size());
            array.insert(at, value);
        } else {
            throw absent(operation, path);
        }
    }

    private JsonNode remove(JsonPatchOperation operation, List<String> path) {
        JsonNode value = find(operation, path);
        if (path.isEmpty()) {
            throw refusal(operation, "no-value", "would remove the resource itself. Delete it instead.");
        }
        JsonNode parent = find(operation, path.subList(0, path.size() - 1));
        String name = path.get(path.size() - 1);
        if (parent instanceof ObjectNode object) {
            object.remove(name);
        } else {
            ((ArrayNode) parent).remove(Integer.parseInt(name));
        }
        return value;
    }

    /** Section 4.3: like a removal, and then an addition in the same place. */
    private void replace(JsonPatchOperation operation) {
        if (!operation.path().isEmpty()) {
            remove(operation, operation.path());
        }
        add(operation, operation.value().deepCopy());
    }

    private JsonNode copied(JsonPatchOperation operation) {
        JsonNode value = find(operation, operation.from());
        copied += weight(value);
        if (copied > MAX_COPIED) {
            throw invalid(operation, "size", "copies too much: all copies of a patch may have a million characters.");
        }
        return value.deepCopy();
    }

    private void test(JsonPatchOperation operation) {
        if (!JsonValues.areSame(operation.value(), find(operation, operation.path()))) {
            throw refusal(operation, "test", "does not hold: the resource has another value there.");
        }
    }

    private JsonNode find(JsonPatchOperation operation, List<String> path) {
        JsonNode found = whole;
        for (String name : path) {
            JsonNode inner = found instanceof ArrayNode array
                    ? array.get(index(operation, name, array.size() - 1))
                    : found.get(name);
            if (inner == null) {
                throw absent(operation, path);
            }
            found = inner;
        }
        return found;
    }

    private static int index(JsonPatchOperation operation, String name, int last) {
        if (!INDEX.matcher(name).matches() || Integer.parseInt(name) > last) {
            throw refusal(
                    operation,
                    "no-value",
                    "finds no place '" + JsonPatchOperation.shown(List.of(name)) + "' in a list of " + (last + 1)
                            + ".");
        }
        return Integer.parseInt(name);
    }

    private static void requireShallow(JsonPatchOperation operation, JsonNode value) {
        if (operation.path().size() + depth(value) > StrictJson.MAX_DEPTH) {
            String detail = "would make the resource more than " + StrictJson.MAX_DEPTH + " levels deep.";
            throw invalid(operation, "depth", detail);
        }
    }

    private static int depth(JsonNode value) {
        int deepest = 0;
        for (JsonNode inner : value) {
            deepest = Math.max(deepest, depth(inner));
        }
        return value.isContainerNode() ? deepest + 1 : 0;
    }

    private static int weight(JsonNode value) {
        int weight = 1 + (value.isTextual() ? value.textValue().length() : 0);
        for (JsonNode inner : value) {
            weight += weight(inner);
        }
        return weight;
    }

    private static FailureException absent(JsonPatchOperation operation, List<String> path) {
        return refusal(operation, "no-value", "finds nothing at '" + JsonPatchOperation.shown(path) + "'.");
    }

    private static FailureException refusal(JsonPatchOperation operation, String code, String detail) {
        return failure("patch-not-applicable", 409, operation, code, detail);
    }

    private static FailureException invalid(JsonPatchOperation operation, String code, String detail) {
        return failure("validation", 422, operation, code, detail);
    }

    private static FailureException failure(
            String failure, int status, JsonPatchOperation operation, String code, String detail) {
        FieldFault fault = new FieldFault(operation.place(), code, detail);
        String whole = "Nothing was changed: the operation " + operation.op() + " at " + operation.place()
                + " of the patch " + detail;
        return new Failure(failure, status, whole, List.of(fault), null, null).exception();
    }
}
