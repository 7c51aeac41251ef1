package io.corebus.resource;

import io.corebus.feature.Feature;
import io.corebus.feature.Features;
import io.corebus.storage.ControlMessages.Generation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What entries of the cache are marked with: only those that look as the feature does, and come from after the last migration that changed its rows, may be read.
 * Without the second, a field that was dropped would be there again as soon as it is declared again. Belongs to one event loop.
 */
final class Generations {
    /** Longer than anything is under way that was read, or written, before the migration. */
    private static final long SETTLING_NANOS = 60_000_000_000L;

    private final LongSupplier nanos;
    private final Map<String, Known> known = new HashMap<>();
    private boolean told;

    /** @param until when what was under way at the change may still come; null: nothing does */
    private record Known(
            String shape,
            long number,
            String mark,
            @Nullable Long until) {}

    /** @param nanos {@link System#nanoTime} */
    Generations(Features features, LongSupplier nanos) {
        this.nanos = nanos;
        features.all()
                .forEach(feature -> known.put(feature.name(), new Known(feature.shape(), 0, feature.shape(), null)));
    }

    /** Of letters, digits, {@code _}, {@code -} and {@code :}: nothing that a marker or a JSON object begins with. */
    String mark(Feature feature) {
        return of(feature).mark();
    }

    /** Whether what comes from storage now is surely of this generation. */
    boolean isSettled(Feature feature) {
        Long until = of(feature).until();
        return until == null || nanos.getAsLong() - until > 0;
    }

    private Known of(Feature feature) {
        return Objects.requireNonNull(known.get(feature.name()));
    }

    /** Those of features that are not served here do not matter. */
    void set(List<Generation> all) {
        all.forEach(this::set);
        told = true;
    }

    private void set(Generation generation) {
        Known before = known.get(generation.feature());
        if (before != null && generation.number() > before.number()) {
            String mark = generation.number() + ":" + before.shape();
            Long until = told ? (Long) (nanos.getAsLong() + SETTLING_NANOS) : null;
            known.put(generation.feature(), new Known(before.shape(), generation.number(), mark, until));
        }
    }
}
