package io.corebus.template;

import io.corebus.feature.Feature;
import io.corebus.feature.Features;
import io.corebus.feature.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What has to be there before a resource can be: those that it must refer to, those that these must refer to, and so on. */
final class Parents {
    /** Longer names would not fit where they are put. */
    private static final int LONGEST_NAME = 30;

    private final Features others;
    private final Map<String, Feature> found = new LinkedHashMap<>();
    private final List<String> under = new ArrayList<>();
    private @Nullable String missing;

    private Parents(Features others) {
        this.others = others;
    }

    static Parents of(Feature feature, Features others) {
        Parents parents = new Parents(others);
        parents.collect(feature);
        return parents;
    }

    /** Why they cannot be made, in words that follow "because"; null where they can. */
    @Nullable
    String missing() {
        return missing;
    }

    /** By their names, the nearest first. */
    Map<String, Feature> all() {
        return found;
    }

    /** The name of the method that knows the id of one. */
    String method(String feature) {
        if (feature.length() > LONGEST_NAME) {
            return "parent" + List.copyOf(found.keySet()).indexOf(feature);
        }
        String type = Words.type(feature);
        return "idOf" + type;
    }

    /** What stands in a sample of the feature in the place of the ids. */
    Map<String, String> places(Feature feature) {
        Map<String, String> places = new LinkedHashMap<>();
        for (Field field : Samples.requiredReferences(feature)) {
            places.put(field.name(), "<" + method(String.valueOf(field.references())) + ">");
        }
        return places;
    }

    private void collect(Feature feature) {
        under.add(feature.name());
        for (Field field : Samples.requiredReferences(feature)) {
            String name = String.valueOf(field.references());
            Feature parent = others.find(name);
            if (under.contains(name)) {
                missing = name + " must refer to itself, or in a circle";
            } else if (parent == null) {
                missing = "it must refer to " + name + ", which is not there or has faults";
            } else if (!Samples.isWhole(parent, Samples.of(parent))) {
                missing = "it must refer to " + name + ", of which no sample can be told; give its fields examples";
            } else if (found.put(name, parent) == null) {
                collect(parent);
            }
        }
        under.remove(feature.name());
    }
}
