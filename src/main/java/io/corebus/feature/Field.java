package io.corebus.feature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One declared field.
 *
 * @param name {@code [a-z][a-z0-9_]*}, at most 63 characters; also the column's name
 * @param schema its JSON Schema as declared
 * @param defaultValue what a create fills in, or null
 * @param references name of the feature it refers to, for {@link FieldType#REFERENCE}
 * @param values the values of an {@link FieldType#ENUM}; else empty
 */
public record Field(
        String name,
        FieldType type,
        boolean required,
        ObjectNode schema,
        @Nullable JsonNode defaultValue,
        @Nullable String references,
        List<String> values) {
    static final String HIDING = "x-agents";
    static final String HIDDEN = "hidden";

    public Field {
        values = List.copyOf(values);
    }

    /** Whether it is an array of single values, of which filters may ask whether it has one. */
    public boolean hasElements() {
        return ElementType.of(this).isPresent();
    }

    /** {@code x-agents: hidden}: agents neither see it nor write it. */
    public boolean isHiddenFromAgents() {
        return schema.path(HIDING).asText().equals(HIDDEN);
    }
}
