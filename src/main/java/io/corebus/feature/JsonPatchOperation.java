package io.corebus.feature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.FieldFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One operation of a JSON Patch (RFC 6902, section 4), well-formed.
 *
 * @param place JSON Pointer to it in the patch
 * @param op one of the six
 * @param path the parts of the pointer, decoded; none for the whole
 * @param from the same, of {@code move} and {@code copy}; else none
 * @param value of {@code add}, {@code replace} and {@code test}; else missing
 */
record JsonPatchOperation(String place, String op, List<String> path, List<String> from, JsonNode value) {
    private static final int SHOWN = 100;

    private static final Set<String> WITH_VALUE = Set.of("add", "replace", "test");
    private static final Set<String> WITH_FROM = Set.of("move", "copy");

    /** Fails with {@code validation} 422, and with all that is wrong. Members that it does not know are left alone, as the RFC has it. */
    static List<JsonPatchOperation> read(JsonNode patch) {
        FieldFaults faults = new FieldFaults();
        List<JsonPatchOperation> operations = new ArrayList<>();
        if (!(patch instanceof ArrayNode)) {
            faults.add("", "type", "must be a list of operations.");
        } else if (patch.size() > JsonPatch.MAX_OPERATIONS) {
            faults.add("", "max-items", "must have at most " + JsonPatch.MAX_OPERATIONS + " operations.");
        } else {
            for (int i = 0; i < patch.size(); i++) {
                read("/" + i, patch.get(i), operations, faults);
            }
        }
        faults.throwIfAny();
        return operations;
    }

    private static void read(String place, JsonNode given, List<JsonPatchOperation> operations, FieldFaults faults) {
        if (!(given instanceof ObjectNode)) {
            faults.add(place, "type", "must be an object.");
            return;
        }
        String op = given.path("op").asText();
        boolean takesValue = WITH_VALUE.contains(op);
        boolean takesFrom = WITH_FROM.contains(op);
        if (!takesValue && !takesFrom && !op.equals("remove")) {
            String code = given.has("op") ? "enum" : "required";
            faults.add(place + "/op", code, "must be add, remove, replace, move, copy or test.");
        }
        List<String> path = pointer(place, "path", given, faults);
        List<String> from = takesFrom ? pointer(place, "from", given, faults) : List.of();
        JsonNode value = given.path("value");
        if (takesValue && value.isMissingNode()) {
            faults.add(place + "/value", "required", "is required.");
        }
        if (path != null && from != null) {
            requirePossible(place, op, path, from, faults);
            operations.add(new JsonPatchOperation(place, op, path, from, value));
        }
    }

    /** What no resource could make possible. */
    private static void requirePossible(
            String place, String op, List<String> path, List<String> from, FieldFaults faults) {
        if (op.equals("remove") && path.isEmpty()) {
            faults.add(place + "/path", "value", "is the whole resource, which can only be deleted.");
        }
        if (op.equals("move")
                && path.size() > from.size()
                && path.subList(0, from.size()).equals(from)) {
            faults.add(place + "/path", "value", "lies in what is to be moved.");
        }
    }

    /** Null where it is none. */
    private static @Nullable List<String> pointer(String place, String name, JsonNode given, FieldFaults faults) {
        JsonNode pointer = given.path(name);
        String text = pointer.textValue();
        if (text == null) {
            String code = pointer.isMissingNode() ? "required" : "type";
            faults.add(place + "/" + name, code, "must be a JSON Pointer, such as /name.");
            return null;
        }
        if (!isPointer(text)) {
            String detail =
                    "must be a JSON Pointer: it begins with /, and in names ~ is written ~0 and / is written ~1.";
            faults.add(place + "/" + name, "pattern", detail);
            return null;
        }
        List<String> parts = new ArrayList<>();
        for (String part : text.split("/", -1)) {
            parts.add(part.replace("~1", "/").replace("~0", "~"));
        }
        return parts.subList(1, parts.size());
    }

    /** RFC 6901, section 3. */
    private static boolean isPointer(String text) {
        for (int at = text.indexOf('~'); at >= 0; at = text.indexOf('~', at + 1)) {
            if (!text.startsWith("0", at + 1) && !text.startsWith("1", at + 1)) {
                return false;
            }
        }
        return text.isEmpty() || text.startsWith("/");
    }

    /** To be read by people: one that is very long is cut. */
    static String shown(List<String> parts) {
        return shown(parts.stream().map(FieldFault::pointer).collect(Collectors.joining()));
    }

    static String shown(String text) {
        return Characters.shown(text, SHOWN);
    }
}
