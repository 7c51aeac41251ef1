package io.corebus.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Json;
import io.corebus.door.Exchange;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The answers that routes have in common. */
final class Answers {
    private Answers() {}

    static Future<Void> json(Exchange exchange, int status, ObjectNode body) {
        return exchange.json(status, body.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** For what nobody but the caller may keep, not even its browser. */
    static Future<Void> unstored(Exchange exchange, int status, ObjectNode body) {
        exchange.response().putHeader(HttpHeaderNames.CACHE_CONTROL, "no-store");
        return json(exchange, status, body);
    }

    /** The same of JSON that is written already. */
    static Future<Void> unstored(Exchange exchange, int status, Json body) {
        exchange.response().putHeader(HttpHeaderNames.CACHE_CONTROL, "no-store");
        return exchange.json(status, body.utf8());
    }

    /** @param rows a JSON array */
    static Json page(Json rows, @Nullable String next) {
        return Json.of("{\"data\":" + rows + ",\"page\":"
                + new JsonObject().put("next", next).encode() + "}");
    }

    static Future<Void> nothing(Exchange exchange) {
        return exchange.response().setStatusCode(204).end();
    }
}
