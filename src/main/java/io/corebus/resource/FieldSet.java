package io.corebus.resource;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Some of the declared fields of a feature, or all.
 *
 * @param names null for all
 */
record FieldSet(@Nullable Set<String> names) {
    static final FieldSet ALL = new FieldSet(null);
    static final FieldSet NONE = new FieldSet(Set.of());

    boolean isAll() {
        return names == null;
    }

    boolean has(String name) {
        return names == null || names.contains(name);
    }

    /** @param declared all there are */
    FieldSet without(Set<String> others, Collection<String> declared) {
        Set<String> left = new TreeSet<>(names == null ? declared : names);
        left.removeAll(others);
        return new FieldSet(left);
    }

    FieldSet union(FieldSet other) {
        if (names == null || other.names == null) {
            return ALL;
        }
        if (names.isEmpty() || names.equals(other.names)) {
            return other;
        }
        Set<String> both = new TreeSet<>(names);
        both.addAll(other.names);
        return new FieldSet(both);
    }

    FieldSet common(FieldSet other) {
        if (names == null || other.names == null) {
            return names == null ? other : this;
        }
        Set<String> common = new TreeSet<>(names);
        common.retainAll(other.names);
        return new FieldSet(common);
    }
}
