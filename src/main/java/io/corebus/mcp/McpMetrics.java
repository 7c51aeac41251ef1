package io.corebus.mcp;

import io.corebus.bus.PerProcess;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What is measured of this door, over all event loops of the process. */
final class McpMetrics implements Shareable {
    private final MeterRegistry meters;
    private final AtomicInteger listeners = new AtomicInteger();
    private final Map<Answer, Counter> requests = new ConcurrentHashMap<>();
    private final Counter limited;

    private record Answer(String method, McpRevision revision, String outcome) {}

    private McpMetrics(MeterRegistry meters) {
        this.meters = meters;
        Gauge.builder("corebus.mcp.listeners", listeners, AtomicInteger::get)
                .description("Open subscriptions")
                .register(meters);
        this.limited = Counter.builder("corebus.mcp.limited")
                .description("Requests refused because their token made too many")
                .register(meters);
    }

    /** The one of this process. */
    static McpMetrics of(Vertx vertx, MeterRegistry meters) {
        return PerProcess.of(vertx, McpMetrics.class, () -> new McpMetrics(meters));
    }

    /**
     * @param method one that is served, else {@code unknown}
     * @param outcome {@code result}, {@code tool-error}, {@code question}, {@code error}
     */
    void answered(String method, McpRevision revision, String outcome) {
        requests.computeIfAbsent(new Answer(method, revision, outcome), this::counter)
                .increment();
    }

    private Counter counter(Answer answer) {
        return Counter.builder("corebus.mcp.requests")
                .description("Requests of agents")
                .tag("method", answer.method)
                .tag("revision", answer.revision.date())
                .tag("outcome", answer.outcome)
                .register(meters);
    }

    void limited() {
        limited.increment();
    }

    void listens() {
        listeners.incrementAndGet();
    }

    void left() {
        listeners.decrementAndGet();
    }

    /** @param reason a fixed word */
    void cut(String reason) {
        Counter.builder("corebus.mcp.cuts")
                .description("Subscriptions that were ended from here")
                .tag("reason", reason)
                .register(meters)
                .increment();
    }
}
