package io.corebus.storage;

import io.corebus.bus.Failure;
import io.corebus.feature.Feature;
import io.vertx.pgclient.PgException;
import java.util.List;

/** What a broken rule of a feature's table means to whoever asked for the write. */
final class ConstraintFailures {
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String FOREIGN_KEY_VIOLATION = "23503";
    private static final String PROGRAM_LIMIT_EXCEEDED = "54000";

    private ConstraintFailures() {}

    /** Leaves what is no broken rule of the data as it is. */
    static Throwable translate(Feature feature, Write.Kind kind, Throwable cause) {
        if (!(cause instanceof PgException broken) || !DatabaseFailures.isOfData(cause)) {
            return cause;
        }
        Constraint constraint = Constraint.named(feature, broken.getConstraint());
        List<String> fields = constraint == null ? List.of() : constraint.fields();
        String field = fields.isEmpty() ? null : fields.get(0);
        Failure failure = switch (String.valueOf(broken.getSqlState())) {
            case UNIQUE_VIOLATION -> ConstraintMessages.taken(fields);
            case FOREIGN_KEY_VIOLATION ->
                kind == Write.Kind.DELETE
                        ? ConstraintMessages.referredTo(table(broken))
                        : ConstraintMessages.noSuchReference(field);
            case PROGRAM_LIMIT_EXCEEDED -> ConstraintMessages.tooLong(field);
            default -> ConstraintMessages.refused(field == null ? broken.getColumn() : field);
        };
        return failure.exception();
    }

    private static String table(PgException broken) {
        return broken.getTable() == null ? "resources" : broken.getTable();
    }
}
