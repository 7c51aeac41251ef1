package io.corebus.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;

/** A client of a WebSocket that subscribes and then listens, on a plain socket. Belongs to one event loop. */
final class Subscriber implements FrameReader.Listener {
    private static final byte[] SUBSCRIBED = bytes("\"type\":\"subscribed\"");
    private static final byte[] WELCOME = bytes("\"type\":\"welcome\"");
    private static final Buffer SUBSCRIBE = masked(0x81, "{\"type\":\"subscribe_updates\"}");
    private static final Buffer PONG = masked(0x8a, "");

    private final NetSocket socket;
    private final Listener listener;
    private final FrameReader frames = new FrameReader(this);
    private final Promise<Subscriber> subscribed = Promise.promise();
    private boolean closing;

    /** Who gets what comes after the subscription. */
    interface Listener {
        void event(byte[] frame, int from, int to);

        void failed(String reason);
    }

    private Subscriber(NetSocket socket, Listener listener) {
        this.socket = socket;
        this.listener = listener;
    }

    /** Completes when it is subscribed. */
    static Future<Subscriber> open(NetSocket socket, int port, String path, Listener listener) {
        Subscriber subscriber = new Subscriber(socket, listener);
        socket.handler(subscriber.frames::add);
        socket.exceptionHandler(failure -> subscriber.failed("A subscriber's connection broke: " + failure));
        socket.closeHandler(closed -> subscriber.failed("The server closed a subscriber's connection."));
        socket.write("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
                + "\r\nSec-WebSocket-Key: dGhlIGJlbmNoJ3Mga2V5IQ==\r\n\r\n");
        return subscriber.subscribed.future();
    }

    @Override
    public void opened() {
        socket.write(SUBSCRIBE);
    }

    @Override
    public void text(byte[] frame, int from, int to) {
        if (subscribed.future().isComplete()) {
            listener.event(frame, from, to);
        } else if (find(SUBSCRIBED, frame, from, to) >= 0) {
            subscribed.complete(this);
        } else if (find(WELCOME, frame, from, to) < 0) {
            failed("Instead of a subscription this came: "
                    + new String(frame, from, to - from, StandardCharsets.UTF_8));
        }
    }

    @Override
    public void pinged() {
        socket.write(PONG);
    }

    @Override
    public void failed(String reason) {
        if (!closing && !subscribed.tryFail(new BenchFailure(reason))) {
            listener.failed(reason);
        }
    }

    void close() {
        closing = true;
        socket.close();
    }

    /** Where the text behind this one begins; negative where it does not occur. */
    static int find(byte[] wanted, byte[] text, int from, int to) {
        for (int at = from; at <= to - wanted.length; at++) {
            if (text[at] == wanted[0] && matches(wanted, text, at)) {
                return at + wanted.length;
            }
        }
        return -1;
    }

    private static boolean matches(byte[] wanted, byte[] text, int at) {
        for (int i = 1; i < wanted.length; i++) {
            if (text[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** A short frame, masked with zeros as every frame of a client has to be masked. */
    private static Buffer masked(int kind, String text) {
        return Buffer.buffer()
                .appendByte((byte) kind)
                .appendByte((byte) (0x80 | text.length()))
                .appendInt(0)
                .appendString(text);
    }
}
