package io.corebus.live;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** One feature: its newest events, and who gets the ones to come. Belongs to one event loop. */
final class Channel {
    private final String feature;
    private final LiveConfig config;
    private final LiveMetrics metrics;
    /** Copied on write, because a subscriber may leave while it is handed an event. */
    private final List<Subscription> joined = new CopyOnWriteArrayList<>();

    /** With those that are not joined, because they read on their own. */
    private final Set<Subscription> all = new HashSet<>();

    private Ring ring;

    Channel(String feature, LiveConfig config, LiveMetrics metrics) {
        this.feature = feature;
        this.config = config;
        this.metrics = metrics;
        this.ring = ring(Long.MAX_VALUE);
    }

    private Ring ring(long edge) {
        return new Ring(config.ringEvents(), config.ringSize().bytes(), edge);
    }

    String feature() {
        return feature;
    }

    Ring ring() {
        return ring;
    }

    /** From here on it is told every event. */
    void begin(long through) {
        ring = ring(through);
    }

    void deliver(Event event) {
        ring.add(event);
        for (Subscription subscription : joined) {
            subscription.deliver(event);
        }
        event.handedOut();
    }

    /** What was between is not there any more: tells everybody. */
    void resync(long through) {
        begin(through);
        joined.forEach(subscription -> subscription.resync(through));
    }

    /** Of what was told of this feature, only what is up to here is in the journal still. */
    void goBack(long through) {
        begin(through);
        List.copyOf(all).forEach(subscription -> subscription.goBack(through));
    }

    void enter(Subscription subscription) {
        all.add(subscription);
    }

    void exit(Subscription subscription) {
        all.remove(subscription);
        joined.remove(subscription);
    }

    void join(Subscription subscription) {
        joined.add(subscription);
    }

    void leave(Subscription subscription) {
        joined.remove(subscription);
    }

    LiveMetrics metrics() {
        return metrics;
    }

    int subscribers() {
        return joined.size();
    }
}
