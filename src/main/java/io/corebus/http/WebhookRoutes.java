package io.corebus.http;

import io.corebus.bus.Bus;
import io.corebus.bus.Json;
import io.corebus.door.Door;
import io.corebus.door.Exchange;
import io.corebus.door.Negotiation;
import io.corebus.door.QueryParameters;
import io.corebus.webhook.WebhookMessages;
import io.corebus.webhook.WebhookMessages.CreateWebhook;
import io.corebus.webhook.WebhookMessages.DeleteWebhook;
import io.corebus.webhook.WebhookMessages.GetWebhook;
import io.corebus.webhook.WebhookMessages.ListDeliveries;
import io.corebus.webhook.WebhookMessages.ListWebhooks;
import io.corebus.webhook.WebhookMessages.PatchWebhook;
import io.corebus.webhook.WebhookMessages.ReplayDelivery;
import io.corebus.webhook.WebhookMessages.ReplayEvents;
import io.corebus.webhook.WebhookMessages.RotateWebhookSecret;
import io.corebus.webhook.WebhookMessages.TestWebhook;
import io.corebus.webhook.WebhookMessages.Webhook;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.Set;

/** {@code /api/webhooks}: which there are, what was sent to them, and sending it again. */
final class WebhookRoutes {
    private static final String FEATURE = "webhooks";
    private static final String HOOKS = "/api/webhooks";
    private static final String HOOK = HOOKS + "/:id";

    private final Bus bus;

    WebhookRoutes(Bus bus) {
        this.bus = bus;
    }

    void mount(Door door) {
        door.on(HttpMethod.GET, HOOKS, FEATURE, "list", this::list);
        door.withBody(HttpMethod.POST, HOOKS, FEATURE, "create", this::create);
        door.on(HttpMethod.GET, HOOK, FEATURE, "get", this::get);
        door.patch(HOOK, Negotiation.MERGE, FEATURE, "change", this::change);
        door.on(HttpMethod.DELETE, HOOK, FEATURE, "delete", this::delete);
        door.withBody(HttpMethod.POST, HOOK + "/secret", FEATURE, "rotate-secret", this::rotateSecret);
        door.on(HttpMethod.POST, HOOK + "/test", FEATURE, "test", this::test);
        door.on(HttpMethod.GET, HOOK + "/deliveries", FEATURE, "list-deliveries", this::deliveries);
        door.on(
                HttpMethod.POST,
                HOOK + "/deliveries/:delivery/replay",
                FEATURE,
                "replay-delivery",
                this::replayDelivery);
        door.withBody(HttpMethod.POST, HOOK + "/replay", FEATURE, "replay", this::replay);
    }

    private Future<Void> list(Exchange exchange) {
        QueryParameters query = QueryParameters.only(exchange, Set.of("limit", "cursor"));
        ListWebhooks request = new ListWebhooks(query.number("limit"), query.text("cursor"));
        return bus.request(WebhookMessages.LIST, request, exchange.caller())
                .compose(page -> Answers.unstoredPage(exchange, query, page.webhooks(), page.next()));
    }

    private Future<Void> create(Exchange exchange) {
        Json body = body(exchange, Negotiation.JSON);
        // A key with another body is another webhook.
        CreateWebhook request = new CreateWebhook(Commands.idWithBody(exchange), body);
        return bus.request(WebhookMessages.CREATE, request, exchange.caller())
                .compose(made -> answerCreated(exchange, made));
    }

    private static Future<Void> answerCreated(Exchange exchange, Webhook made) {
        exchange.response().putHeader(HttpHeaderNames.LOCATION, HOOKS + "/" + made.id());
        return Answers.unstored(exchange, 201, made.body());
    }

    private Future<Void> get(Exchange exchange) {
        QueryParameters.none(exchange);
        return bus.request(WebhookMessages.GET, new GetWebhook(exchange.path("id")), exchange.caller())
                .compose(hook -> Answers.unstored(exchange, 200, hook.body()));
    }

    private Future<Void> change(Exchange exchange) {
        PatchWebhook request = new PatchWebhook(exchange.path("id"), body(exchange, Negotiation.MERGE));
        return bus.request(WebhookMessages.PATCH, request, exchange.caller())
                .compose(hook -> Answers.unstored(exchange, 200, hook.body()));
    }

    private Future<Void> delete(Exchange exchange) {
        QueryParameters.none(exchange);
        return bus.request(WebhookMessages.DELETE, new DeleteWebhook(exchange.path("id")), exchange.caller())
                .compose(done -> Answers.nothing(exchange));
    }

    private Future<Void> rotateSecret(Exchange exchange) {
        RotateWebhookSecret request = new RotateWebhookSecret(exchange.path("id"), body(exchange, Negotiation.JSON));
        return bus.request(WebhookMessages.ROTATE_SECRET, request, exchange.caller())
                .compose(hook -> Answers.unstored(exchange, 200, hook.body()));
    }

    private Future<Void> test(Exchange exchange) {
        QueryParameters.none(exchange);
        return bus.request(WebhookMessages.TEST, new TestWebhook(exchange.path("id")), exchange.caller())
                .compose(tested -> Answers.unstored(exchange, 200, tested.body()));
    }

    private Future<Void> deliveries(Exchange exchange) {
        QueryParameters query = QueryParameters.only(exchange, Set.of("status", "limit", "cursor"));
        ListDeliveries request = new ListDeliveries(
                exchange.path("id"), query.text("status"), query.number("limit"), query.text("cursor"));
        return bus.request(WebhookMessages.LIST_DELIVERIES, request, exchange.caller())
                .compose(page -> Answers.unstoredPage(exchange, query, page.deliveries(), page.next()));
    }

    private Future<Void> replayDelivery(Exchange exchange) {
        QueryParameters.none(exchange);
        ReplayDelivery request = new ReplayDelivery(exchange.path("id"), exchange.path("delivery"));
        return bus.request(WebhookMessages.REPLAY_DELIVERY, request, exchange.caller())
                .compose(delivery -> Answers.unstored(exchange, 202, delivery.body()));
    }

    private Future<Void> replay(Exchange exchange) {
        ReplayEvents request = new ReplayEvents(exchange.path("id"), body(exchange, Negotiation.JSON));
        return bus.request(WebhookMessages.REPLAY, request, exchange.caller())
                .compose(hook -> Answers.unstored(exchange, 202, hook.body()));
    }

    private static Json body(Exchange exchange, Set<String> types) {
        return Json.of(ResourceRoutes.readJson(exchange, types));
    }
}
