package io.corebus.feature;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code actions}: what the business logic of the feature does by name. */
final class ActionsReader {
    private static final List<String> KEYS = List.of("title", "description", "input", "output", "timeout");
    private static final List<String> UNITS = List.of("ms", "s", "m", "h");
    private static final long LEAST_MILLIS = 100;
    private static final long MOST_MILLIS = 3_600_000;
    /** What the audit trail and permissions call something else. */
    private static final Set<String> RESERVED = Set.of(
            "read",
            "create",
            "update",
            "delete",
            "restore",
            "created",
            "updated",
            "deleted",
            "restored",
            "denied",
            "erased",
            "replace",
            "patch",
            "get",
            "list",
            "query",
            "export",
            "import",
            "history",
            "batch",
            "follow",
            "act");

    private final FileFaults faults;
    private final Map<String, Located> declared = new LinkedHashMap<>();

    ActionsReader(FileFaults faults) {
        this.faults = faults;
    }

    /** @param logic whether the feature has any: nothing else could do them */
    void read(@Nullable Located place, boolean logic) {
        if (place == null) {
            return;
        }
        if (!place.json().isObject()) {
            faults.add(
                    place.line(),
                    "actions must be a mapping.",
                    "Write the name of an action, and below it what it takes.");
            return;
        }
        if (!logic && !place.members().isEmpty()) {
            faults.add(place.keyLine(), "actions need logic, which does them.", "Name its class with the key logic.");
        }
        place.members().forEach(this::declare);
    }

    private void declare(String name, Located action) {
        if (RESERVED.contains(name)) {
            faults.add(action.keyLine(), "the name " + name + " is taken by Corebus itself.", "Choose another.");
        } else if (Names.checkAction(name, action.keyLine(), faults)) {
            declared.put(name, action);
        }
    }

    /** In the order of the descriptor. */
    List<String> names() {
        return List.copyOf(declared.keySet());
    }

    /** @param grants who may do each */
    List<FeatureAction> actions(Map<String, List<Grant>> grants) {
        List<FeatureAction> actions = new ArrayList<>();
        declared.forEach((name, place) -> actions.add(action(name, place, grants.getOrDefault(name, List.of()))));
        return actions;
    }

    private FeatureAction action(String name, Located place, List<Grant> grants) {
        // An action that says nothing of itself is there all the same.
        Mapping action = Mapping.of(place.json().isNull() ? null : place, "the action " + name, KEYS, faults);
        String title = action.text("title");
        String description = action.text("description");
        return new FeatureAction(
                name,
                title == null ? name : title,
                description == null ? "" : description,
                schema(name, "input", action.get("input")),
                schema(name, "output", action.get("output")),
                timeout(name, action.get("timeout"), faults),
                grants);
    }

    /** Null where there is none, or none that can be used. */
    static @Nullable Duration timeout(String name, @Nullable Located timeout, FileFaults faults) {
        if (timeout == null) {
            return null;
        }
        long millis = Durations.millis(timeout.isText() ? timeout.text() : "", UNITS);
        if (millis < LEAST_MILLIS || millis > MOST_MILLIS) {
            String given = Characters.shown(
                    timeout.json().isValueNode() ? timeout.json().asText() : "a list or a mapping");
            faults.add(
                    timeout.line(),
                    "timeout of the action " + name + " must be a duration from 100ms to 1h, not '" + given + "'.",
                    "Write for example 5m, or leave it out for logic.act-timeout.");
            return null;
        }
        return Duration.ofMillis(millis);
    }

    private @Nullable ObjectNode schema(String name, String key, @Nullable Located schema) {
        if (schema == null) {
            return null;
        }
        String what = key + " of the action " + name;
        Located type = schema.get("type");
        if (!(schema.json() instanceof ObjectNode object)
                || type == null
                || !type.text().equals("object")) {
            faults.add(
                    schema.line(), what + " must be a schema with type: object.", "Write type: object and properties.");
            return null;
        }
        new NestedSchemaCheck(what, faults).check(schema);
        return object;
    }
}
