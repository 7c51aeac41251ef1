package io.corebus.live;

import io.corebus.bus.PerProcess;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What is measured of live updates, over all event loops of the process. */
final class LiveMetrics implements Shareable {
    private final MeterRegistry meters;
    private final Map<String, AtomicInteger> connections = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> subscriptions = new ConcurrentHashMap<>();
    private final Map<String, Counter> deliveries = new ConcurrentHashMap<>();
    private final Counter gaps;

    private LiveMetrics(MeterRegistry meters) {
        this.meters = meters;
        this.gaps = Counter.builder("corebus.live.gaps")
                .description("Times that entries were read from the journal because they were not heard on the bus")
                .register(meters);
    }

    /** The one of this process. */
    static LiveMetrics of(Vertx vertx, MeterRegistry meters) {
        return PerProcess.of(vertx, LiveMetrics.class, () -> new LiveMetrics(meters));
    }

    void connected(String transport) {
        connections.computeIfAbsent(transport, this::connectionGauge).incrementAndGet();
    }

    void disconnected(String transport) {
        connections.computeIfAbsent(transport, this::connectionGauge).decrementAndGet();
    }

    private AtomicInteger connectionGauge(String transport) {
        AtomicInteger count = new AtomicInteger();
        Gauge.builder("corebus.live.connections", count, AtomicInteger::get)
                .description("Open connections")
                .tag("transport", transport)
                .register(meters);
        return count;
    }

    void subscribed(String feature) {
        subscriptions.computeIfAbsent(feature, this::subscriptionGauge).incrementAndGet();
    }

    void unsubscribed(String feature) {
        subscriptions.computeIfAbsent(feature, this::subscriptionGauge).decrementAndGet();
    }

    int subscribers(String feature) {
        AtomicInteger count = subscriptions.get(feature);
        return count == null ? 0 : count.get();
    }

    private AtomicInteger subscriptionGauge(String feature) {
        AtomicInteger count = new AtomicInteger();
        Gauge.builder("corebus.live.subscriptions", count, AtomicInteger::get)
                .description("Subscribers of a feature")
                .tag("feature", feature)
                .register(meters);
        return count;
    }

    /** The counter of one transport, to be kept: it is used for every event of every subscriber. */
    Counter deliveries(String transport) {
        return deliveries.computeIfAbsent(
                transport,
                name -> Counter.builder("corebus.live.deliveries")
                        .description("Events written to subscribers")
                        .tag("transport", name)
                        .register(meters));
    }

    void cut(Ending ending) {
        Counter.builder("corebus.live.cuts")
                .description("Connections that were ended from here")
                .tag("reason", ending.name())
                .register(meters)
                .increment();
    }

    void resync(String feature) {
        Counter.builder("corebus.live.resyncs")
                .description("Subscribers that were told to read again, because the journal no longer reaches back")
                .tag("feature", feature)
                .register(meters)
                .increment();
    }

    void gap() {
        gaps.increment();
    }
}
