package io.corebus.http;

import io.corebus.bus.Bus;
import io.corebus.bus.Json;
import io.corebus.door.Door;
import io.corebus.door.Exchange;
import io.corebus.door.Methods;
import io.corebus.door.Negotiation;
import io.corebus.door.QueryParameters;
import io.corebus.feature.Feature;
import io.corebus.feature.Features;
import io.corebus.resource.ResourceMessages;
import io.corebus.resource.ResourceMessages.ListResources;
import io.corebus.resource.ResourceMessages.ResourceCount;
import io.corebus.resource.ResourceMessages.ResourcePage;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lists of resources: {@code GET /api/<feature>}, and with the question in the body {@code POST /api/<feature>/query} and {@code QUERY /api/<feature>}. */
final class ListRoutes {
    private static final Set<String> PARAMETERS =
            Set.of("limit", "cursor", "sort", "filter", "q", "fields", "expand", "count");
    private static final byte[] DATA = "{\"data\":".getBytes(StandardCharsets.US_ASCII);

    private final Bus bus;

    ListRoutes(Bus bus) {
        this.bus = bus;
    }

    void mount(Door door, Features features) {
        for (Feature feature : features.all()) {
            String name = feature.name();
            String all = "/api/" + name;
            door.on(HttpMethod.GET, all, name, "list", exchange -> list(exchange, name));
            door.withBody(HttpMethod.POST, all + "/query", name, "query", exchange -> query(exchange, name));
            door.withBody(Methods.QUERY, all, name, "query", exchange -> query(exchange, name));
        }
    }

    private Future<Void> list(Exchange exchange, String feature) {
        QueryParameters query = QueryParameters.only(exchange, PARAMETERS);
        Negotiation.requireAccepts(exchange, "application/json");
        ListResources request = new ListResources(
                feature,
                query.text("filter"),
                query.text("sort"),
                query.number("limit"),
                query.text("cursor"),
                null,
                query.text("q"),
                query.text("fields"),
                query.text("expand"),
                query.text("count"));
        return ask(exchange, request).compose(page -> answer(exchange, page, nextLink(exchange, request, page.next())));
    }

    /** The next page of a question in a body is the same body with another cursor: there is no address for it. */
    private Future<Void> query(Exchange exchange, String feature) {
        QueryParameters.none(exchange);
        Negotiation.requireContent(exchange, Negotiation.JSON);
        Negotiation.requireAccepts(exchange, "application/json");
        return ask(exchange, QueryBody.read(feature, exchange.body())).compose(page -> answer(exchange, page, null));
    }

    private Future<ResourcePage> ask(Exchange exchange, ListResources request) {
        return bus.request(ResourceMessages.LIST, request, exchange.caller());
    }

    private static Future<Void> answer(Exchange exchange, ResourcePage page, @Nullable String nextLink) {
        exchange.response()
                .putHeader(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaderNames.CACHE_CONTROL, "private, no-cache");
        if (nextLink != null) {
            exchange.response().headers().add("link", "<" + nextLink + ">; rel=\"next\"");
        }
        byte[] rows = page.rows().utf8();
        Buffer body = Buffer.buffer(rows.length + 300).appendBytes(DATA).appendBytes(rows);
        Json included = page.included();
        if (included != null) {
            body.appendString(",\"included\":").appendBytes(included.utf8());
        }
        return exchange.response().end(body.appendString(place(page)));
    }

    private static String place(ResourcePage page) {
        String next = page.next();
        ResourceCount total = page.total();
        String count = total == null ? "" : ",\"count\":" + total.count() + ",\"count_exact\":" + total.exact();
        return ",\"page\":{\"next\":" + (next == null ? "null" : "\"" + next + "\"") + count + "}}";
    }

    private static @Nullable String nextLink(Exchange exchange, ListResources request, @Nullable String next) {
        if (next == null) {
            return null;
        }
        StringBuilder link =
                new StringBuilder(exchange.request().path()).append("?cursor=").append(encoded(next));
        append(link, "limit", request.limit() == null ? null : String.valueOf(request.limit()));
        append(link, "sort", request.sort());
        append(link, "filter", request.filter());
        append(link, "q", request.search());
        append(link, "fields", request.fields());
        append(link, "expand", request.expand());
        append(link, "count", request.count());
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
}
