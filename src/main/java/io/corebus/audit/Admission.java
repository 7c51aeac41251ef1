package io.corebus.audit;

import io.corebus.bus.Caller;
import io.corebus.bus.Failure;

/** Who may read the trail, and who may erase from it. Each check throws the refusal. */
final class Admission {
    private static final String AUDITOR_ROLE = "auditor";

    private Admission() {}

    static void requireReader(Caller caller) {
        requireSignedIn(caller);
        if (!caller.roles().contains(Caller.ADMIN_ROLE) && !caller.roles().contains(AUDITOR_ROLE)) {
            throw new Failure("forbidden", 403, "Only an admin or an auditor may read the audit trail.").exception();
        }
        requireScope(caller);
    }

    /** The trail holds every field of every feature: a token that is good for some of them is none for that. */
    private static void requireScope(Caller caller) {
        if (!caller.scopes().isEmpty() && !caller.scopes().contains(Caller.ADMIN_ROLE)) {
            String detail = "The audit trail takes a token with the scope admin; yours has "
                    + String.join(", ", caller.scopes()) + ".";
            throw new Failure("insufficient-scope", 403, detail).exception();
        }
    }

    static void requireAdmin(Caller caller) {
        requireSignedIn(caller);
        if (!caller.roles().contains(Caller.ADMIN_ROLE)) {
            throw new Failure("forbidden", 403, "Only an admin may erase from the audit trail.").exception();
        }
        requireScope(caller);
    }

    private static void requireSignedIn(Caller caller) {
        if (caller.user().equals(Caller.ANONYMOUS)) {
            throw new Failure("unauthenticated", 401, "The audit trail needs an access token. Sign in first.")
                    .exception();
        }
    }
}
