package io.corebus.webhook;

import io.corebus.bus.Caller;
import io.corebus.bus.Health;
import io.corebus.bus.Service;
import io.corebus.webhook.WebhookMetrics.Standing;
import io.vertx.core.Future;
import java.util.Map;

/** This room is well while it knows which hooks it has to send to; a receiver that is away is not its illness. */
final class HealthHandler implements Service<Health.Check, Health.Report> {
    private final SendingState state;

    HealthHandler(SendingState state) {
        this.state = state;
    }

    @Override
    public Future<Health.Report> handle(Health.Check request, Caller caller) {
        Standing standing = state.standing();
        Map<String, String> parts = Map.of(
                "sending", state.sending(),
                "webhooks", Integer.toString(standing.hooks()),
                "pending_deliveries", Long.toString(standing.pending()),
                "lag_entries", Long.toString(standing.lag()),
                "stalled_webhooks", Long.toString(standing.stalled()));
        return Future.succeededFuture(new Health.Report(state.works(), parts));
    }
}
