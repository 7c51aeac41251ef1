package io.corebus.audit;

import io.corebus.bus.Bus;
import io.corebus.storage.JournalMessages;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The audit room. Any number of instances, on any number of nodes; all they share is in storage. */
public final class AuditVerticle extends VerticleBase {
    private final AuditConfig config;
    private final Bus bus;
    private final MeterRegistry meters;
    private @Nullable Sealer sealer;
    private @Nullable SealingState looking;

    public AuditVerticle(AuditConfig config, Bus bus, MeterRegistry meters) {
        this.config = config;
        this.bus = bus;
        this.meters = meters;
    }

    @Override
    public Future<?> start() {
        SealingState state = new SealingState();
        SealingKeys keys = new SealingKeys(bus, config.sealingKey(), config.isDatabase());
        AuditMetrics metrics = AuditMetrics.of(vertx, meters);
        Sealer sealing = new Sealer(vertx, bus, keys, Clock.systemUTC(), state, NewestSeal.of(vertx), metrics);
        sealer = sealing;
        metrics.begins(state);
        looking = state;
        sealing.start();
        Denials denials = new Denials(bus);
        return Future.all(List.of(
                bus.subscribe(JournalMessages.WRITTEN, bell -> sealing.ring()),
                bus.serve(AuditMessages.HEALTH, new HealthHandler(state, config)),
                bus.serve(AuditMessages.FIND_TRAIL, denials.recorded("find", new FindTrailHandler(bus))),
                bus.serve(AuditMessages.READ_EXPORT, denials.recorded("export", new ReadExportHandler(bus))),
                bus.serve(
                        AuditMessages.READ_CHECKPOINT, denials.recorded("checkpoint", new ReadCheckpointHandler(bus))),
                bus.serve(AuditMessages.READ_KEYS, denials.recorded("key", new ReadKeysHandler(keys))),
                bus.serve(AuditMessages.ERASE, denials.recorded("erase", new EraseHandler(bus)))));
    }

    /** Lets a seal that is under way come to its end. */
    @Override
    public Future<?> stop() {
        if (looking != null) {
            AuditMetrics.of(vertx, meters).ends(looking);
        }
        return sealer == null ? Future.succeededFuture() : sealer.stop();
    }
}
