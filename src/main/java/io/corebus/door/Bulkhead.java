package io.corebus.door;

import io.corebus.bus.Failure;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The requests in hand: a bound on all of them, and one on those of each feature, so that a slow feature does not take the others down. */
final class Bulkhead {
    private static final int[] NONE = new int[1];

    private final int max;
    private final int maxPerFeature;
    private final Map<String, int[]> ofFeature = new HashMap<>();
    private int all;

    Bulkhead(DoorLimits limits) {
        this.max = limits.maxInFlight();
        this.maxPerFeature = limits.maxInFlightPerFeature();
    }

    /** Null where it has come in; then it has to {@link #leave}. */
    @Nullable
    Failure enter(String feature) {
        if (all >= max) {
            return Failure.unavailable("overloaded", "Too many requests at the moment. Try again in a second.");
        }
        int[] here = ofFeature.computeIfAbsent(feature, key -> new int[1]);
        if (here[0] >= maxPerFeature) {
            return Failure.unavailable(
                    "overloaded", "Too many requests for " + feature + " at the moment. Try again in a second.");
        }
        here[0]++;
        all++;
        return null;
    }

    void leave(String feature) {
        ofFeature.getOrDefault(feature, NONE)[0]--;
        all--;
    }
}
