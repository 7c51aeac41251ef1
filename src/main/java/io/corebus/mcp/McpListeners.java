package io.corebus.mcp;

import io.corebus.access.AccessMessages;
import io.corebus.access.AccessMessages.UserChanged;
import io.corebus.bus.Bus;
import io.corebus.bus.Failure;
import io.corebus.bus.NodeView;
import io.corebus.bus.Ticks;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** All open subscriptions of one event loop. */
final class McpListeners {
    private static final long TICK_MILLIS = 1_000;
    /** Whoever answers has heard of a change by then, and has forgotten what was before. */
    private static final long SETTLED_MILLIS = 800;

    private final Vertx vertx;
    private final Bus bus;
    private final NodeView node;
    private final Offer offer;
    private final McpMetrics metrics;
    private final int max;
    private final Set<McpListener> open = new LinkedHashSet<>();
    private boolean closed;
    private final Ticks ticks;

    McpListeners(McpParts parts, Offer offer) {
        this.vertx = parts.vertx();
        this.ticks = new Ticks(vertx);
        this.bus = parts.bus();
        this.node = parts.node();
        this.offer = offer;
        this.metrics = parts.metrics();
        this.max = parts.config().maxListeners();
    }

    Future<Void> start() {
        ticks.start(TICK_MILLIS, this::tick);
        return bus.subscribe(AccessMessages.USER_CHANGED, this::changed);
    }

    /** Sends everybody elsewhere. Completes when the last messages can be on their way. */
    Future<Void> stop() {
        closed = true;
        ticks.stop();
        boolean empty = open.isEmpty();
        endAll();
        offer.close();
        return empty ? Future.succeededFuture() : vertx.timer(200).mapEmpty();
    }

    private void tick() {
        if (isDraining()) {
            endAll();
        }
        long now = System.nanoTime();
        List.copyOf(open).forEach(listener -> listener.tick(now));
    }

    private void endAll() {
        List.copyOf(open).forEach(listener -> listener.end("going-away"));
    }

    private boolean isDraining() {
        return closed || (node.started() && !node.ready());
    }

    /** Asked twice, as live streams ask: the first answer may still be the one of before. */
    private void changed(UserChanged event) {
        each(event.user(), McpListener::userChanged);
        vertx.setTimer(SETTLED_MILLIS, settled -> each(event.user(), McpListener::recheck));
    }

    private void each(String user, Consumer<McpListener> told) {
        List.copyOf(open).stream().filter(listener -> listener.isOf(user)).forEach(told);
    }

    /** Answers a request with a stream that stays open. Completes when it is. */
    Future<Void> open(McpRequest request) {
        requireRoom(request);
        McpWanted wanted = McpWanted.read(request.object("notifications"));
        McpListener listener = new McpListener(this, request, wanted);
        open.add(listener);
        metrics.listens();
        return listener.begin().onFailure(refused -> leave(listener));
    }

    private void requireRoom(McpRequest request) {
        if (isDraining()) {
            throw Failure.unavailable("draining", "This node is about to stop. Connect to another one.")
                    .exception();
        }
        if (open.size() >= max) {
            throw Failure.unavailable("overloaded", "Too many subscriptions at the moment. Try again in a second.")
                    .exception();
        }
        if (!request.reply().takesEvents()) {
            throw new ProtocolFault(
                    ProtocolFault.INVALID_REQUEST, "This answer is a stream. Send 'Accept: text/event-stream', too.");
        }
    }

    void leave(McpListener listener) {
        if (open.remove(listener)) {
            metrics.left();
        }
    }

    void cut(String reason) {
        metrics.cut(reason);
    }

    Vertx vertx() {
        return vertx;
    }

    Bus bus() {
        return bus;
    }

    Offer offer() {
        return offer;
    }
}
