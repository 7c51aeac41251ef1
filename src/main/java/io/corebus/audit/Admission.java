package io.corebus.audit;

import io.corebus.bus.Caller;
import io.corebus.bus.Failure;

/** Who may read the trail, and who may erase from it. Each check throws the refusal. */
final class Admission {
    private static final String AUDITOR_ROLE = "auditor";

    private Admission() {}

    static void requireReader(Caller caller) {
        requireSignedIn(caller);
        if (!caller.isAdmin() && !caller.roles().contains(AUDITOR_ROLE)) {
            throw new Failure("forbidden", 403, "Only an admin or an auditor may read the audit trail.").exception();
        }
    }

    static void requireAdmin(Caller caller) {
        requireSignedIn(caller);
        if (!caller.isAdmin()) {
            throw new Failure("forbidden", 403, "Only an admin may erase from the audit trail.").exception();
        }
    }

    private static void requireSignedIn(Caller caller) {
        if (caller.user().equals(Caller.ANONYMOUS)) {
            throw new Failure("unauthenticated", 401, "The audit trail needs an access token. Sign in first.")
                    .exception();
        }
    }
}
