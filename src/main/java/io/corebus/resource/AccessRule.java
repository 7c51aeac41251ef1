package io.corebus.resource;

import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.feature.Criterion;
import io.corebus.feature.Feature;
import io.corebus.feature.Feature.Action;
import io.corebus.feature.Field;
import io.corebus.feature.Grant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what with one feature: what its descriptor says, within what admins let through at the moment. The only place where this is decided, whichever door a
 * request came through.
 */
final class AccessRule {
    /** The door that agents come through. */
    private static final String AGENTS = "mcp";

    private final String feature;
    private final Gate gate;
    private final List<String> fields;
    private final Set<String> hiddenFromAgents = new HashSet<>();
    private final Decision allForAgents;
    private final Map<Action, Holders> holders = new EnumMap<>(Action.class);
    /** Of the actions that the feature declares. */
    private final Map<String, Holders> named = new HashMap<>();

    AccessRule(Feature feature, Gate gate) {
        this.feature = feature.name();
        this.gate = gate;
        this.fields = feature.fields().stream().map(Field::name).toList();
        feature.fields().stream()
                .filter(Field::isHiddenFromAgents)
                .forEach(field -> hiddenFromAgents.add(field.name()));
        this.allForAgents = new Decision(null, Reach.ALL.without(hiddenFromAgents, fields));
        for (Action action : Action.values()) {
            holders.put(action, Holders.of(feature.grants(action)));
        }
        feature.actions().forEach(action -> named.put(action.name(), Holders.of(action.grants())));
    }

    /**
     * Who may do something.
     *
     * @param plain whoever has one of these roles may do it with every resource and every field
     * @param limited whoever is one of these may do it with some
     */
    private record Holders(Set<String> plain, List<Limited> limited) {
        private static final Holders NOBODY = new Holders(Set.of(), List.of());

        static Holders of(List<Grant> grants) {
            Set<String> roles = new HashSet<>();
            List<Limited> others = new ArrayList<>();
            for (Grant grant : grants) {
                if (grant.isPlain()) {
                    roles.add(grant.role());
                } else {
                    others.add(new Limited(grant));
                }
            }
            return new Holders(roles, others);
        }
    }

    /** @param part what it adds, where that is the same for everybody who has it */
    private record Limited(Grant grant, Reach.@Nullable Part part) {
        Limited(Grant grant) {
            this(grant, asksForCaller(grant) ? null : AccessRule.part(grant));
        }
    }

    /**
     * What came of the question.
     *
     * @param refusal why the caller may not; null where it may
     * @param reach null where it may not
     */
    record Decision(@Nullable Failure refusal, @Nullable Reach reach) {}

    private static final Decision ALL = new Decision(null, Reach.ALL);

    Decision decide(Caller caller, Action action) {
        boolean reads = action == Action.READ;
        Failure closed = gate.closed(caller, reads);
        return closed == null ? held(granted(caller, action), caller, reads) : new Decision(closed, null);
    }

    /** The same for an action that the feature declares. */
    Decision decide(Caller caller, String action) {
        Failure closed = gate.closed(caller, false);
        return closed == null ? held(granted(caller, action), caller, false) : new Decision(closed, null);
    }

    /** Whoever has no right is not told whom the feature is served to. */
    private Decision held(Decision granted, Caller caller, boolean reads) {
        Failure refusal = granted.reach() == null ? null : gate.refusal(caller, reads);
        return refusal == null ? granted : new Decision(refusal, null);
    }

    /** What the descriptor says, whether the feature is served at the moment or not. */
    Decision granted(Caller caller, Action action) {
        Holders who = holders.getOrDefault(action, Holders.NOBODY);
        Reach reach = reachOfRoles(caller, who);
        if (reach == null) {
            return new Decision(lacking(caller, verb(action), who), null);
        }
        Failure refusal = Scopes.refusal(caller, feature, action);
        if (refusal != null) {
            return new Decision(refusal, null);
        }
        return allowed(reach, action == Action.READ && !hiddenFromAgents.isEmpty() && isAgent(caller));
    }

    private Decision granted(Caller caller, String action) {
        Holders who = named.getOrDefault(action, Holders.NOBODY);
        Reach reach = reachOfRoles(caller, who);
        if (reach == null) {
            return new Decision(lacking(caller, action, who), null);
        }
        Failure refusal = Scopes.refusalToAct(caller, feature, action);
        return refusal == null ? allowed(reach, false) : new Decision(refusal, null);
    }

    private static String verb(Action action) {
        return action.name().toLowerCase(Locale.ROOT);
    }

    private Decision allowed(Reach reach, boolean hiding) {
        if (reach.isAll()) {
            return hiding ? allForAgents : ALL;
        }
        return new Decision(null, hiding ? reach.without(hiddenFromAgents, fields) : reach);
    }

    /** What the descriptor hides from agents is to them like a field that they may not read: in answers, in filters, and in what they are told of rules. */
    private static boolean isAgent(Caller caller) {
        return caller.via().equals(AGENTS);
    }

    /** Null where the caller may not do it at all. */
    @Nullable
    Reach reach(Caller caller, Action action) {
        return decide(caller, action).reach();
    }

    private static @Nullable Reach reachOfRoles(Caller caller, Holders who) {
        if (caller.roles().contains(Caller.ADMIN_ROLE) || holdsOne(caller, who.plain())) {
            return Reach.ALL;
        }
        List<Reach.Part> parts = new ArrayList<>();
        for (Limited entry : who.limited()) {
            Reach.Part part = isFor(entry.grant(), caller) ? part(entry, caller) : null;
            if (part != null) {
                parts.add(part);
            }
        }
        return parts.isEmpty() ? null : Reach.of(parts);
    }

    private static boolean holdsOne(Caller caller, Set<String> sufficient) {
        List<String> held = caller.roles();
        for (int i = 0; i < held.size(); i++) {
            if (sufficient.contains(held.get(i))) {
                return true;
            }
        }
        return sufficient.contains(Grant.PUBLIC) || (sufficient.contains(Grant.AUTHENTICATED) && isSignedIn(caller));
    }

    /** Whether this permission is meant for the caller at all, whatever the resource. */
    static boolean isFor(Grant grant, Caller caller) {
        return switch (grant.role()) {
            case Grant.PUBLIC -> true;
            case Grant.OWNER, Grant.AUTHENTICATED -> isSignedIn(caller);
            default -> caller.roles().contains(grant.role());
        };
    }

    private static Reach.@Nullable Part part(Limited entry, Caller caller) {
        return entry.part() == null ? part(entry.grant(), caller) : entry.part();
    }

    /** Null where it compares with a caller whom nobody knows: all of them would be the same one. */
    static Reach.@Nullable Part part(Grant grant, Caller caller) {
        if (!asksForCaller(grant)) {
            return part(grant);
        }
        return isSignedIn(caller)
                ? new Reach.Part(
                        grant,
                        bound(grant.before(), caller),
                        bound(grant.afterwards(), caller),
                        new FieldSet(grant.fields()))
                : null;
    }

    private static Reach.Part part(Grant grant) {
        return new Reach.Part(grant, grant.before(), grant.afterwards(), new FieldSet(grant.fields()));
    }

    private static boolean asksForCaller(Grant grant) {
        Criterion rows = grant.before();
        Criterion after = grant.afterwards();
        return (rows != null && rows.asksForCaller()) || (after != null && after.asksForCaller());
    }

    private static @Nullable Criterion bound(@Nullable Criterion criterion, Caller caller) {
        return criterion == null ? null : criterion.of(caller.user(), caller.roles());
    }

    static boolean isSignedIn(Caller caller) {
        return !caller.user().equals(Caller.ANONYMOUS);
    }

    private Failure lacking(Caller caller, String verb, Holders who) {
        if (!isSignedIn(caller)) {
            return Failure.unauthenticated();
        }
        return new Failure("forbidden", 403, reason(caller, verb, who));
    }

    private String reason(Caller caller, String verb, Holders who) {
        Set<String> sufficient = new HashSet<>(who.plain());
        who.limited().forEach(entry -> sufficient.add(entry.grant().role()));
        String needed = sufficient.isEmpty()
                ? "admin"
                : String.join(" or ", sufficient.stream().sorted().toList());
        String held = caller.roles().isEmpty() ? "no role" : "the role " + String.join(", ", caller.roles());
        return "To " + verb + " " + feature + " takes the role " + needed + "; you have " + held + ".";
    }
}
