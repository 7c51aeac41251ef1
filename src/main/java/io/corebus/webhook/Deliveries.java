package io.corebus.webhook;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.feature.StrictJson;
import io.corebus.storage.HookMessages;
import io.corebus.storage.HookMessages.RewindHook;
import io.corebus.webhook.WebhookMessages.Delivery;
import io.corebus.webhook.WebhookMessages.DeliveryPage;
import io.corebus.webhook.WebhookMessages.ListDeliveries;
import io.corebus.webhook.WebhookMessages.ReplayDelivery;
import io.corebus.webhook.WebhookMessages.ReplayEvents;
import io.corebus.webhook.WebhookMessages.Webhook;
import io.vertx.core.Future;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Showing what was sent, and sending it again. */
final class Deliveries {
    private static final Set<String> STATUSES = Set.of("pending", "delivered", "failed");
    private static final int LONGEST_NUMBER = 18;

    private final Bus bus;
    private final SealedJournal journal;
    private final Administration hooks;

    Deliveries(Bus bus, SealedJournal journal, Administration hooks) {
        this.bus = bus;
        this.journal = journal;
        this.hooks = hooks;
    }

    Future<DeliveryPage> list(ListDeliveries request, Caller caller) {
        String status = request.status();
        if (status != null && !STATUSES.contains(status)) {
            throw new Failure("bad-query", 400, "status must be pending, delivered or failed.").exception();
        }
        HookMessages.ListDeliveries question = new HookMessages.ListDeliveries(
                request.id(), status, Pages.limit(request.limit()), Pages.number(request.before()));
        return hooks.find(request.id(), caller)
                .compose(hook -> bus.request(HookMessages.LIST_DELIVERIES, question, caller))
                .map(Deliveries::shown);
    }

    private static DeliveryPage shown(HookMessages.DeliveryPage page) {
        @Nullable Long next = page.next();
        return new DeliveryPage(HookJson.deliveries(page.deliveries()), next == null ? null : next.toString());
    }

    Future<Delivery> replay(ReplayDelivery request, Caller caller) {
        if (request.delivery().length() > LONGEST_NUMBER || !request.delivery().matches("[0-9]+")) {
            throw new Failure("not-found", 404, "There is no delivery with this number.").exception();
        }
        HookMessages.ReplayDelivery command =
                new HookMessages.ReplayDelivery(request.id(), Long.parseLong(request.delivery()));
        return bus.request(HookMessages.REPLAY_DELIVERY, command, caller)
                .onSuccess(done -> hooks.changed(request.id()))
                .map(delivery -> new Delivery(HookJson.shown(delivery)));
    }

    Future<Webhook> replayAll(ReplayEvents request, Caller caller) {
        HookForm form = new HookForm(StrictJson.parseObject(request.body().utf8()), Set.of("since"));
        Long since = form.since();
        if (since == null) {
            form.fault("/since", "required", "is required: everything after this number is sent again.");
        }
        form.requireValid();
        return journal.head()
                .map(head -> form.since(since, head))
                .compose(cursor -> rewind(request.id(), form, cursor, caller))
                .map(hook -> new Webhook(hook.id(), HookJson.shown(hook)));
    }

    private Future<HookMessages.Hook> rewind(String id, HookForm form, long since, Caller caller) {
        form.requireValid();
        return bus.request(HookMessages.REWIND_HOOK, new RewindHook(id, since), caller)
                .onSuccess(done -> hooks.changed(id));
    }
}
