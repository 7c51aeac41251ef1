package io.corebus.door;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code corebus_http_requests_seconds{feature,action,status}}: how many, how they ended and how long they took. Belongs to one event loop. */
public final class DoorMetrics {
    private final MeterRegistry meters;
    private final Map<Work, Timer[]> timers = new HashMap<>();

    private record Work(String feature, String action) {}

    public DoorMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    public void answered(Exchange exchange) {
        int status = exchange.response().getStatusCode();
        Work work = new Work(exchange.feature(), exchange.action());
        Timer[] ofAction = timers.computeIfAbsent(work, key -> new Timer[600]);
        Timer timer = ofAction[status];
        if (timer == null) {
            timer = register(exchange, status);
            ofAction[status] = timer;
        }
        timer.record(System.nanoTime() - exchange.beganNanos(), TimeUnit.NANOSECONDS);
    }

    private Timer register(Exchange exchange, int status) {
        return Timer.builder("corebus.http.requests")
                .description("Requests to the HTTP door")
                .tag("feature", exchange.feature())
                .tag("action", exchange.action())
                .tag("status", Integer.toString(status))
                .serviceLevelObjectives(
                        Duration.ofMillis(1),
                        Duration.ofMillis(5),
                        Duration.ofMillis(10),
                        Duration.ofMillis(25),
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(2))
                .register(meters);
    }
}
