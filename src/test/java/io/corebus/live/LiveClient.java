package io.corebus.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A WebSocket client that keeps what it gets. */
final class LiveClient {
    private static final int LARGE = 4_194_304;

    private final BlockingQueue<JsonObject> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final WebSocketClient client;
    private WebSocket socket;

    private LiveClient(WebSocketClient client) {
        this.client = client;
    }

    static LiveClient open(LiveHouse house, String path, Map<String, String> headers) {
        WebSocketClientOptions options = new WebSocketClientOptions()
                .setMaxFrameSize(LARGE)
                .setMaxMessageSize(LARGE)
                .setReceiveBufferSize(16_384);
        LiveClient made = new LiveClient(house.vertx.createWebSocketClient(options));
        WebSocketConnectOptions connect = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(house.port())
                .setURI(path);
        headers.forEach(connect::addHeader);
        var connecting = made.client.webSocket().textMessageHandler(text -> made.messages.add(new JsonObject(text)));
        made.socket = house.await(
                connecting.closeHandler(gone -> made.closed.complete(null)).connect(connect));
        return made;
    }

    WebSocket socket() {
        return socket;
    }

    void send(JsonObject message) {
        socket.writeTextMessage(message.encode());
    }

    void send(String type) {
        send(new JsonObject().put("type", type));
    }

    JsonObject next() {
        try {
            JsonObject message = messages.poll(10, TimeUnit.SECONDS);
            assertThat(message).as("a message within ten seconds").isNotNull();
            return message;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    JsonObject expect(String type) {
        JsonObject message = next();
        assertThat(message.getString("type")).as(message.encode()).isEqualTo(type);
        return message;
    }

    /** The numbers of the next events. */
    List<Long> seqs(int count) {
        List<Long> seqs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            JsonObject event = next();
            assertThat(event.getString("type")).as(event.encode()).startsWith("resource_");
            seqs.add(event.getLong("seq"));
        }
        return seqs;
    }

    void expectNothingFor(long millis) {
        try {
            assertThat(messages.poll(millis, TimeUnit.MILLISECONDS)).isNull();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    int received() {
        return messages.size();
    }

    int closeCode(long seconds) {
        try {
            closed.get(seconds, TimeUnit.SECONDS);
            return socket.closeStatusCode() == null ? 1006 : socket.closeStatusCode();
        } catch (Exception e) {
            throw new AssertionError("not closed within " + seconds + " s", e);
        }
    }

    String closeReason() {
        return socket.closeReason();
    }

    void close() {
        client.close();
    }
}
