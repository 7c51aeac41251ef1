package io.corebus.mcp;

import io.corebus.bus.Json;
import io.corebus.door.Exchange;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/** The answer to one request: a JSON object, or, once something has to be told before the end, a stream of Server-Sent Events. */
final class McpReply {
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    private static final String EVENTS = "text/event-stream";

    private final Exchange exchange;
    private final HttpServerResponse response;
    private final boolean takesEvents;
    private boolean streaming;
    private volatile boolean abandoned;

    McpReply(Exchange exchange) {
        this.exchange = exchange;
        this.response = exchange.response();
        // As nearly every client has it, the first line says so: then nothing more is looked at.
        this.takesEvents =
                takesEvents(exchange.header(HttpHeaders.ACCEPT)) || takesEvents(exchange.list(HttpHeaders.ACCEPT));
        response.closeHandler(closed -> abandoned = true).exceptionHandler(broken -> abandoned = true);
    }

    private static boolean takesEvents(@Nullable String accept) {
        return accept != null && (accept.contains(EVENTS) || accept.contains("*/*"));
    }

    /** Whether nobody waits for the answer any more. */
    boolean isAbandoned() {
        return abandoned;
    }

    /** The client said that it does not want the answer. */
    void abandon() {
        abandoned = true;
    }

    boolean takesEvents() {
        return takesEvents;
    }

    HttpServerResponse response() {
        return response;
    }

    /** Tells something before the answer; nothing where the client takes no events or has gone. */
    void tell(Json notification) {
        if (takesEvents && !isGone()) {
            beginEvents();
            response.write(event(notification));
        }
    }

    /** From now on the answer is a stream. */
    void beginEvents() {
        if (!streaming) {
            streaming = true;
            // A proxy that gathers the answer would hold the events back.
            response.setChunked(true)
                    .putHeader("content-type", EVENTS)
                    .putHeader("cache-control", "no-store")
                    .putHeader("x-accel-buffering", "no");
        }
    }

    static Buffer event(Json message) {
        return Buffer.buffer("event: message\ndata: " + message + "\n\n");
    }

    Future<Void> end(int status, Json message) {
        if (isGone()) {
            return Future.succeededFuture();
        }
        if (streaming) {
            return response.end(event(message));
        }
        response.putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
        return exchange.json(status, message.utf8());
    }

    Future<Void> accepted() {
        return isGone() ? Future.succeededFuture() : response.setStatusCode(202).end();
    }

    private boolean isGone() {
        return response.ended() || response.closed();
    }
}
