package io.corebus.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Json;
import io.corebus.door.Exchange;
import io.corebus.door.QueryParameters;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The answers that routes have in common. */
final class Answers {
    /**
     * In characters. With a longer one, as it comes where a list is sorted by long texts, proxies would refuse the answer for its headers, of which many take 4 KiB,
     * and no address could have it.
     */
    private static final int MAX_LINKED_CURSOR = 3_000;

    private Answers() {}

    /** For what nobody but the caller may keep, not even its browser. */
    static Future<Void> unstored(Exchange exchange, int status, ObjectNode body) {
        exchange.response().putHeader(HttpHeaderNames.CACHE_CONTROL, "no-store");
        return exchange.json(status, body.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The same of JSON that is written already. */
    static Future<Void> unstored(Exchange exchange, int status, Json body) {
        exchange.response().putHeader(HttpHeaderNames.CACHE_CONTROL, "no-store");
        return exchange.json(status, body.utf8());
    }

    /** The same with 200, of JSON in pieces. */
    static Future<Void> unstored(Exchange exchange, Buffer body) {
        return exchange.response()
                .putHeader(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaderNames.CACHE_CONTROL, "no-store")
                .end(body);
    }

    /** @param rows a JSON array */
    static Json page(Json rows, @Nullable String next) {
        return Json.of("{\"data\":" + rows + ",\"page\":"
                + new JsonObject().put("next", next).encode() + "}");
    }

    /** The same of a page of a list, which tells where the next one is. */
    static Future<Void> unstoredPage(Exchange exchange, QueryParameters query, Json rows, @Nullable String next) {
        linkNext(exchange, query, next);
        return unstored(exchange, 200, page(rows, next));
    }

    /**
     * Tells where the next page of a list is (RFC 8288), unless its cursor is too long for a header. The body has it always.
     *
     * @param query that was asked for this page
     * @param next the cursor of the next one; null where this is the last
     */
    static void linkNext(Exchange exchange, QueryParameters query, @Nullable String next) {
        if (next != null && next.length() <= MAX_LINKED_CURSOR) {
            String link = "<" + exchange.request().path() + "?" + query.with("cursor", next) + ">; rel=\"next\"";
            // Added: the feature may link to what is said of its end, too.
            exchange.response().headers().add("link", link);
        }
    }

    static Future<Void> nothing(Exchange exchange) {
        return exchange.response().setStatusCode(204).end();
    }
}
