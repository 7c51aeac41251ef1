package io.corebus.bus;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What is measured of every hop: {@code corebus_bus_requests_seconds{address,outcome}} and {@code corebus_bus_retries_total{address}}. */
final class BusMetrics {
    private final MeterRegistry meters;
    private final Map<String, Timer> answered = new ConcurrentHashMap<>();

    BusMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void hop(Address<?, ?> address, long beganNanos, @Nullable Throwable cause) {
        long took = System.nanoTime() - beganNanos;
        if (cause == null) {
            answered.computeIfAbsent(address.name(), name -> timer(name, "ok")).record(took, TimeUnit.NANOSECONDS);
        } else {
            timer(address.name(), FailureException.of(cause).code()).record(took, TimeUnit.NANOSECONDS);
        }
    }

    void retry(Address<?, ?> address) {
        Counter.builder("corebus.bus.retries")
                .description("Requests sent to another consumer because one did not answer in time")
                .tag("address", address.name())
                .register(meters)
                .increment();
    }

    private Timer timer(String address, String outcome) {
        return Timer.builder("corebus.bus.requests")
                .description("Requests between rooms, as the asking room saw them")
                .tag("address", address)
                .tag("outcome", outcome)
                .register(meters);
    }
}
