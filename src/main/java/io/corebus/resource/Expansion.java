package io.corebus.resource;

import io.corebus.feature.Feature;
import io.corebus.feature.Features;
import io.corebus.feature.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A reference to follow from the resources of a list, and what to follow from there.
 *
 * @param field that refers
 * @param target the feature that it refers to
 */
record Expansion(String field, String target, List<Expansion> then) {
    private static final int MAX_PATHS = 5;
    private static final int MAX_DEPTH = 2;

    /** The paths - {@code owner_id,parent_id.owner_id} - as trees. Fails with {@code bad-query} 400. */
    static List<Expansion> read(Features features, Feature feature, @Nullable String text) {
        if (text == null) {
            return List.of();
        }
        String[] paths = text.split(",", -1);
        if (paths.length > MAX_PATHS) {
            throw ListQuery.badQuery("expand takes at most " + MAX_PATHS + " paths.");
        }
        Map<String, List<String>> first = new LinkedHashMap<>();
        for (String path : paths) {
            String[] steps = path.split("\\.", -1);
            if (steps.length > MAX_DEPTH) {
                throw ListQuery.badQuery("expand follows references over at most " + MAX_DEPTH + " levels.");
            }
            List<String> behind = first.computeIfAbsent(steps[0], none -> new ArrayList<>());
            if (steps.length > 1) {
                behind.add(steps[1]);
            }
        }
        List<Expansion> expansions = new ArrayList<>();
        first.forEach((field, behind) -> expansions.add(of(features, feature, field, behind)));
        return expansions;
    }

    private static Expansion of(Features features, Feature feature, String name, List<String> behind) {
        Field field = feature.field(name);
        String target = field == null ? null : field.references();
        Feature reached = target == null ? null : features.find(target);
        if (target == null || reached == null) {
            throw ListQuery.badQuery("expand takes fields that refer to another resource; " + shown(name) + " of "
                    + feature.name() + " is none.");
        }
        List<Expansion> then = behind.stream()
                .distinct()
                .map(next -> of(features, reached, next, List.of()))
                .toList();
        return new Expansion(name, target, then);
    }

    private static String shown(String name) {
        return "'" + (name.length() > 63 ? name.substring(0, 63) + "..." : name) + "'";
    }
}
