package io.corebus.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Bus;
import io.corebus.bus.Json;
import io.corebus.door.Door;
import io.corebus.door.Exchange;
import io.corebus.door.Negotiation;
import io.corebus.door.QueryParameters;
import io.corebus.resource.ControlDeskMessages;
import io.corebus.resource.ControlDeskMessages.ControlsList;
import io.corebus.resource.ControlDeskMessages.ControlsView;
import io.corebus.resource.ControlDeskMessages.GetControls;
import io.corebus.resource.ControlDeskMessages.ListControls;
import io.corebus.resource.ControlDeskMessages.ResetControls;
import io.corebus.resource.ControlDeskMessages.SetControls;
import io.corebus.resource.LogicMessages.BreakerState;
import io.corebus.storage.ControlMessages.Controls;
import io.corebus.storage.ControlMessages.FeatureControls;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.Set;

/** {@code /api/controls}: what is set for the features in the whole cluster while they are served. */
final class ControlRoutes {
    private static final String FEATURE = "controls";
    private static final String ALL = "/api/controls";
    private static final String ONE = ALL + "/:feature";

    private final Bus bus;

    ControlRoutes(Bus bus) {
        this.bus = bus;
    }

    void mount(Door door) {
        door.on(HttpMethod.GET, ALL, FEATURE, "list", this::list);
        door.on(HttpMethod.GET, ONE, FEATURE, "get", this::get);
        door.withBody(HttpMethod.PUT, ONE, FEATURE, "set", this::set);
        door.on(HttpMethod.DELETE, ONE, FEATURE, "reset", this::reset);
    }

    private Future<Void> list(Exchange exchange) {
        QueryParameters query = QueryParameters.only(exchange, Set.of());
        return bus.request(ControlDeskMessages.LIST, new ListControls(), exchange.caller())
                .compose(all -> Answers.unstoredPage(exchange, query, rows(all), null));
    }

    private static Json rows(ControlsList all) {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        all.features().forEach(one -> rows.add(json(one)));
        return Json.of(rows.toString());
    }

    private Future<Void> get(Exchange exchange) {
        QueryParameters.none(exchange);
        return bus.request(ControlDeskMessages.GET, new GetControls(exchange.path("feature")), exchange.caller())
                .compose(controls -> answer(exchange, controls));
    }

    private Future<Void> set(Exchange exchange) {
        Json body = Json.of(ResourceRoutes.readJson(exchange, Negotiation.JSON));
        SetControls request = new SetControls(
                exchange.path("feature"), body, Conditions.ifMatch(exchange), Commands.idWithBody(exchange));
        return bus.request(ControlDeskMessages.SET, request, exchange.caller())
                .compose(controls -> answer(exchange, controls));
    }

    private Future<Void> reset(Exchange exchange) {
        QueryParameters.none(exchange);
        ResetControls request = new ResetControls(
                exchange.path("feature"), Conditions.ifMatch(exchange), Commands.idWithBody(exchange));
        return bus.request(ControlDeskMessages.RESET, request, exchange.caller())
                .compose(done -> Answers.nothing(exchange));
    }

    private static Future<Void> answer(Exchange exchange, ControlsView view) {
        long version = view.controls().version();
        exchange.response().putHeader(HttpHeaderNames.ETAG, EntityTags.tag(version));
        return Answers.unstored(exchange, 200, json(view));
    }

    private static ObjectNode json(ControlsView view) {
        ObjectNode body = json(view.controls());
        BreakerState breaker = view.breaker();
        if (breaker != null) {
            ObjectNode told = body.putObject("breaker").put("state", breaker.state());
            if (breaker.since() != null) {
                told.put("since", breaker.since());
            }
        }
        return body;
    }

    private static ObjectNode json(FeatureControls one) {
        Controls controls = one.controls();
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("feature", one.feature())
                .put("enabled", controls.enabled())
                .put("read_only", controls.readOnly());
        if (controls.reason() != null) {
            body.put("reason", controls.reason());
        }
        ObjectNode rollout =
                body.putObject("rollout").put("percentage", controls.rollout().percentage());
        controls.rollout().roles().forEach(rollout.putArray("roles")::add);
        if (controls.requestsPerSecond() != null) {
            body.putObject("limits").put("requests_per_second", controls.requestsPerSecond());
        }
        body.put("version", one.version());
        if (one.updatedAt() != null) {
            body.put("updated_at", one.updatedAt()).put("updated_by", one.updatedBy());
        }
        return body;
    }
}
