package io.corebus.feature;

import io.corebus.config.Suggestion;
import io.corebus.feature.Feature.Action;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code permissions}: for each action a list of roles, or of mappings that say more than the role. */
final class PermissionsReader {
    private static final List<String> ACTIONS = List.of("read", "create", "update", "delete");
    private static final List<String> KEYS = List.of("role", "where", "after", "fields", "except");
    private static final String ADMIN = "admin";

    private final SchemaReader schema;
    private final RuleReader rules;
    private final FileFaults faults;
    private final Map<String, List<Grant>> named = new LinkedHashMap<>();

    PermissionsReader(String feature, SchemaReader schema, FileFaults faults) {
        this.schema = schema;
        this.rules = new RuleReader(feature, schema, faults);
        this.faults = faults;
    }

    /** @param actions the names of those that the feature declares */
    Map<Action, List<Grant>> read(@Nullable Located place, List<String> actions) {
        List<String> known = new ArrayList<>(ACTIONS);
        known.addAll(actions);
        Mapping permissions = Mapping.of(place, "permissions", known, faults);
        for (String action : actions) {
            named.put(action, grants(action, permissions.list(action)));
        }
        Map<Action, List<Grant>> grants = new EnumMap<>(Action.class);
        for (String action : ACTIONS) {
            if (permissions.get(action) != null) {
                grants.put(Action.valueOf(action.toUpperCase(Locale.ROOT)), grants(action, permissions.list(action)));
            }
        }
        return grants;
    }

    /** Who may do each action that the feature declares. */
    Map<String, List<Grant>> named() {
        return named;
    }

    private List<Grant> grants(String action, List<Located> entries) {
        List<Grant> grants = new ArrayList<>();
        for (Located entry : entries) {
            Grant grant = grant(action, entry);
            if (grant != null) {
                checkNotTwice(action, entry, grant, grants);
                grants.add(grant);
            }
        }
        return List.copyOf(grants);
    }

    /** Of two permissions of one role, one that is without limits makes the other pointless. */
    private void checkNotTwice(String action, Located entry, Grant grant, List<Grant> before) {
        for (Grant other : before) {
            boolean same = other.equals(grant) || unlimited(other) || unlimited(grant);
            if (other.role().equals(grant.role()) && same) {
                String problem = action + " names " + Characters.shown(grant.role()) + " twice.";
                faults.add(entry.line(), problem, "Keep one of them.");
            }
        }
    }

    private static boolean unlimited(Grant grant) {
        return grant.where() == null && grant.after() == null && grant.fields() == null;
    }

    private @Nullable Grant grant(String action, Located entry) {
        if (entry.isText()) {
            checkRole(action, entry);
            return Grant.to(entry.text());
        }
        if (!entry.json().isObject()) {
            faults.add(entry.line(), "an item of " + action + " must be a role, or a mapping with a role.");
            return null;
        }
        Mapping mapping = Mapping.of(entry, "a permission", KEYS, faults);
        Located role = mapping.required("role");
        if (role == null || mapping.text("role") == null) {
            return null;
        }
        checkRole(action, role);
        checkKeys(action, role, mapping);
        Grant.Rule where = rules.read("where", mapping.get("where"));
        Grant.Rule after = rules.read("after", mapping.get("after"));
        return new Grant(role.text(), where, after, fields(mapping));
    }

    private void checkRole(String action, Located role) {
        String name = role.text();
        Names.checkRole(role, faults);
        if (name.equals("anonymous")) {
            String advice = "Write " + Grant.PUBLIC + " for everybody, with a token or without.";
            faults.add(role.line(), "nobody has the role anonymous.", advice);
        } else if (name.equals(Grant.PUBLIC) && !action.equals("read")) {
            String advice = "Write " + Grant.AUTHENTICATED + " for everybody who has signed in.";
            faults.add(role.line(), Grant.PUBLIC + " may only read: a change needs somebody who made it.", advice);
        }
    }

    private void checkKeys(String action, Located role, Mapping mapping) {
        boolean limited = KEYS.stream().skip(1).anyMatch(key -> mapping.get(key) != null);
        if (role.text().equals(ADMIN) && limited) {
            faults.add(
                    role.line(), "admin may do everything: it has no where, after, fields or except.", "Leave it out.");
        }
        Located after = mapping.get("after");
        if (after != null && !action.equals("update")) {
            faults.add(after.keyLine(), "after is for update, not for " + action + ".", "Write where.");
        }
        Located except = mapping.get("except");
        Located fields = mapping.get("fields");
        if (except != null && fields != null) {
            faults.add(except.keyLine(), "a permission has fields or except, not both.", "Keep one of them.");
        }
        Located either = fields == null ? except : fields;
        if (either != null && (action.equals("delete") || !ACTIONS.contains(action))) {
            faults.add(either.keyLine(), action + " is for the whole resource: it has no fields or except.");
        }
    }

    private @Nullable Set<String> fields(Mapping mapping) {
        if (mapping.get("fields") != null) {
            return names(mapping, "fields");
        }
        if (mapping.get("except") == null) {
            return null;
        }
        Set<String> others = new LinkedHashSet<>(schema.names());
        others.removeAll(names(mapping, "except"));
        return others;
    }

    private Set<String> names(Mapping mapping, String key) {
        for (Located name : mapping.list(key)) {
            if (name.isText() && PlatformFields.isOne(name.text())) {
                String problem =
                        key + " is for declared fields; " + name.text() + " can always be read, and never written.";
                faults.add(name.line(), problem, "Leave it out.");
            } else if (name.isText() && !schema.names().contains(name.text())) {
                String problem = key + " names the field " + Characters.shown(name.text()) + ", which is not declared.";
                faults.add(name.line(), problem, Suggestion.didYouMean(name.text(), schema.names()));
            }
        }
        return mapping.texts(key);
    }
}
