package io.corebus.bench;

import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import java.util.HashSet;
import java.util.Set;

/** Who listens to the bare server on one event loop: told through the event bus, in one process, with a text that is made once. */
final class BareLive {
    private static final String CREATED = "bare.created";
    private static final String HEAD = "{\"type\":\"resource_created\",\"feature\":\"features\",\"seq\":";
    private static final String SUBSCRIBED = "{\"type\":\"subscribed\"}";
    private static final String PADDING = " ".repeat(FanOutWork.EVENT_BYTES);

    private final Vertx vertx;
    private final Set<ServerWebSocket> listening = new HashSet<>();

    BareLive(Vertx vertx) {
        this.vertx = vertx;
        vertx.eventBus().<String>localConsumer(CREATED, message -> tellAll(message.body()));
    }

    private void tellAll(String text) {
        listening.forEach(socket -> socket.writeTextMessage(text));
    }

    void enter(ServerWebSocket socket) {
        socket.textMessageHandler(asked -> subscribe(socket));
        socket.closeHandler(closed -> listening.remove(socket));
    }

    private void subscribe(ServerWebSocket socket) {
        socket.writeTextMessage(SUBSCRIBED);
        listening.add(socket);
    }

    /** @param data as PostgreSQL has rendered it; its id is a number, which counts */
    void tell(String data) {
        String seq = data.substring(data.indexOf(':') + 1, data.indexOf(','));
        String text = HEAD + seq + ",\"data\":" + data + "}";
        vertx.eventBus().publish(CREATED, text + PADDING.substring(text.length()));
    }
}
