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
import java.nio.charset.StandardCharsets;
import java.util.Set;

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
        return ask(exchange, request).compose(page -> {
            Answers.linkNext(exchange, query, page.next());
            return answer(exchange, page);
        });
    }

    /** The next page of a question in a body is the same body with another cursor: there is no address for it. */
    private Future<Void> query(Exchange exchange, String feature) {
        QueryParameters.none(exchange);
        Negotiation.requireContent(exchange, Negotiation.JSON);
        Negotiation.requireAccepts(exchange, "application/json");
        return ask(exchange, QueryBody.read(feature, exchange.body())).compose(page -> answer(exchange, page));
    }

    private Future<ResourcePage> ask(Exchange exchange, ListResources request) {
        return bus.request(ResourceMessages.LIST, request, exchange.caller());
    }

    private static Future<Void> answer(Exchange exchange, ResourcePage page) {
        exchange.response()
                .putHeader(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaderNames.CACHE_CONTROL, "private, no-cache");
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
}
