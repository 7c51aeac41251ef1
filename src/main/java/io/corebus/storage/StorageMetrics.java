package io.corebus.storage;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;

/** {@code corebus_storage_batch_writes{feature,kind}}: how many writes shared a statement. Belongs to one event loop. */
final class StorageMetrics {
    private final MeterRegistry meters;
    private final Map<String, DistributionSummary> batches = new HashMap<>();

    StorageMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void batch(String feature, String kind, int size) {
        batches.computeIfAbsent(feature + " " + kind, key -> register(feature, kind))
                .record(size);
    }

    private DistributionSummary register(String feature, String kind) {
        return DistributionSummary.builder("corebus.storage.batch.writes")
                .description("Writes that shared one statement")
                .tag("feature", feature)
                .tag("kind", kind)
                .register(meters);
    }
}
