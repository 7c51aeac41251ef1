package io.corebus.storage;

import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.feature.Feature;
import io.corebus.feature.Features;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tables of all features of this node. */
final class FeatureTables {
    private final Map<String, FeatureTable> byFeature = new HashMap<>();

    FeatureTables(Features features) {
        for (Feature feature : features.all()) {
            byFeature.put(feature.name(), new FeatureTable(feature));
        }
    }

    /**
     * Fails with {@code descriptors-differ} 503, which the bus takes to another node, where the asker knows the rows in another shape than this one, which may not
     * know them at all: one of both may have descriptors that the other does not have yet. Else with {@code unknown-feature} 404.
     *
     * @param shape as the asker knows the rows; null: in whatever shape
     */
    FeatureTable of(String feature, @Nullable String shape) {
        FeatureTable table = byFeature.get(feature);
        if (shape != null && (table == null || !shape.equals(table.feature().shape()))) {
            throw Failure.differing(feature).exception();
        }
        if (table == null) {
            throw new Failure("unknown-feature", 404, "There is no feature named '" + feature + "' here.").exception();
        }
        return table;
    }

    /** The id of a row, from the canonical text that the asker has made of it. Fails with {@code not-found} 404 where it is no UUID. */
    static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw notFound();
        }
    }

    static FailureException notFound() {
        return new Failure("not-found", 404, "There is no resource with this id, or it was deleted.").exception();
    }
}
