package io.corebus.http;

import io.corebus.bus.Caller;
import io.corebus.door.Document;
import io.corebus.door.Door;
import io.corebus.door.Exchange;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;

/** {@code /openapi.json}: without a token the whole document, with one what its caller may do. */
final class OpenApiRoutes {
    private final OpenApiView view;

    OpenApiRoutes(byte[] document) {
        this.view = new OpenApiView(document);
    }

    void mount(Door door) {
        door.on(HttpMethod.GET, "/openapi.json", "openapi", "get", this::answer);
    }

    private Future<Void> answer(Exchange exchange) {
        Caller caller = exchange.caller();
        boolean anonymous = caller.user().equals(Caller.ANONYMOUS);
        // Added: the origin may vary it, too.
        exchange.response().headers().add(HttpHeaderNames.VARY, "authorization");
        exchange.response()
                .putHeader(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaderNames.CACHE_CONTROL, anonymous ? "no-cache" : "private, no-cache");
        Document document = anonymous ? view.complete() : view.of(caller.roles());
        return document.answer(exchange.request());
    }
}
