package io.corebus.feature;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that a feature's business logic does with one resource, by name.
 *
 * @param name {@code [a-z][a-z0-9_]*}, at most 63 characters; in paths, permissions and the audit trail
 * @param input the JSON Schema (2020-12) of the object it takes; null: it takes none
 * @param output the JSON Schema of the object it answers; null: it answers none
 * @param grants who may do it, besides admins; one of them is enough
 */
public record FeatureAction(
        String name,
        String title,
        String description,
        @Nullable ObjectNode input,
        @Nullable ObjectNode output,
        List<Grant> grants) {
    public FeatureAction {
        grants = List.copyOf(grants);
    }
}
