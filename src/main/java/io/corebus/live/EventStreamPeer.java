package io.corebus.live;

import io.corebus.bus.Failure;
import io.corebus.door.Exchange;
import io.corebus.door.Pipelines;
import io.corebus.feature.Feature;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client of {@code /api/<feature>/events}. */
final class EventStreamPeer extends Peer {
    private static final long PING_NANOS = 15_000_000_000L;
    private static final long CUT_MILLIS = 5_000;
    private static final Buffer PING = Buffer.buffer(": ping\n\n");
    /** How long a browser waits before it connects again. */
    private static final String RETRY = "retry: 2000\n\n";

    private final Feature feature;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private long pingedAt = System.nanoTime();
    private @Nullable Subscription subscription;

    EventStreamPeer(Lobby lobby, Feature feature, Exchange exchange) {
        super(lobby, "sse");
        this.feature = feature;
        this.request = exchange.request();
        this.response = exchange.response();
    }

    void open(long place, Sight sight) {
        Channel channel = lobby().hub().channel(feature.name());
        if (response.closed() || channel == null) {
            return;
        }
        response.closeHandler(closed -> leave()).exceptionHandler(broken -> leave());
        if (!isShared()) {
            Pipelines.withoutTimeout(request.connection());
        }
        response.setChunked(true);
        enter();
        Subscription begun = new Subscription(lobby().vertx(), lobby().hub(), channel, sight, place, this);
        subscription = begun;
        send(Buffer.buffer(RETRY));
        // With its number: a client that is cut off before the first event knows where to go on.
        send(
                "subscribed",
                place,
                Wording.subscribed(feature.name(), place, lobby().hub().through()));
        begun.go();
    }

    private void send(String event, long id, JsonObject data) {
        send(Buffer.buffer("event: " + event + "\nid: " + id + "\ndata: " + data.encode() + "\n\n"));
    }

    private void send(Buffer text) {
        sent(text.length(), response.write(text));
    }

    @Override
    void write(Event event) {
        send(event.cloudEvent());
    }

    @Override
    public void resync(String resynced, long seq) {
        send("resync", seq, Wording.resync(resynced, seq));
    }

    @Override
    void beat(long nowNanos) {
        if (nowNanos - pingedAt > PING_NANOS) {
            pingedAt = nowNanos;
            send(PING);
        }
    }

    @Override
    Collection<Feature> reading() {
        return List.of(feature);
    }

    @Override
    Collection<Subscription> subscriptions() {
        return subscription == null ? List.of() : List.of(subscription);
    }

    @Override
    void lose(Feature lost, Failure refusal) {
        end(Ending.of(refusal));
    }

    @Override
    void close(Ending ending) {
        JsonObject data = new JsonObject()
                .put("type", "end")
                .put("code", ending.name())
                .put("close_code", ending.code())
                .put("detail", ending.reason());
        response.end(Buffer.buffer("event: end\ndata: " + data.encode() + "\n\n"))
                .onSuccess(told -> disconnect());
        lobby().vertx().setTimer(CUT_MILLIS, cut -> cut());
    }

    /** Over HTTP/1 nothing but the connection's end ends an answer that nobody reads; over HTTP/2 others share the connection. */
    private void cut() {
        if (isShared()) {
            response.reset();
        } else if (isWaiting()) {
            request.connection().close();
        }
    }

    /** It has no time-out any more, so it cannot be left to the next request. */
    private void disconnect() {
        if (!isShared()) {
            request.connection().close();
        }
    }

    private boolean isShared() {
        return request.version() == HttpVersion.HTTP_2;
    }

    private boolean isWaiting() {
        return outbox().pending() > 0;
    }
}
