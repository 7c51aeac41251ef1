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
import io.corebus.storage.JobMessages.InsertedJob;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;

/** {@code POST /api/<feature>/actions/<action>}: a named action with many resources, before the answer or as a job. */
final class BulkActRoutes {
    private final Bus bus;

    BulkActRoutes(Bus bus) {
        this.bus = bus;
    }

    void mount(Door door, Features features) {
        for (Feature feature : features.all()) {
            for (FeatureAction action : feature.actions()) {
                door.withBody(
                        HttpMethod.POST,
                        "/api/" + feature.name() + "/actions/" + action.name(),
                        feature.name(),
                        action.name(),
                        exchange -> act(exchange, feature.name(), action.name()));
            }
        }
    }

    private Future<Void> act(Exchange exchange, String feature, String action) {
        BulkActForm form = BulkActForm.read(exchange);
        return form.isLong() || Preferences.respondAsync(exchange)
                ? begin(exchange, feature, action, form)
                : actAtOnce(exchange, feature, action, form);
    }

    private Future<Void> actAtOnce(Exchange exchange, String feature, String action, BulkActForm form) {
        BulkActCommands commands = BulkActCommands.of(exchange, "each");
        return new BulkActs(bus, feature, action, form, commands, exchange.caller())
                .run()
                .compose(answer -> Answers.unstored(exchange, answer.bodyWithSummary()));
    }

    private Future<Void> begin(Exchange exchange, String feature, String action, BulkActForm form) {
        BulkActCommands commands = BulkActCommands.of(exchange, "job");
        String id = UuidCreator.getTimeOrderedEpoch().toString();
        BeginJob request = new BeginJob(id, feature, action, form.input(), form.ids(), form.filter(), commands.whole());
        return BulkActs.checkKey(bus, form, commands, exchange.caller())
                .compose(checked -> bus.request(ActJobMessages.BEGIN, request, exchange.caller()))
                .recover(BulkActs::ofInput)
                .compose(begun -> accepted(exchange, begun));
    }

    private static Future<Void> accepted(Exchange exchange, InsertedJob begun) {
        exchange.response()
                .putHeader(
                        HttpHeaderNames.LOCATION,
                        JobRoutes.JOBS + "/" + begun.job().id());
        if (Preferences.respondAsync(exchange)) {
            exchange.response().putHeader(Preferences.APPLIED, Preferences.RESPOND_ASYNC);
        }
        if (begun.repeated()) {
            exchange.response().putHeader("idempotency-replayed", "true");
        }
        return Answers.unstored(exchange, 202, JobRoutes.json(begun.job()));
    }
}
