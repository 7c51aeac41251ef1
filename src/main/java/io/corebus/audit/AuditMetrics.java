package io.corebus.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What is counted here: {@code corebus_audit_seals_total}, {@code corebus_audit_sealed_entries_total}, and as this node last saw it, {@code
 * corebus_audit_seal_lag_seconds} and {@code corebus_audit_waiting_entries}.
 */
final class AuditMetrics {
    private final Counter seals;
    private final Counter entries;

    AuditMetrics(MeterRegistry meters, SealingState state) {
        this.seals = Counter.builder("corebus.audit.seals")
                .description("Seals made by this node")
                .register(meters);
        this.entries = Counter.builder("corebus.audit.sealed.entries")
                .description("Entries that got their seal from this node")
                .register(meters);
        registerGauges(meters, state);
    }

    /** Of the newest instance in the process, which stays longest: all look at the same journal, twice a second. */
    private static void registerGauges(MeterRegistry meters, SealingState state) {
        synchronized (meters) {
            meters.find("corebus.audit.seal.lag").gauges().forEach(meters::remove);
            meters.find("corebus.audit.waiting.entries").gauges().forEach(meters::remove);
            Gauge.builder("corebus.audit.seal.lag", state, seen -> seen.lagMillis() / 1_000.0)
                    .baseUnit("seconds")
                    .description("Age of the oldest entry without a seal")
                    .strongReference(true)
                    .register(meters);
            Gauge.builder("corebus.audit.waiting.entries", state, SealingState::waiting)
                    .description("Entries without a seal, counted up to 10,000")
                    .strongReference(true)
                    .register(meters);
        }
    }

    void sealed(int count) {
        seals.increment();
        entries.increment(count);
    }
}
