package io.corebus.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Opens many subscribers, a few at a time, all on one event loop. */
final class Subscribers {
    private static final int AT_ONCE = 50;

    private final NetClient client;
    private final int port;
    private final String path;
    private final Supplier<Subscriber.Listener> listeners;
    private final List<Subscriber> open = new ArrayList<>();
    private int left;

    private Subscribers(Vertx vertx, int port, String path, int count, Supplier<Subscriber.Listener> listeners) {
        this.client = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
        this.port = port;
        this.path = path;
        this.left = count;
        this.listeners = listeners;
    }

    /** To be called on the event loop. */
    static Future<Subscribers> open(
            Vertx vertx, int port, String path, int count, Supplier<Subscriber.Listener> listeners) {
        Subscribers subscribers = new Subscribers(vertx, port, path, count, listeners);
        List<Future<Void>> lanes = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            lanes.add(subscribers.openNext());
        }
        return Future.all(lanes).map(subscribers);
    }

    private Future<Void> openNext() {
        if (left == 0) {
            return Future.succeededFuture();
        }
        left--;
        return client.connect(port, "127.0.0.1")
                .compose(socket -> Subscriber.open(socket, port, path, listeners.get()))
                .onSuccess(open::add)
                .compose(opened -> openNext());
    }

    void close() {
        open.forEach(Subscriber::close);
    }
}
