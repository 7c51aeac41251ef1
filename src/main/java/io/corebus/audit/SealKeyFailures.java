package io.corebus.audit;

import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import java.util.Set;

/** Why a node seals nothing until somebody has changed its configuration. */
final class SealKeyFailures {
    private static final String MISSING = "seal-key-missing";
    private static final String REPLACED = "seal-key-replaced";
    private static final Set<String> CODES = Set.of(MISSING, REPLACED);

    private SealKeyFailures() {}

    static FailureException missing(String kid) {
        String detail =
                "Seals are signed with a configured key, " + kid + ", and this node has none. Set audit.key as on "
                        + "the other nodes, or audit.key=database to go back to a key in the database.";
        return new Failure(MISSING, 503, detail).exception();
    }

    static FailureException replaced(String kid) {
        String detail = "The key " + kid + " was replaced: another one has sealed since. Set audit.key as on the other "
                + "nodes, or to a new key: one that was replaced does not come back.";
        return new Failure(REPLACED, 503, detail).exception();
    }

    /** Whether trying again is of no use until somebody does something. */
    static boolean areFor(String code) {
        return CODES.contains(code);
    }
}
