package io.corebus.http;

import io.corebus.bus.Bus;
import io.corebus.bus.Json;
import io.corebus.door.Door;
import io.corebus.door.Exchange;
import io.corebus.door.Negotiation;
import io.corebus.door.QueryParameters;
import io.corebus.feature.Feature;
import io.corebus.feature.Features;
import io.corebus.feature.StrictJson;
import io.corebus.resource.ResourceMessages;
import io.corebus.resource.ResourceMessages.Command;
import io.corebus.resource.ResourceMessages.CreateResource;
import io.corebus.resource.ResourceMessages.DeleteResource;
import io.corebus.resource.ResourceMessages.GetResource;
import io.corebus.resource.ResourceMessages.PatchForm;
import io.corebus.resource.ResourceMessages.PatchResource;
import io.corebus.resource.ResourceMessages.ReplaceResource;
import io.corebus.resource.ResourceMessages.Resource;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;
import java.util.Set;

/** {@code /api/<feature>} and {@code /api/<feature>/{id}}, without the lists: from HTTP to the resource room and back. Decides nothing but form. */
final class ResourceRoutes {
    private final Bus bus;

    ResourceRoutes(Bus bus) {
        this.bus = bus;
    }

    void mount(Door door, Features features) {
        for (Feature feature : features.all()) {
            String name = feature.name();
            String all = "/api/" + name;
            String one = all + "/:id";
            door.on(HttpMethod.GET, one, name, "get", exchange -> get(exchange, name));
            door.withBody(HttpMethod.POST, all, name, "create", exchange -> create(exchange, name));
            door.withBody(HttpMethod.PUT, one, name, "replace", exchange -> replace(exchange, name));
            door.patch(one, Negotiation.MERGE_OR_OPERATIONS, name, "patch", exchange -> patch(exchange, name));
            door.on(HttpMethod.DELETE, one, name, "delete", exchange -> delete(exchange, name));
        }
    }

    private Future<Void> get(Exchange exchange, String feature) {
        QueryParameters.none(exchange);
        Negotiation.requireAccepts(exchange, "application/json");
        return read(exchange, feature).compose(resource -> answerRead(exchange, resource));
    }

    private Future<Resource> read(Exchange exchange, String feature) {
        return bus.request(ResourceMessages.GET, new GetResource(feature, exchange.path("id")), exchange.caller());
    }

    private static Future<Void> answerRead(Exchange exchange, Resource resource) {
        boolean known = Conditions.isKnown(exchange, resource.version());
        HttpServerResponse response = exchange.response()
                .putHeader(HttpHeaderNames.ETAG, EntityTags.tag(resource.version()))
                .putHeader(HttpHeaderNames.CACHE_CONTROL, "private, no-cache");
        // Another user of the same browser may read other fields of the same version. Added: the origin may vary it,
        // too.
        response.headers().add(HttpHeaderNames.VARY, HttpHeaderNames.AUTHORIZATION);
        if (known) {
            return response.setStatusCode(304).end();
        }
        return response.putHeader(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .end(Buffer.buffer(resource.body().utf8()));
    }

    private Future<Void> create(Exchange exchange, String feature) {
        byte[] body = readJson(exchange, Negotiation.JSON);
        var refusal = Conditions.onCreate(exchange);
        if (refusal != null) {
            return Future.failedFuture(refusal.exception());
        }
        CreateResource request = new CreateResource(feature, Json.of(body), Commands.of(exchange, body));
        return bus.request(ResourceMessages.CREATE, request, exchange.caller())
                .compose(resource -> answerCreated(exchange, feature, resource));
    }

    private static Future<Void> answerCreated(Exchange exchange, String feature, Resource resource) {
        exchange.response()
                .setStatusCode(201)
                .putHeader(HttpHeaderNames.LOCATION, "/api/" + feature + "/" + resource.id());
        return answerWritten(exchange, resource);
    }

    private Future<Void> replace(Exchange exchange, String feature) {
        byte[] body = readJson(exchange, Negotiation.JSON);
        Command command = Commands.of(exchange, body);
        return versions(exchange, feature)
                .map(versions -> new ReplaceResource(feature, exchange.path("id"), versions, Json.of(body), command))
                .compose(request -> bus.request(ResourceMessages.REPLACE, request, exchange.caller()))
                .compose(resource -> answerWritten(exchange, resource));
    }

    private Future<Void> patch(Exchange exchange, String feature) {
        byte[] body = readJson(exchange, Negotiation.MERGE_OR_OPERATIONS);
        boolean operations = Negotiation.comesAs(exchange, Negotiation.JSON_PATCH);
        PatchForm form = operations ? PatchForm.OPERATIONS : PatchForm.MERGE;
        Command command = Commands.of(exchange, operations ? Negotiation.JSON_PATCH : "", body);
        return versions(exchange, feature)
                .map(versions ->
                        new PatchResource(feature, exchange.path("id"), versions, Json.of(body), command, form))
                .compose(request -> bus.request(ResourceMessages.PATCH, request, exchange.caller()))
                .compose(resource -> answerWritten(exchange, resource));
    }

    private Future<Void> delete(Exchange exchange, String feature) {
        QueryParameters.none(exchange);
        Command command = Commands.of(exchange, new byte[0]);
        return versions(exchange, feature)
                .map(versions -> new DeleteResource(feature, exchange.path("id"), versions, command))
                .compose(request -> bus.request(ResourceMessages.DELETE, request, exchange.caller()))
                .compose(resource -> Answers.nothing(exchange));
    }

    private Future<List<Long>> versions(Exchange exchange, String feature) {
        return Conditions.onChange(exchange, () -> read(exchange, feature).map(Resource::version));
    }

    static byte[] readJson(Exchange exchange, Set<String> types) {
        QueryParameters.none(exchange);
        Negotiation.requireContent(exchange, types);
        Negotiation.requireAccepts(exchange, "application/json");
        byte[] body = exchange.body();
        StrictJson.check(body);
        return body;
    }

    static Future<Void> answerWritten(Exchange exchange, Resource resource) {
        HttpServerResponse response = exchange.response()
                .putHeader(HttpHeaderNames.ETAG, EntityTags.tag(resource.version()))
                .putHeader(HttpHeaderNames.CONTENT_TYPE, "application/json");
        if (resource.repeated()) {
            response.putHeader("idempotency-replayed", "true");
        }
        return response.end(Buffer.buffer(resource.body().utf8()));
    }
}
