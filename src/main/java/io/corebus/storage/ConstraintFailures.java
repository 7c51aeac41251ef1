package io.corebus.storage;

import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.FieldFault;
import io.corebus.feature.Feature;
import io.vertx.pgclient.PgException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a broken rule of a feature's table means to whoever asked for the write. */
final class ConstraintFailures {
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String FOREIGN_KEY_VIOLATION = "23503";

    private ConstraintFailures() {}

    /** Leaves what is no broken rule of the data as it is. */
    static Throwable translate(Feature feature, Write.Kind kind, Throwable cause) {
        if (!(cause instanceof PgException broken) || !DatabaseFailures.isOfData(cause)) {
            return cause;
        }
        Constraint constraint = Constraint.named(feature, broken.getConstraint());
        return switch (String.valueOf(broken.getSqlState())) {
            case UNIQUE_VIOLATION -> taken(constraint);
            case FOREIGN_KEY_VIOLATION -> kind == Write.Kind.DELETE ? referredTo(broken) : noSuchReference(constraint);
            default -> refused(constraint, broken);
        };
    }

    private static FailureException taken(@Nullable Constraint constraint) {
        List<String> fields = constraint == null ? List.of() : constraint.fields();
        String detail = fields.isEmpty()
                ? "Another resource has the same value where it must be unique."
                : "Another resource has the same " + String.join(" and ", fields) + ", which must be unique.";
        List<FieldFault> faults = fields.stream()
                .map(field -> new FieldFault("/" + field, "unique", "is taken by another resource."))
                .toList();
        return new Failure("conflict", 409, detail, faults, null, null).exception();
    }

    private static FailureException referredTo(PgException broken) {
        String table = broken.getTable() == null ? "resources" : broken.getTable();
        return new Failure("conflict", 409, "Some " + table + " refer to this resource. Delete or change them first.")
                .exception();
    }

    private static FailureException noSuchReference(@Nullable Constraint constraint) {
        String field = constraint == null ? "" : constraint.fields().get(0);
        FieldFault fault = new FieldFault(
                field.isEmpty() ? "" : "/" + field, "reference-not-found", "refers to a resource that does not exist.");
        return new Failure(
                        "reference-not-found",
                        422,
                        "A resource that this one refers to does not exist.",
                        List.of(fault),
                        null,
                        null)
                .exception();
    }

    private static FailureException refused(@Nullable Constraint constraint, PgException broken) {
        String field = constraint != null ? constraint.fields().get(0) : broken.getColumn();
        FieldFault fault = new FieldFault(
                field == null ? "" : "/" + field, "constraint", "does not fit what the database accepts.");
        return new Failure("constraint", 422, "The database does not accept this value.", List.of(fault), null, null)
                .exception();
    }
}
