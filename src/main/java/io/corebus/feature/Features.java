package io.corebus.feature;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All features of this node, by name. */
public final class Features {
    private final Map<String, Feature> byName = new LinkedHashMap<>();

    public Features(List<Feature> features) {
        for (Feature feature : features) {
            byName.put(feature.name(), feature);
        }
    }

    public Collection<Feature> all() {
        return byName.values();
    }

    /** False for the empty set, which no directory can declare: it stands for what a node does not know yet. */
    public boolean areKnown() {
        return !byName.isEmpty();
    }

    /** Whether any of them has business logic. */
    public boolean haveLongActions() {
        return all().stream().flatMap(feature -> feature.actions().stream()).anyMatch(FeatureAction::isLong);
    }

    public boolean haveLogic() {
        return byName.values().stream().anyMatch(feature -> feature.logic() != null);
    }

    /** The feature of that name, or null. */
    public @Nullable Feature find(String name) {
        return byName.get(name);
    }
}
