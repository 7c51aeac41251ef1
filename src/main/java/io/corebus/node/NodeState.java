package io.corebus.node;

import io.corebus.bus.NodeView;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/** Where a node is in its life. */
final class NodeState implements NodeView {
    private final Vertx vertx;
    private final Meters meters;
    private final Supplier<List<String>> members;
    private final List<String> rooms;

    private final Map<String, String> addresses = new ConcurrentSkipListMap<>();
    private volatile boolean started;
    private volatile boolean stopping;

    NodeState(Vertx vertx, Meters meters, Supplier<List<String>> members, List<String> rooms) {
        this.vertx = vertx;
        this.meters = meters;
        this.members = members;
        this.rooms = List.copyOf(rooms);
    }

    void hasStarted() {
        started = true;
    }

    void isStopping() {
        stopping = true;
    }

    @Override
    public boolean started() {
        return started;
    }

    @Override
    public boolean ready() {
        return started && !stopping;
    }

    @Override
    public List<String> members() {
        return members.get();
    }

    @Override
    public List<String> rooms() {
        return rooms;
    }

    @Override
    public void listens(String what, String url) {
        addresses.put(what, url);
    }

    Map<String, String> addresses() {
        return addresses;
    }

    @Override
    public Future<String> metrics() {
        return vertx.executeBlocking(meters::scrape, false);
    }
}
