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
import io.corebus.resource.ResourceMessages.CreateResource;
import io.corebus.resource.ResourceMessages.DeleteResource;
import io.corebus.resource.ResourceMessages.GetResource;
import io.corebus.resource.ResourceMessages.ListResources;
import io.corebus.resource.ResourceMessages.PatchResource;
import io.corebus.resource.ResourceMessages.ReplaceResource;
import io.corebus.resource.ResourceMessages.Resource;
import io.corebus.resource.ResourceMessages.ResourcePage;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /api/<feature>} and {@code /api/<feature>/{id}}: from HTTP to the resource room and back. Decides nothing but form. */
final class ResourceRoutes {
    private static final Set<String> LIST_PARAMETERS = Set.of("limit", "cursor", "sort", "filter");
    private static final byte[] DATA = "{\"data\":".getBytes(StandardCharsets.US_ASCII);

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
            door.on(HttpMethod.GET, all, name, "list", exchange -> list(exchange, name));
            door.withBody(HttpMethod.POST, all, name, "create", exchange -> create(exchange, name));
            door.withBody(HttpMethod.PUT, one, name, "replace", exchange -> replace(exchange, name));
            door.withBody(HttpMethod.PATCH, one, name, "patch", exchange -> patch(exchange, name));
            door.on(HttpMethod.DELETE, one, name, "delete", exchange -> delete(exchange, name));
        }
    }

    private Future<Void> get(Exchange exchange, String feature) {
        QueryParameters.none(exchange);
        Negotiation.requireAccepts(exchange, "application/json");
        return bus.request(ResourceMessages.GET, new GetResource(feature, exchange.path("id")), exchange.caller())
                .compose(resource -> answerRead(exchange, resource));
    }

    private static Future<Void> answerRead(Exchange exchange, Resource resource) {
        boolean known = Conditions.isKnown(exchange, resource.version());
        HttpServerResponse response = exchange.response()
                .putHeader(HttpHeaderNames.ETAG, Conditions.tag(resource.version()))
                .putHeader(HttpHeaderNames.CACHE_CONTROL, "private, no-cache");
        if (known) {
            return response.setStatusCode(304).end();
        }
        return response.putHeader(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .end(Buffer.buffer(resource.body().utf8()));
    }

    private Future<Void> list(Exchange exchange, String feature) {
        QueryParameters query = QueryParameters.only(exchange, LIST_PARAMETERS);
        Negotiation.requireAccepts(exchange, "application/json");
        ListResources request = new ListResources(
                feature, query.text("filter"), query.text("sort"), query.number("limit"), query.text("cursor"));
        return bus.request(ResourceMessages.LIST, request, exchange.caller())
                .compose(page -> answerList(exchange, request, page));
    }

    private static Future<Void> answerList(Exchange exchange, ListResources request, ResourcePage page) {
        HttpServerResponse response = exchange.response()
                .putHeader(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaderNames.CACHE_CONTROL, "private, no-cache");
        String next = page.next();
        if (next != null) {
            response.headers().add("link", "<" + nextLink(exchange, request, next) + ">; rel=\"next\"");
        }
        byte[] rows = page.rows().utf8();
        return response.end(Buffer.buffer(rows.length + 200)
                .appendBytes(DATA)
                .appendBytes(rows)
                .appendString(",\"page\":{\"next\":" + (next == null ? "null" : "\"" + next + "\"") + "}}"));
    }

    private static String nextLink(Exchange exchange, ListResources request, String next) {
        StringBuilder link =
                new StringBuilder(exchange.request().path()).append("?cursor=").append(encoded(next));
        append(link, "limit", request.limit() == null ? null : String.valueOf(request.limit()));
        append(link, "sort", request.sort());
        append(link, "filter", request.filter());
        return link.toString();
    }

    private static void append(StringBuilder link, String name, @Nullable String value) {
        if (value != null) {
            link.append('&').append(name).append('=').append(encoded(value));
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
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
        ReplaceResource request = new ReplaceResource(
                feature, exchange.path("id"), Conditions.ifMatch(exchange), Json.of(body), Commands.of(exchange, body));
        return bus.request(ResourceMessages.REPLACE, request, exchange.caller())
                .compose(resource -> answerWritten(exchange, resource));
    }

    private Future<Void> patch(Exchange exchange, String feature) {
        byte[] body = readJson(exchange, Negotiation.PATCH);
        PatchResource request = new PatchResource(
                feature, exchange.path("id"), Conditions.ifMatch(exchange), Json.of(body), Commands.of(exchange, body));
        return bus.request(ResourceMessages.PATCH, request, exchange.caller())
                .compose(resource -> answerWritten(exchange, resource));
    }

    private Future<Void> delete(Exchange exchange, String feature) {
        QueryParameters.none(exchange);
        DeleteResource request = new DeleteResource(
                feature, exchange.path("id"), Conditions.ifMatch(exchange), Commands.of(exchange, new byte[0]));
        return bus.request(ResourceMessages.DELETE, request, exchange.caller())
                .compose(resource -> exchange.response().setStatusCode(204).end());
    }

    private static byte[] readJson(Exchange exchange, Set<String> types) {
        QueryParameters.none(exchange);
        Negotiation.requireContent(exchange, types);
        Negotiation.requireAccepts(exchange, "application/json");
        byte[] body = exchange.body();
        StrictJson.check(body);
        return body;
    }

    private static Future<Void> answerWritten(Exchange exchange, Resource resource) {
        HttpServerResponse response = exchange.response()
                .putHeader(HttpHeaderNames.ETAG, Conditions.tag(resource.version()))
                .putHeader(HttpHeaderNames.CONTENT_TYPE, "application/json");
        if (resource.repeated()) {
            response.putHeader("idempotency-replayed", "true");
        }
        return response.end(Buffer.buffer(resource.body().utf8()));
    }
}
