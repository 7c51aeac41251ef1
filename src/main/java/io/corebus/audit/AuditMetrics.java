package io.corebus.audit;

import io.corebus.bus.PerProcess;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToLongFunction;

/**
 * What is counted here: {@code corebus_audit_seals_total}, {@code corebus_audit_sealed_entries_total}, and as this node last saw it, {@code
 * corebus_audit_seal_lag_seconds} and {@code corebus_audit_waiting_entries}.
 */
final class AuditMetrics implements Shareable {
    private final Counter seals;
    private final Counter entries;
    /** All look at the same journal, twice a second. */
    private final List<SealingState> states = new CopyOnWriteArrayList<>();

    private AuditMetrics(MeterRegistry meters) {
        this.seals = Counter.builder("corebus.audit.seals")
                .description("Seals made by this node")
                .register(meters);
        this.entries = Counter.builder("corebus.audit.sealed.entries")
                .description("Entries that got their seal from this node")
                .register(meters);
        Gauge.builder("corebus.audit.seal.lag", this, all -> all.newest(SealingState::lagMillis) / 1_000.0)
                .baseUnit("seconds")
                .description("Age of the oldest entry without a seal")
                .strongReference(true)
                .register(meters);
        Gauge.builder("corebus.audit.waiting.entries", this, all -> all.newest(SealingState::waiting))
                .description("Entries without a seal, counted up to 10,000")
                .strongReference(true)
                .register(meters);
    }

    /** The one of this process. */
    static AuditMetrics of(Vertx vertx, MeterRegistry meters) {
        return PerProcess.of(vertx, AuditMetrics.class, () -> new AuditMetrics(meters));
    }

    /** An instance begins to look. */
    void begins(SealingState state) {
        states.add(state);
    }

    void ends(SealingState state) {
        states.remove(state);
    }

    private double newest(ToLongFunction<SealingState> part) {
        return states.stream().mapToLong(part).reduce(0, (earlier, later) -> later);
    }

    void sealed(int count) {
        seals.increment();
        entries.increment(count);
    }
}
