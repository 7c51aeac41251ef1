package io.corebus.storage;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** {@code corebus_storage_batch_writes{feature,kind}}: how many writes shared a statement. Belongs to one event loop. */
final class StorageMetrics {
    private final MeterRegistry meters;
    private final Map<String, DistributionSummary> batches = new HashMap<>();

    StorageMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void batch(FeatureTable table, Write.Kind kind, int size) {
        batches.computeIfAbsent(table.feature().name() + " " + kind, key -> register(table, kind))
                .record(size);
    }

    private DistributionSummary register(FeatureTable table, Write.Kind kind) {
        return DistributionSummary.builder("corebus.storage.batch.writes")
                .description("Writes that shared one statement")
                .tag("feature", table.feature().name())
                .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                .register(meters);
    }
}
