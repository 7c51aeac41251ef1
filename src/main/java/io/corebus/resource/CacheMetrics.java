package io.corebus.resource;

import io.corebus.feature.Feature;
import io.corebus.resource.Cache.Lookup;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** {@code corebus_cache_reads_total{feature,result}} with result hit, deleted, miss or bypass. Belongs to one event loop. */
final class CacheMetrics {
    private final MeterRegistry meters;
    private final Map<String, Map<Cache.Found, Counter>> counters = new HashMap<>();

    CacheMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    Lookup count(Feature feature, Lookup lookup) {
        Map<Cache.Found, Counter> results = counters.computeIfAbsent(feature.name(), this::register);
        Objects.requireNonNull(results.get(lookup.found())).increment();
        return lookup;
    }

    private Map<Cache.Found, Counter> register(String feature) {
        Map<Cache.Found, Counter> registered = new EnumMap<>(Cache.Found.class);
        for (Cache.Found result : Cache.Found.values()) {
            Counter counter = Counter.builder("corebus.cache.reads")
                    .description("Reads of the resource cache by what came of them")
                    .tag("feature", feature)
                    .tag("result", result.name().toLowerCase(Locale.ROOT))
                    .register(meters);
            registered.put(result, counter);
        }
        return registered;
    }
}
