package io.corebus.webhook;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Json;
import io.corebus.bus.Service;
import io.corebus.storage.HookMessages.Hook;
import io.corebus.storage.JournalMessages;
import io.corebus.storage.JournalMessages.AppendEntry;
import io.corebus.webhook.WebhookMessages.TestWebhook;
import io.corebus.webhook.WebhookMessages.Tested;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.UUID;

/** Sends one event that tells of nothing and waits for what comes of it. Active or not; it is no delivery, and is not repeated. */
final class TestHandler implements Service<TestWebhook, Tested> {
    /** What is left for the answer to the admin. */
    private static final long RESERVE_MILLIS = 500;

    private final Bus bus;
    private final Administration hooks;
    private final Sender sender;
    private final WebhookConfig config;
    private final Clock clock;

    TestHandler(Bus bus, Administration hooks, Sender sender, WebhookConfig config, Clock clock) {
        this.bus = bus;
        this.hooks = hooks;
        this.sender = sender;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public Future<Tested> handle(TestWebhook request, Caller caller) {
        return hooks.find(request.id(), caller)
                .compose(hook -> journal(hook, caller).compose(written -> send(hook, caller)));
    }

    private Future<?> journal(Hook hook, Caller caller) {
        AppendEntry entry = new AppendEntry(
                UUID.randomUUID().toString(), "webhooks", hook.id(), "webhook-tested", null, Json.of("{}"));
        return bus.request(JournalMessages.APPEND_ENTRY, entry, caller);
    }

    private Future<Tested> send(Hook hook, Caller caller) {
        long began = System.nanoTime();
        long patience = Math.max(1, Math.min(config.timeout().toMillis(), caller.millisLeft() - RESERVE_MILLIS));
        return sender.send(hook, parcel(hook, caller), patience)
                .map(outcome -> new Tested(HookJson.tested(outcome, (System.nanoTime() - began) / 1_000_000)));
    }

    private Parcel parcel(Hook hook, Caller caller) {
        String id = "test_" + UUID.randomUUID();
        JsonObject event = new JsonObject()
                .put("specversion", "1.0")
                .put("id", id)
                .put("source", "/api/webhooks")
                .put("type", "io.corebus.webhook.test")
                .put("subject", hook.id())
                .put("time", clock.instant().toString())
                .put("datacontenttype", "application/json")
                .put("data", new JsonObject());
        return new Parcel(id, caller.trace(), Json.of(event.encode()));
    }
}
