package io.corebus.storage;

import io.corebus.bus.Failure;
import io.corebus.bus.FieldFault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a write is refused that breaks a rule which storage keeps. Whoever looks at such a rule without a write refuses with the same. */
public final class ConstraintMessages {
    private ConstraintMessages() {}

    /** @param fields that have to be unique together; empty where they are not known */
    public static Failure taken(List<String> fields) {
        String detail = fields.isEmpty()
                ? "Another resource has the same value where it must be unique."
                : "Another resource has the same " + String.join(" and ", fields) + ", which must be unique.";
        List<FieldFault> faults = fields.stream()
                .map(field -> new FieldFault(FieldFault.pointer(field), "unique", "is taken by another resource."))
                .toList();
        return new Failure("conflict", 409, detail, faults, null, null);
    }

    /** @param field that refers to nothing; null where it is not known */
    public static Failure noSuchReference(@Nullable String field) {
        FieldFault fault =
                new FieldFault(pointer(field), "reference-not-found", "refers to a resource that does not exist.");
        String detail = "A resource that this one refers to does not exist.";
        return new Failure("reference-not-found", 422, detail, List.of(fault), null, null);
    }

    /** @param feature whose resources refer to the one that was to go */
    public static Failure referredTo(String feature) {
        return new Failure(
                "conflict", 409, "Some " + feature + " refer to this resource. Delete or change them first.");
    }

    /** @param field whose value the database does not take; null where it is not known */
    static Failure refused(@Nullable String field) {
        FieldFault fault = new FieldFault(pointer(field), "constraint", "does not fit what the database accepts.");
        return new Failure("constraint", 422, "The database does not accept this value.", List.of(fault), null, null);
    }

    /** @param field whose value is longer than an index takes; null where it is not known */
    static Failure tooLong(@Nullable String field) {
        FieldFault fault =
                new FieldFault(pointer(field), "constraint", "is too long to be kept unique or in an index.");
        String detail =
                "A value is too long to be kept unique or in an index. Send a shorter one: 2,600 bytes always fit.";
        return new Failure("constraint", 422, detail, List.of(fault), null, null);
    }

    private static String pointer(@Nullable String field) {
        return field == null ? "" : FieldFault.pointer(field);
    }
}
