package io.corebus.feature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.corebus.bus.FieldFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One operation of a JSON Patch (RFC 6902, section 4), well-formed.
 *
 * @param place JSON Pointer to it in the patch
 * @param op one of the six
 * @param path the parts of the pointer, decoded; none for the whole
 * @param from the same; of {@code move} and {@code copy} only
 * @param value of {@code add}, {@code replace} and {@code test} only
 */
record JsonPatchOperation(String place, String op, List<String> path, List<String> from, JsonNode value) {
    static final int MAX_OPERATIONS = 1_000;
    private static final int SHOWN = 100;

    private static final Set<String> WITH_VALUE = Set.of("add", "replace", "test");
    private static final Set<String> WITH_FROM = Set.of("move", "copy");

    /** Fails with {@code validation} 422, and with all that is wrong. Members that it does not know are left alone, as the RFC has it. */
    static List<JsonPatchOperation> read(JsonNode patch) {
        FieldFaults faults = new FieldFaults();
        List<JsonPatchOperation> operations = new ArrayList<>();
        if (!(patch instanceof ArrayNode)) {
            faults.add("", "type", "must be a list of operations.");
        } else if (patch.size() > MAX_OPERATIONS) {
            faults.add("", "max-items", "must have at most " + MAX_OPERATIONS + " operations.");
        } else {
            for (int i = 0; i < patch.size(); i++) {
                operations.add(read("/" + i, patch.get(i), faults));
            }
        }
        faults.throwIfAny();
        return operations;
    }

    private static JsonPatchOperation read(String place, JsonNode operation, FieldFaults faults) {
        String op = operation.path("op").asText();
        List<String> path = pointer(place + "/path", operation.path("path"), faults);
        List<String> from = List.of();
        JsonNode value = operation.path("value");
        if (WITH_FROM.contains(op)) {
            from = pointer(place + "/from", operation.path("from"), faults);
            if (op.equals("move")
                    && path.size() > from.size()
                    && path.subList(0, from.size()).equals(from)) {
                faults.add(place + "/from", "value", "must not be moved into itself.");
            }
        } else if (WITH_VALUE.contains(op)) {
            if (value instanceof MissingNode) {
                faults.add(place + "/value", "required", "is required.");
            }
        } else if (!op.equals("remove")) {
            faults.add(place + "/op", "enum", "must be add, remove, replace, move, copy or test.");
        }
        return new JsonPatchOperation(place, op, path, from, value);
    }

    private static List<String> pointer(String place, JsonNode pointer, FieldFaults faults) {
        String text = pointer.textValue();
        if (text == null) {
            faults.add(place, pointer.isMissingNode() ? "required" : "type", "must be a JSON Pointer, such as /name.");
            return List.of();
        }
        if (!isPointer(text)) {
            faults.add(
                    place, "pattern", "must be a JSON Pointer: it begins with /, and ~ is written ~0, / in a name ~1.");
            return List.of();
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
        return Characters.shown(parts.stream().map(FieldFault::pointer).collect(Collectors.joining()), SHOWN);
    }
}
