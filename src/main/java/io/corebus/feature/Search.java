package io.corebus.feature;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a search for words looks in the resources of a feature: in the fields that say {@code x-search}.
 *
 * @param fields in the order of the descriptor, at least one
 * @param configuration the text search configuration of PostgreSQL by which text becomes words
 */
public record Search(List<String> fields, String configuration) {
    static final String KEYWORD = "x-search";
    /** Words as they are, of no language. */
    private static final String SIMPLE = "simple";

    public Search {
        fields = List.copyOf(fields);
    }

    /** Null where nothing can be searched. */
    public static @Nullable Search of(Feature feature) {
        List<String> fields = new ArrayList<>();
        String configuration = SIMPLE;
        for (Field field : feature.fields()) {
            String named = configuration(field.schema().path(KEYWORD));
            if (named != null) {
                fields.add(field.name());
                configuration = named;
            }
        }
        return fields.isEmpty() ? null : new Search(fields, configuration);
    }

    /** The one that a value of the keyword names; null where it says no. */
    static @Nullable String configuration(JsonNode value) {
        return value.isTextual() ? value.asText() : value.asBoolean() ? SIMPLE : null;
    }
}
