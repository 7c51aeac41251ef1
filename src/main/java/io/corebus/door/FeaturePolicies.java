package io.corebus.door;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Ticks;
import io.corebus.resource.ControlDeskMessages;
import io.corebus.resource.ControlDeskMessages.AskLimits;
import io.corebus.resource.ControlDeskMessages.Limits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much of each feature may be asked, as admins have set it: learned from the resource room when a bell rings, and every second besides. While that room is away
 * they stay as they are. Belongs to one event loop.
 */
final class FeaturePolicies {
    private static final String NAME = "feature";
    private static final long LOOK_MILLIS = 1_000;
    private static final Duration PATIENCE = Duration.ofMillis(900);
    /** Whoever answers has heard of a change a moment later, mostly. */
    private static final long HEARD_MILLIS = 100;

    /** @param forSignedIn whether whoever has not signed in is refused in any case, and takes nothing from others */
    record Known(RatePolicy policy, boolean forSignedIn) {}

    private final Vertx vertx;
    private final Bus bus;
    private final Ticks ticks;
    private Map<String, Known> policies;
    private boolean looking;
    private boolean over;

    /** @param known until it has learned better */
    FeaturePolicies(Vertx vertx, Bus bus, Map<String, Known> known) {
        this.vertx = vertx;
        this.ticks = new Ticks(vertx);
        this.bus = bus;
        this.policies = known;
    }

    /** Does not wait for the resource room, which may be away. */
    Future<Void> start() {
        ticks.start(LOOK_MILLIS, this::look);
        look();
        return bus.subscribe(ControlDeskMessages.CHANGED, changed -> vertx.setTimer(HEARD_MILLIS, heard -> look()));
    }

    /** It learns nothing any more. Returns what it knew. */
    Map<String, Known> end() {
        over = true;
        ticks.stop();
        return policies;
    }

    boolean isEmpty() {
        return policies.isEmpty();
    }

    /** Null where there is no limit. */
    @Nullable
    Known of(String feature) {
        return policies.get(feature);
    }

    private void look() {
        if (!looking && !over) {
            looking = true;
            bus.request(ControlDeskMessages.LIMITS, new AskLimits(), Caller.system(PATIENCE))
                    .onSuccess(this::learn)
                    .onComplete(done -> looking = false);
        }
    }

    private void learn(Limits limits) {
        Map<String, Known> learned = new HashMap<>();
        limits.features()
                .forEach(one -> learned.put(
                        one.feature(), new Known(RatePolicy.of(NAME, one.requestsPerSecond(), 0), one.forSignedIn())));
        policies = learned;
    }
}
