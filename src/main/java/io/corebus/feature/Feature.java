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
 * @param permissions the roles that may do each action; an action that is not named is for admins only
 * @param cacheTtl how long a resource may stay in the cache; null: not cached
 * @param live whether changes are published to subscribers
 * @param mcpTools the agent tools it offers
 * @param logic class name of its business logic, or null
 * @param deprecation that it is on its way out, or null
 */
public record Feature(
        String name,
        String title,
        String description,
        List<Field> fields,
        ObjectNode schema,
        List<List<String>> indexes,
        List<List<String>> uniques,
        Map<Action, Set<String>> permissions,
        @Nullable Duration cacheTtl,
        boolean live,
        List<String> mcpTools,
        @Nullable String logic,
        @Nullable Deprecation deprecation) {

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
