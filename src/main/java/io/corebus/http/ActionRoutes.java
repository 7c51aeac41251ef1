package io.corebus.http;

import com.github.f4b6a3.uuid.UuidCreator;
import io.corebus.bus.Bus;
import io.corebus.bus.Json;
import io.corebus.door.Door;
import io.corebus.door.Exchange;
import io.corebus.door.Negotiation;
import io.corebus.door.QueryParameters;
import io.corebus.feature.Feature;
import io.corebus.feature.FeatureAction;
import io.corebus.feature.Features;
import io.corebus.feature.StrictJson;
import io.corebus.resource.ActJobMessages;
import io.corebus.resource.ActJobMessages.BeginJob;
import io.corebus.resource.ResourceMessages;
import io.corebus.resource.ResourceMessages.ActOnResource;
import io.corebus.resource.ResourceMessages.Acted;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;

/** {@code POST /api/<feature>/{id}/actions/<action>}: what the business logic of a feature does by name. */
final class ActionRoutes {
    private static final byte[] NOTHING = {'{', '}'};

    private final Bus bus;
    private final Duration deadline;

    /** @param deadline how long a request waits for its answer */
    ActionRoutes(Bus bus, Duration deadline) {
        this.bus = bus;
        this.deadline = deadline;
    }

    void mount(Door door, Features features) {
        for (Feature feature : features.all()) {
            String actions = "/api/" + feature.name() + "/:id/actions/";
            for (FeatureAction action : feature.actions()) {
                door.withBody(
                        HttpMethod.POST,
                        actions + action.name(),
                        feature.name(),
                        action.name(),
                        exchange -> act(exchange, feature.name(), action));
            }
        }
    }

    private Future<Void> act(Exchange exchange, String feature, FeatureAction action) {
        byte[] input = input(exchange);
        return action.outlasts(deadline) || Preferences.respondAsync(exchange)
                ? begin(exchange, feature, action, input)
                : actAtOnce(exchange, feature, action, input);
    }

    private Future<Void> actAtOnce(Exchange exchange, String feature, FeatureAction action, byte[] input) {
        ActOnResource request = new ActOnResource(
                feature,
                exchange.path("id"),
                action.name(),
                Conditions.ifMatch(exchange),
                Json.of(input),
                Commands.of(exchange, input));
        return bus.request(ResourceMessages.act(action), request, exchange.caller())
                .compose(acted -> answer(exchange, acted));
    }

    private Future<Void> begin(Exchange exchange, String feature, FeatureAction action, byte[] input) {
        BeginJob request = BeginJob.alone(
                UuidCreator.getTimeOrderedEpoch().toString(),
                feature,
                action.name(),
                Json.of(input),
                exchange.path("id"),
                Conditions.ifMatch(exchange),
                BulkActCommands.of(exchange, "job").whole());
        return bus.request(ActJobMessages.BEGIN, request, exchange.caller())
                .compose(begun -> JobRoutes.accepted(exchange, begun));
    }

    /** One that takes nothing needs no body. */
    private static byte[] input(Exchange exchange) {
        if (exchange.body().length == 0) {
            QueryParameters.none(exchange);
            Negotiation.requireAccepts(exchange, "application/json");
            return NOTHING;
        }
        byte[] body = ResourceRoutes.readJson(exchange, Negotiation.JSON);
        StrictJson.parseObject(body);
        return body;
    }

    private static Future<Void> answer(Exchange exchange, Acted acted) {
        exchange.response().putHeader(HttpHeaderNames.ETAG, EntityTags.tag(acted.version()));
        if (acted.repeated()) {
            exchange.response().putHeader("idempotency-replayed", "true");
        }
        return Answers.unstored(exchange, 200, acted.output());
    }
}
