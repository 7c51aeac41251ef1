package io.corebus.resource;

import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.feature.Feature;
import io.corebus.feature.Feature.Action;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who may do what with one feature. The only place where this is decided, whichever door a request came through. */
final class AccessRule {
    private final String feature;
    private final Map<Action, Set<String>> roles = new EnumMap<>(Action.class);

    AccessRule(Feature feature) {
        this.feature = feature.name();
        for (Action action : Action.values()) {
            roles.put(action, feature.permissions().getOrDefault(action, Set.of()));
        }
    }

    /** Why the caller may not do it; null where it may. */
    @Nullable
    Failure refusal(Caller caller, Action action) {
        if (caller.isAdmin() || holdsOne(caller.roles(), action)) {
            return null;
        }
        if (caller.user().equals(Caller.ANONYMOUS)) {
            return new Failure("unauthenticated", 401, "Sign in first: send a token as 'Authorization: Bearer ...'.");
        }
        return new Failure("forbidden", 403, reason(caller, action));
    }

    private boolean holdsOne(List<String> held, Action action) {
        Set<String> sufficient = roles.get(action);
        for (int i = 0; i < held.size(); i++) {
            if (sufficient != null && sufficient.contains(held.get(i))) {
                return true;
            }
        }
        return false;
    }

    private String reason(Caller caller, Action action) {
        Set<String> sufficient = roles.getOrDefault(action, Set.of());
        String needed = sufficient.isEmpty()
                ? "admin"
                : String.join(" or ", sufficient.stream().sorted().toList());
        String held = caller.roles().isEmpty() ? "no role" : "the role " + String.join(", ", caller.roles());
        return "To " + action.name().toLowerCase(Locale.ROOT) + " " + feature + " takes the role " + needed
                + "; you have " + held + ".";
    }
}
