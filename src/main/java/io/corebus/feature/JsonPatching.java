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
 * A value while the operations of a {@link JsonPatch} change it.
 *
 * <p>A few small operations can copy a value into itself until it has any size and depth, and move one to and fro without end, so both are bounded: what a
 * patch copies and moves, and how deep a value may come to stand.
 */
final class JsonPatching {
    /** Values that a patch may copy and move, and characters of texts that it may copy, together. */
    static final int MAX_CARRIED = 1 << 20;

    private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");

    private JsonNode whole;
    private int carried;

    /** @param whole is changed */
    JsonPatching(JsonNode whole) {
        this.whole = whole;
    }

    JsonNode whole() {
        return whole;
    }

    void apply(JsonPatchOperation operation) {
        switch (operation.op()) {
            case "add" -> add(operation, operation.value().deepCopy());
            case "remove" -> remove(operation, operation.path());
            case "replace" -> replace(operation);
            case "move" -> move(operation);
            case "copy" -> copy(operation);
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
        JsonNode parent = find(operation, parent(path));
        String name = last(path);
        if (parent instanceof ObjectNode object) {
            object.set(name, value);
        } else if (parent instanceof ArrayNode array) {
            array.insert(name.equals("-") ? array.size() : index(operation, name, array, array.size()), value);
        } else {
            throw absent(operation, path);
        }
    }

    /** @param path not to the whole */
    private void remove(JsonPatchOperation operation, List<String> path) {
        find(operation, path);
        JsonNode parent = find(operation, parent(path));
        if (parent instanceof ObjectNode object) {
            object.remove(last(path));
        } else {
            ((ArrayNode) parent).remove(Integer.parseInt(last(path)));
        }
    }

    /** Like a removal, and an addition in the same place (section 4.3). */
    private void replace(JsonPatchOperation operation) {
        if (!operation.path().isEmpty()) {
            remove(operation, operation.path());
        }
        add(operation, operation.value().deepCopy());
    }

    private void move(JsonPatchOperation operation) {
        JsonNode value = find(operation, operation.from());
        if (operation.from().equals(operation.path())) {
            return;
        }
        carry(operation, values(value));
        remove(operation, operation.from());
        add(operation, value);
    }

    private void copy(JsonPatchOperation operation) {
        JsonNode value = find(operation, operation.from());
        carry(operation, values(value) + characters(value));
        add(operation, value.deepCopy());
    }

    private void carry(JsonPatchOperation operation, int weight) {
        carried += weight;
        if (carried > MAX_CARRIED) {
            String detail = "is too much: a patch copies and moves at most " + MAX_CARRIED + " values and characters.";
            throw invalid(operation, "max-size", detail);
        }
    }

    private void test(JsonPatchOperation operation) {
        if (!JsonValues.areSame(operation.value(), find(operation, operation.path()))) {
            throw refusal(operation, "test", "does not hold: there is another value.");
        }
    }

    private JsonNode find(JsonPatchOperation operation, List<String> path) {
        JsonNode found = whole;
        for (String name : path) {
            JsonNode inner = found instanceof ArrayNode array
                    ? array.get(index(operation, name, array, array.size() - 1))
                    : found.get(name);
            if (inner == null) {
                throw absent(operation, path);
            }
            found = inner;
        }
        return found;
    }

    private static int index(JsonPatchOperation operation, String name, ArrayNode array, int highest) {
        if (!INDEX.matcher(name).matches() || Integer.parseInt(name) > highest) {
            String detail =
                    "finds no place '" + JsonPatchOperation.shown(name) + "' in a list of " + array.size() + ".";
            throw refusal(operation, "no-value", detail);
        }
        return Integer.parseInt(name);
    }

    private static List<String> parent(List<String> path) {
        return path.subList(0, path.size() - 1);
    }

    private static String last(List<String> path) {
        return path.get(path.size() - 1);
    }

    private static void requireShallow(JsonPatchOperation operation, JsonNode value) {
        if (operation.path().size() + depth(value) > StrictJson.MAX_DEPTH) {
            String detail = "would make the resource more than " + StrictJson.MAX_DEPTH + " levels deep.";
            throw invalid(operation, "max-depth", detail);
        }
    }

    private static int depth(JsonNode value) {
        int deepest = 0;
        for (JsonNode inner : value) {
            deepest = Math.max(deepest, depth(inner));
        }
        return value.isContainerNode() ? deepest + 1 : 0;
    }

    private static int values(JsonNode value) {
        int values = 1;
        for (JsonNode inner : value) {
            values += values(inner);
        }
        return values;
    }

    private static int characters(JsonNode value) {
        int characters = value.isTextual() ? value.textValue().length() : 0;
        for (JsonNode inner : value) {
            characters += characters(inner);
        }
        return characters;
    }

    private static FailureException absent(JsonPatchOperation operation, List<String> path) {
        return refusal(operation, "no-value", "finds nothing at '" + JsonPatchOperation.shown(path) + "'.");
    }

    private static FailureException refusal(JsonPatchOperation operation, String code, String detail) {
        return failure(JsonPatch.NOT_APPLICABLE, 409, operation, code, detail);
    }

    private static FailureException invalid(JsonPatchOperation operation, String code, String detail) {
        return failure("validation", 422, operation, code, detail);
    }

    private static FailureException failure(
            String failure, int status, JsonPatchOperation operation, String code, String detail) {
        FieldFault fault = new FieldFault(operation.place(), code, detail);
        String whole = "Nothing was changed: the operation at " + operation.place() + " of the patch, " + operation.op()
                + ", " + detail;
        return new Failure(failure, status, whole, List.of(fault), null, null).exception();
    }
}
