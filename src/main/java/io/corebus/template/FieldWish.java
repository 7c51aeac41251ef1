package io.corebus.template;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One {@code --field}, understood.
 *
 * @param inner what stands in the brackets: the values of an enum, the feature that is referred to, the type of a list's items; else empty
 * @param given the attributes by their names, in the order in which they were written; one without a value has the empty text
 */
record FieldWish(String name, Kind kind, List<String> inner, Map<String, String> given) {
    boolean has(String attribute) {
        return given.containsKey(attribute);
    }

    @Nullable
    String value(String attribute) {
        return given.get(attribute);
    }

    boolean isRequired() {
        return has("required");
    }

    /** References and what is unique have an index by themselves. An enum is there to be filtered by. */
    boolean wantsIndex() {
        return (has("index") || kind == Kind.ENUM) && !has("unique");
    }
}
