package io.corebus.access;

import io.corebus.bus.Caller;
import io.corebus.feature.Grant;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a role may be called. Which roles mean something is said by the feature descriptors, not here. */
final class RoleRules {
    private static final int MAX_ROLES = 50;
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,62}");

    /** Words of descriptors and of the audit trail: a user with such a role would be taken for somebody else. */
    private static final Set<String> NO_ROLES =
            Set.of(Grant.OWNER, Grant.AUTHENTICATED, Grant.PUBLIC, Caller.SYSTEM, Caller.ANONYMOUS);

    private RoleRules() {}

    /** The roles, each once. */
    static List<String> check(List<String> roles, Faults faults) {
        List<String> distinct = roles.stream().distinct().toList();
        if (distinct.size() > MAX_ROLES) {
            faults.add("/roles", "max-items", "A user has at most 50 roles.");
            return distinct;
        }
        for (int i = 0; i < roles.size(); i++) {
            checkName(roles.get(i), "/roles/" + i, faults);
        }
        return distinct;
    }

    private static void checkName(@Nullable String role, String pointer, Faults faults) {
        if (role == null || !NAME.matcher(role).matches()) {
            faults.add(
                    pointer,
                    "pattern",
                    "A role is a lower-case letter, followed by up to 62 lower-case letters, digits, _ and -.");
        } else if (NO_ROLES.contains(role)) {
            faults.add(pointer, "reserved", "The word " + role + " is no role that a user can have.");
        }
    }
}
