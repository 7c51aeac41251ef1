package io.corebus.audit;

import io.corebus.bus.Caller;
import io.corebus.bus.Health;
import io.corebus.bus.Service;
import io.vertx.core.Future;
import java.util.Map;

/** This room is well while entries get their seals in time. */
final class HealthHandler implements Service<Health.Check, Health.Report> {
    private final SealingState state;
    private final AuditConfig config;

    HealthHandler(SealingState state, AuditConfig config) {
        this.state = state;
        this.config = config;
    }

    @Override
    public Future<Health.Report> handle(Health.Check request, Caller caller) {
        long lag = state.lagMillis();
        boolean up = state.works() && lag <= config.maxLag().toMillis();
        Map<String, String> parts = Map.of(
                "sealing", state.sealing(),
                "seal_lag_ms", Long.toString(lag),
                "waiting_entries", Long.toString(state.waiting()));
        return Future.succeededFuture(new Health.Report(up, parts));
    }
}
