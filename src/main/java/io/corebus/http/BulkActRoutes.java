package io.corebus.http;

import com.github.f4b6a3.uuid.UuidCreator;
import io.corebus.bus.Bus;
import io.corebus.door.Door;
import io.corebus.door.Exchange;
import io.corebus.feature.Feature;
import io.corebus.feature.FeatureAction;
import io.corebus.feature.Features;
import io.corebus.resource.ActJobMessages;
import io.corebus.resource.ActJobMessages.BeginJob;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;

/** {@code POST /api/<feature>/actions/<action>}: a named action with many resources, before the answer or as a job. */
final class BulkActRoutes {
    private final Bus bus;
    private final Duration deadline;

    /** @param deadline how long a request waits for its answer */
    BulkActRoutes(Bus bus, Duration deadline) {
        this.bus = bus;
        this.deadline = deadline;
    }

    void mount(Door door, Features features) {
        for (Feature feature : features.all()) {
            for (FeatureAction action : feature.actions()) {
                door.withBody(
                        HttpMethod.POST,
                        "/api/" + feature.name() + "/actions/" + action.name(),
                        feature.name(),
                        action.name(),
                        exchange -> act(exchange, feature.name(), action));
            }
        }
    }

    private Future<Void> act(Exchange exchange, String feature, FeatureAction action) {
        BulkActForm form = BulkActForm.read(exchange);
        return form.isLong() || action.outlasts(deadline) || Preferences.respondAsync(exchange)
                ? begin(exchange, feature, action.name(), form)
                : actAtOnce(exchange, feature, action, form);
    }

    private Future<Void> actAtOnce(Exchange exchange, String feature, FeatureAction action, BulkActForm form) {
        BulkActCommands commands = BulkActCommands.of(exchange, "each");
        return new BulkActs(bus, feature, action, form, commands, exchange.caller())
                .run()
                .compose(answer -> Answers.unstored(exchange, answer.bodyWithSummary()));
    }

    private Future<Void> begin(Exchange exchange, String feature, String action, BulkActForm form) {
        BulkActCommands commands = BulkActCommands.of(exchange, "job");
        String id = UuidCreator.getTimeOrderedEpoch().toString();
        BeginJob request =
                BeginJob.many(id, feature, action, form.input(), form.ids(), form.filter(), commands.whole());
        return BulkActs.checkKey(bus, form, commands, exchange.caller())
                .compose(checked -> bus.request(ActJobMessages.BEGIN, request, exchange.caller()))
                .recover(BulkActs::ofInput)
                .compose(begun -> JobRoutes.accepted(exchange, begun));
    }
}
