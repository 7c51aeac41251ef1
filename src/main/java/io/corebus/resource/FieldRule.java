package io.corebus.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.FieldFault;
import io.corebus.feature.Feature;
import io.corebus.feature.Field;
import io.corebus.feature.JsonValues;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which fields of a resource a caller may write. What it may not write stays as it is. */
final class FieldRule {
    static final String NOT_WRITABLE = "field-not-writable";

    private final Feature feature;
    private final FieldSet writable;
    private final FieldSet readable;

    FieldRule(Feature feature, FieldSet writable, FieldSet readable) {
        this.feature = feature;
        this.writable = writable;
        this.readable = readable;
    }

    /** Refuses every field that is named and may not be written, whatever its value: for a create and a patch. */
    void requireWritable(JsonNode named) {
        List<FieldFault> faults = new ArrayList<>();
        for (Field field : feature.fields()) {
            if (named.has(field.name()) && !writable.has(field.name())) {
                faults.add(fault(field));
            }
        }
        throwIfAny(faults);
    }

    /** The same for a replacement, which may repeat what the caller has read. */
    void requireWritable(ObjectNode named, ObjectNode current) {
        List<FieldFault> faults = new ArrayList<>();
        for (Field field : feature.fields()) {
            JsonNode value = named.get(field.name());
            boolean repeats = readable.has(field.name()) && isSame(value, current.get(field.name()));
            if (value != null && !repeats && !writable.has(field.name())) {
                faults.add(fault(field));
            }
        }
        throwIfAny(faults);
    }

    /** Refuses every change of a field that may not be written, however it came about. */
    void requireUnchanged(ObjectNode outcome, ObjectNode current) {
        List<FieldFault> faults = new ArrayList<>();
        for (Field field : feature.fields()) {
            boolean same = isSame(outcome.get(field.name()), current.get(field.name()));
            if (!same && !writable.has(field.name())) {
                faults.add(fault(field));
            }
        }
        throwIfAny(faults);
    }

    /**
     * Refuses every field that may not be written and that operations changed. One that is hidden may not even be named: whether that changes it would tell
     * what it is.
     *
     * @param seen what they were done on
     */
    void requireUntouched(ObjectNode outcome, ObjectNode seen) {
        List<FieldFault> faults = new ArrayList<>();
        for (Field field : feature.fields()) {
            String name = field.name();
            boolean untouched = readable.has(name) ? isSame(outcome.get(name), seen.get(name)) : !outcome.has(name);
            if (!untouched && !writable.has(name)) {
                faults.add(fault(field));
            }
        }
        throwIfAny(faults);
    }

    /** What the caller sees of a resource. */
    ObjectNode seen(ObjectNode current) {
        ObjectNode seen = current.deepCopy();
        for (Field field : feature.fields()) {
            if (!readable.has(field.name())) {
                seen.remove(field.name());
            }
        }
        return seen;
    }

    /** Puts back what may not be written. */
    void keepUnwritable(ObjectNode outcome, ObjectNode current) {
        for (Field field : feature.fields()) {
            if (!writable.has(field.name())) {
                outcome.set(field.name(), current.get(field.name()));
            }
        }
    }

    /** Puts back what a replacement or operations could not name, because the caller does not see it. */
    void keepUnseen(ObjectNode outcome, ObjectNode current) {
        for (Field field : feature.fields()) {
            if (!readable.has(field.name()) && !outcome.has(field.name())) {
                outcome.set(field.name(), current.get(field.name()));
            }
        }
    }

    private static boolean isSame(@Nullable JsonNode value, @Nullable JsonNode current) {
        if (value == null || value.isNull()) {
            return current == null || current.isNull();
        }
        return current != null && JsonValues.areSame(value, current);
    }

    private FieldFault fault(Field field) {
        return new FieldFault("/" + field.name(), NOT_WRITABLE, "may not be written by you. Leave it out.");
    }

    private void throwIfAny(List<FieldFault> faults) {
        if (!faults.isEmpty()) {
            throw refusal(faults);
        }
    }

    private FailureException refusal(List<FieldFault> faults) {
        String fields = String.join(
                ", ", faults.stream().map(fault -> fault.pointer().substring(1)).toList());
        String detail = "You may not write " + fields + " of these " + feature.name() + ".";
        return new Failure(NOT_WRITABLE, 403, detail, faults, null, null).exception();
    }
}
