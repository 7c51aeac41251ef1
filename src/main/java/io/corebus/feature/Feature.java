package io.corebus.feature;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A resource type, as its descriptor declares it.
 *
 * @param name {@code [a-z][a-z0-9_]*}, at most 63 characters; in paths, tables, addresses
 * @param fields in the order of the descriptor
 * @param schema the JSON Schema (2020-12) of what a caller may send
 * @param indexes lists of field names
 * @param uniques lists of field names
 * @param permissions who may do each action, one of them is enough; an action that is not named is for admins only
 * @param cacheTtl how long a resource may stay in the cache; null: not cached
 * @param live whether changes are published to subscribers
 * @param mcpTools the agent tools it offers
 * @param mcpTyped whether agents get these tools under the feature's own name, with its schema
 * @param logic class name of its business logic, or null
 * @param deprecation that it is on its way out, or null
 * @param actions what its business logic does by name, in the order of the descriptor
 * @param shape a mark of what its resources look like: where it is the same, they have the same fields
 */
public record Feature(
        String name,
        String title,
        String description,
        List<Field> fields,
        ObjectNode schema,
        List<List<String>> indexes,
        List<List<String>> uniques,
        Map<Action, List<Grant>> permissions,
        @Nullable Duration cacheTtl,
        boolean live,
        List<String> mcpTools,
        boolean mcpTyped,
        @Nullable String logic,
        @Nullable Deprecation deprecation,
        List<FeatureAction> actions,
        String shape) {

    /** One without actions. */
    public Feature(
            String name,
            String title,
            String description,
            List<Field> fields,
            ObjectNode schema,
            List<List<String>> indexes,
            List<List<String>> uniques,
            Map<Action, List<Grant>> permissions,
            @Nullable Duration cacheTtl,
            boolean live,
            List<String> mcpTools,
            boolean mcpTyped,
            @Nullable String logic,
            @Nullable Deprecation deprecation) {
        this(
                name,
                title,
                description,
                fields,
                schema,
                indexes,
                uniques,
                permissions,
                cacheTtl,
                live,
                mcpTools,
                mcpTyped,
                logic,
                deprecation,
                List.of(),
                Shape.of(fields));
    }

    /** What can be done with a resource, and what a permission is given for. */
    public enum Action {
        READ,
        CREATE,
        UPDATE,
        DELETE
    }

    public Feature {
        fields = List.copyOf(fields);
        indexes = List.copyOf(indexes);
        uniques = List.copyOf(uniques);
        permissions = Map.copyOf(permissions);
        mcpTools = List.copyOf(mcpTools);
        actions = List.copyOf(actions);
    }

    /** Who may do this, besides admins. */
    public List<Grant> grants(Action action) {
        return permissions.getOrDefault(action, List.of());
    }

    /** The same as somebody sees it who knows of these fields only. Its resources have the others all the same. */
    public Feature withFields(Set<String> known) {
        List<Field> seen =
                fields.stream().filter(field -> known.contains(field.name())).toList();
        return new Feature(
                name,
                title,
                description,
                seen,
                schema,
                indexes,
                uniques,
                permissions,
                cacheTtl,
                live,
                mcpTools,
                mcpTyped,
                logic,
                deprecation,
                actions,
                shape);
    }

    /** Whether everybody who is shown a resource is shown this field of it. */
    public boolean isShownToAll(String field) {
        return permissions.values().stream()
                .flatMap(List::stream)
                .map(Grant::fields)
                .allMatch(fields -> fields == null || fields.contains(field));
    }

    /** The declared action of that name, or null. */
    public @Nullable FeatureAction action(String actionName) {
        for (FeatureAction action : actions) {
            if (action.name().equals(actionName)) {
                return action;
            }
        }
        return null;
    }

    /** The declared field of that name, or null. */
    public @Nullable Field field(String fieldName) {
        for (Field field : fields) {
            if (field.name().equals(fieldName)) {
                return field;
            }
        }
        return null;
    }
}
