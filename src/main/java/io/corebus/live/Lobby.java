package io.corebus.live;

import io.corebus.access.AccessMessages;
import io.corebus.access.AccessMessages.UserChanged;
import io.corebus.bus.Bus;
import io.corebus.bus.Failure;
import io.corebus.bus.NodeView;
import io.corebus.bus.Ticks;
import io.corebus.door.Authentication;
import io.corebus.door.RateLimit;
import io.corebus.feature.Feature;
import io.corebus.feature.Features;
import io.corebus.resource.ControlDeskMessages;
import io.corebus.resource.ControlDeskMessages.ControlsChanged;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Everybody who is connected to one event loop, and what they have in common. */
final class Lobby {
    private static final long TICK_MILLIS = 1_000;
    private static final long SETTLED_MILLIS = 800;
    /** Whoever answers has heard of it by then, mostly. */
    private static final long HEARD_MILLIS = 200;
    /** From then on it is in force everywhere. */
    private static final long IN_FORCE_MILLIS = 2_000;
    /** Whatever is asked of others before one enters has been answered by then. */
    private static final long COMING_MILLIS = 10_000;

    private final Vertx vertx;
    private final Bus bus;
    private final Features features;
    private final LiveConfig config;
    private final NodeView node;
    private final LiveMetrics metrics;
    private final Hub hub;
    private final Rights rights;
    private final RateLimit rates;
    private final Origins origins;
    private final Set<Peer> peers = new LinkedHashSet<>();
    /** How many were let in and have not entered yet. */
    private int coming;

    private boolean closed;
    private final Ticks ticks;

    Lobby(LiveParts parts, Authentication authentication, RateLimit rates) {
        this.vertx = parts.vertx();
        this.ticks = new Ticks(vertx);
        this.bus = parts.bus();
        this.features = parts.features();
        this.config = parts.config();
        this.node = parts.node();
        this.metrics = parts.metrics();
        this.hub = new Hub(vertx, bus, features, config, metrics);
        this.rights = new Rights(bus, authentication);
        this.rates = rates;
        this.origins = new Origins(config.origins());
    }

    Future<Void> start() {
        ticks.start(TICK_MILLIS, this::tick);
        return hub.start()
                .compose(started -> bus.subscribe(AccessMessages.USER_CHANGED, this::changed))
                .compose(listening -> bus.subscribe(ControlDeskMessages.CHANGED, this::changed));
    }

    /** Tells everybody to go elsewhere. Completes when the last frames can be on their way. */
    Future<Void> stop() {
        closed = true;
        ticks.stop();
        hub.stop();
        boolean empty = peers.isEmpty();
        List.copyOf(peers).forEach(peer -> peer.end(Ending.GOING_AWAY));
        return empty ? Future.succeededFuture() : vertx.timer(200).mapEmpty();
    }

    private void tick() {
        if (isDraining()) {
            List.copyOf(peers).forEach(peer -> peer.end(Ending.GOING_AWAY));
        }
        long now = System.nanoTime();
        List.copyOf(peers).forEach(peer -> peer.tick(now));
    }

    private boolean isDraining() {
        return closed || (node.started() && !node.ready());
    }

    /** Whoever answers may hear of the change a moment later than this room, and remembers for half a second what was before: so it is asked twice. */
    private void changed(UserChanged event) {
        recheck(event);
        vertx.setTimer(SETTLED_MILLIS, timer -> recheck(event));
    }

    private void recheck(UserChanged event) {
        List.copyOf(peers).stream().filter(peer -> peer.isOf(event.user())).forEach(Peer::recheck);
    }

    /** A feature may be served to others than before, or to nobody. */
    private void changed(ControlsChanged event) {
        vertx.setTimer(HEARD_MILLIS, timer -> recheck(event.feature()));
        vertx.setTimer(IN_FORCE_MILLIS, timer -> recheck(event.feature()));
    }

    private void recheck(String feature) {
        List.copyOf(peers).forEach(peer -> peer.recheck(feature));
    }

    /** Why nobody may come in now, or this one may not; null where it may. */
    @Nullable
    Failure refusal(HttpServerRequest request) {
        if (!isDraining() && peers.size() + coming >= config.maxConnections()) {
            return Failure.unavailable("overloaded", "Too many connections at the moment. Try again in a second.");
        }
        return refusalOfKnown(request);
    }

    /** As {@link #refusal}, for one that has entered already and comes back: it has its place. */
    @Nullable
    Failure refusalOfKnown(HttpServerRequest request) {
        return isDraining()
                ? Failure.unavailable("draining", "This node is about to stop. Connect to another one.")
                : origins.refusal(request);
    }

    /** Counts one that was not refused until it has entered, or will not: what others ask meanwhile is decided with it. */
    <T> Future<T> coming(Future<T> entering) {
        ContextInternal loop = (ContextInternal) vertx.getOrCreateContext();
        AtomicBoolean counted = new AtomicBoolean(true);
        Runnable leave = () -> {
            if (counted.getAndSet(false)) {
                coming--;
            }
        };
        coming++;
        long timer = vertx.setTimer(COMING_MILLIS, late -> leave.run());
        entering.onComplete(done -> {
            vertx.cancelTimer(timer);
            if (loop.inThread()) {
                leave.run();
            } else {
                loop.runOnContext(turn -> leave.run());
            }
        });
        return entering;
    }

    /**
     * One that asked before this node, or this set of features, began to end is told to go elsewhere, as those were that had come in. One that took longer than it
     * was counted for may find that its place is taken.
     */
    void enter(Peer peer) {
        peers.add(peer);
        if (isDraining()) {
            vertx.runOnContext(turn -> peer.end(Ending.GOING_AWAY));
        } else if (peers.size() > config.maxConnections()) {
            vertx.runOnContext(turn -> peer.end(Ending.FULL));
        }
    }

    void leave(Peer peer) {
        peers.remove(peer);
    }

    /** The feature, if there is one and it is live. Fails with {@code unknown-feature} 404. */
    Feature feature(String name) {
        Feature feature = features.find(name);
        if (feature == null || !feature.live()) {
            String shown = name.length() > 60 ? name.substring(0, 60) + "..." : name;
            throw new Failure(
                            "unknown-feature", 404, "There is no feature named '" + shown + "' with live updates here.")
                    .exception();
        }
        return feature;
    }

    Features features() {
        return features;
    }

    Vertx vertx() {
        return vertx;
    }

    Bus bus() {
        return bus;
    }

    Hub hub() {
        return hub;
    }

    RateLimit rates() {
        return rates;
    }

    Rights rights() {
        return rights;
    }

    LiveConfig config() {
        return config;
    }

    LiveMetrics metrics() {
        return metrics;
    }
}
