package io.corebus.feature;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that a feature's business logic does with one resource, by name.
 *
 * @param name {@code [a-z][a-z0-9_]*}, at most 63 characters; in paths, permissions and the audit trail
 * @param input the JSON Schema (2020-12) of the object it takes; null: it takes none
 * @param output the JSON Schema of the object it answers; null: it answers none
 * @param timeout how long the logic may take with one resource; null: {@code logic.act-timeout}
 * @param grants who may do it, besides admins; one of them is enough
 */
public record FeatureAction(
        String name,
        String title,
        String description,
        @Nullable ObjectNode input,
        @Nullable ObjectNode output,
        @Nullable Duration timeout,
        List<Grant> grants) {
    /** What {@code logic.act-timeout} can be at most. */
    public static final Duration SHORT = Duration.ofSeconds(10);

    public FeatureAction {
        grants = List.copyOf(grants);
    }

    /** Whether it may take longer than anybody waits for an answer: then it is always done as a job. */
    public boolean isLong() {
        return timeout != null && isLong(timeout);
    }

    /** Whether that is longer than anybody waits for an answer. */
    public static boolean isLong(Duration timeout) {
        return timeout.compareTo(SHORT) > 0;
    }

    /** Whether it may not be over when somebody has waited so long for its answer. */
    public boolean outlasts(Duration wait) {
        return isLong() || (timeout != null && timeout.compareTo(wait) >= 0);
    }
}
