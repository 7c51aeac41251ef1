package io.corebus.webhook;

import io.corebus.bus.PerProcess;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/** What is measured of webhooks, over all instances of the process. */
final class WebhookMetrics implements Shareable {
    private final Map<Runs, Standing> standings = new ConcurrentHashMap<>();
    private final Counter delivered;
    private final Counter failed;
    private final Counter disabled;

    /**
     * Where an instance is.
     *
     * @param pending deliveries that wait
     * @param lag how many entries the hook that is furthest behind has not looked at
     * @param stalled hooks whose filter cannot be understood any more
     */
    record Standing(int hooks, long pending, long lag, long stalled) {}

    private WebhookMetrics(MeterRegistry meters) {
        this.delivered = Counter.builder("corebus.webhook.delivered")
                .description("Attempts that succeeded")
                .register(meters);
        this.failed = Counter.builder("corebus.webhook.failed")
                .description("Attempts that failed")
                .register(meters);
        this.disabled = Counter.builder("corebus.webhook.disabled")
                .description("Webhooks that were switched off from here")
                .register(meters);
        Gauge.builder("corebus.webhook.hooks", this, all -> all.sum(Standing::hooks))
                .description("Active webhooks that this node sends to")
                .strongReference(true)
                .register(meters);
        Gauge.builder("corebus.webhook.pending", this, all -> all.sum(Standing::pending))
                .description("Deliveries to these webhooks that wait")
                .strongReference(true)
                .register(meters);
        Gauge.builder("corebus.webhook.stalled", this, all -> all.sum(Standing::stalled))
                .description("Webhooks that stand still because a feature or a field of their filter is gone")
                .strongReference(true)
                .register(meters);
        Gauge.builder("corebus.webhook.lag", this, WebhookMetrics::lag)
                .description("Entries that the webhook which is furthest behind has not looked at")
                .strongReference(true)
                .register(meters);
    }

    /** The one of this process. */
    static WebhookMetrics of(Vertx vertx, MeterRegistry meters) {
        return PerProcess.of(vertx, WebhookMetrics.class, () -> new WebhookMetrics(meters));
    }

    void attempted(Outcome outcome) {
        (outcome.delivered() ? delivered : failed).increment();
    }

    void disabled() {
        disabled.increment();
    }

    void stands(Runs runs, Standing standing) {
        standings.put(runs, standing);
    }

    void ends(Runs runs) {
        standings.remove(runs);
    }

    private double sum(ToLongFunction<Standing> part) {
        return standings.values().stream().mapToLong(part).sum();
    }

    private double lag() {
        return standings.values().stream().mapToLong(Standing::lag).max().orElse(0);
    }
}
