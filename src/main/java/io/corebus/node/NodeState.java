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
    private volatile List<String> rooms = List.of();

    private final Map<String, String> addresses = new ConcurrentSkipListMap<>();
    private volatile boolean started;
    private volatile boolean stopping;

    NodeState(Vertx vertx, Meters meters, Supplier<List<String>> members) {
        this.vertx = vertx;
        this.meters = meters;
        this.members = members;
    }

    void hasStarted() {
        started = true;
    }

    void isStopping() {
        stopping = true;
    }

    /** @param inner the rooms that the features it serves now need, wherever they run */
    void needs(List<String> inner) {
        rooms = List.copyOf(inner);
    }

    boolean stopping() {
        return stopping;
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
