package io.corebus.webhook;

import io.corebus.audit.AuditMessages;
import io.corebus.bus.Bus;
import io.corebus.bus.Futures;
import io.corebus.feature.Features;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The webhook room. Any number of instances, on any number of nodes; they share the hooks by leases in storage. */
public final class WebhookVerticle extends VerticleBase {
    private final WebhookConfig config;
    private final Features features;
    private final Bus bus;
    private final MeterRegistry meters;
    private @Nullable Sender sender;
    private @Nullable Runs runs;

    public WebhookVerticle(WebhookConfig config, Features features, Bus bus, MeterRegistry meters) {
        this.config = config;
        this.features = features;
        this.bus = bus;
        this.meters = meters;
    }

    @Override
    public Future<?> start() {
        Clock clock = Clock.systemUTC();
        SealedJournal journal = new SealedJournal(bus);
        SendingState state = new SendingState();
        Sender sending = new Sender(vertx, new Addresses(vertx, config.allowPrivate()), clock);
        WebhookMetrics metrics = WebhookMetrics.of(vertx, meters);
        Runs running = new Runs(vertx, bus, features, journal, sending, config, metrics, state);
        Administration hooks = new Administration(bus, features, journal, config);
        Deliveries deliveries = new Deliveries(bus, journal, hooks);
        Admission admission = new Admission(bus);
        sender = sending;
        runs = running;
        running.start();
        Future<?> serving = Future.all(List.of(
                bus.subscribe(AuditMessages.SEALED, running::heard),
                bus.subscribe(WebhookMessages.CHANGED, changed -> running.look()),
                bus.serve(WebhookMessages.HEALTH, new HealthHandler(state)),
                bus.serve(WebhookMessages.CREATE, admission.admins("create", hooks::create)),
                bus.serve(WebhookMessages.GET, admission.admins("get", hooks::get)),
                bus.serve(WebhookMessages.LIST, admission.admins("list", hooks::list)),
                bus.serve(WebhookMessages.PATCH, admission.admins("change", hooks::patch)),
                bus.serve(WebhookMessages.DELETE, admission.admins("delete", hooks::delete)),
                bus.serve(WebhookMessages.ROTATE_SECRET, admission.admins("rotate-secret", hooks::rotate)),
                bus.serve(
                        WebhookMessages.TEST,
                        admission.admins("test", new TestHandler(bus, hooks, sending, config, clock))),
                bus.serve(WebhookMessages.LIST_DELIVERIES, admission.admins("list-deliveries", deliveries::list)),
                bus.serve(WebhookMessages.REPLAY_DELIVERY, admission.admins("replay", deliveries::replay)),
                bus.serve(WebhookMessages.REPLAY, admission.admins("replay", deliveries::replayAll))));
        return Futures.endingOnFailure(serving, this::stop);
    }

    /** Lets the attempts that are under way come to their end, and gives the hooks back. */
    @Override
    public Future<?> stop() {
        Future<Void> ended = runs == null ? Future.succeededFuture() : runs.stop();
        return ended.eventually(() -> sender == null ? Future.succeededFuture() : sender.close());
    }
}
