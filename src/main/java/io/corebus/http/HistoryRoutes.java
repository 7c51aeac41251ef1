package io.corebus.http;

import io.corebus.bus.Bus;
import io.corebus.bus.Json;
import io.corebus.bus.Trace;
import io.corebus.door.Door;
import io.corebus.door.Exchange;
import io.corebus.door.Negotiation;
import io.corebus.door.QueryParameters;
import io.corebus.feature.Feature;
import io.corebus.feature.Features;
import io.corebus.resource.ResourceMessages;
import io.corebus.resource.ResourceMessages.Change;
import io.corebus.resource.ResourceMessages.HistoryPage;
import io.corebus.resource.ResourceMessages.ReadHistory;
import io.corebus.resource.ResourceMessages.RestoreResource;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/** {@code /api/<feature>/{id}/history} and {@code /api/<feature>/{id}/restore}: the versions that a resource had. */
final class HistoryRoutes {
    private static final int DEFAULT_LIMIT = 50;

    private final Bus bus;

    HistoryRoutes(Bus bus) {
        this.bus = bus;
    }

    void mount(Door door, Features features) {
        for (Feature feature : features.all()) {
            String name = feature.name();
            String one = "/api/" + name + "/:id";
            door.on(HttpMethod.GET, one + "/history", name, "history", exchange -> history(exchange, name));
            door.withBody(HttpMethod.POST, one + "/restore", name, "restore", exchange -> restore(exchange, name));
        }
    }

    private Future<Void> history(Exchange exchange, String feature) {
        QueryParameters query = QueryParameters.only(exchange, Set.of("limit", "cursor"));
        Negotiation.requireAccepts(exchange, "application/json");
        Integer limit = query.number("limit");
        ReadHistory request = new ReadHistory(
                feature, exchange.path("id"), limit == null ? DEFAULT_LIMIT : limit, query.text("cursor"));
        return bus.request(ResourceMessages.HISTORY, request, exchange.caller())
                .compose(page -> answer(exchange, query, page));
    }

    private static Future<Void> answer(Exchange exchange, QueryParameters query, HistoryPage page) {
        exchange.response().putHeader(HttpHeaderNames.CACHE_CONTROL, "private, no-cache");
        Answers.linkNext(exchange, query, page.next());
        StringBuilder changes = new StringBuilder();
        page.changes()
                .forEach(change -> changes.append(changes.isEmpty() ? "" : ",").append(json(change)));
        return exchange.json(
                200, Answers.page(Json.of("[" + changes + "]"), page.next()).utf8());
    }

    /** The resource as its bytes are: it is not parsed here. */
    private static String json(Change change) {
        JsonObject told = new JsonObject()
                .put("version", change.version())
                .put("action", change.kind())
                .put("at", change.at())
                .put("user", change.actor())
                .put("via", change.via());
        String trace = change.trace();
        if (trace != null) {
            told.put("trace_id", Trace.id(trace));
        }
        told.put("changed", new JsonArray(change.changed()));
        Json resource = change.after();
        if (resource == null) {
            return told.put("erased", true).encode();
        }
        String members = told.encode();
        return members.substring(0, members.length() - 1) + ",\"resource\":" + resource + "}";
    }

    private Future<Void> restore(Exchange exchange, String feature) {
        JsonForm form = JsonForm.read(exchange, Set.of("version"));
        long version = form.whole("version");
        form.requireValid();
        RestoreResource request = new RestoreResource(
                feature,
                exchange.path("id"),
                Conditions.ifMatch(exchange),
                version,
                Commands.of(exchange, exchange.body()));
        return bus.request(ResourceMessages.RESTORE, request, exchange.caller())
                .compose(resource -> ResourceRoutes.answerWritten(exchange, resource));
    }
}
