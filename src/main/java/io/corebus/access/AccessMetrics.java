package io.corebus.access;

import io.corebus.bus.FailureException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is counted here: {@code corebus_access_sign_ins_total{outcome}}, {@code corebus_access_authentications_total{outcome}}, {@code
 * corebus_access_refreshes_total{outcome}} (the outcome is {@code ok} or a failure's code) and {@code corebus_access_password_hashing_seconds}.
 */
final class AccessMetrics {
    private final MeterRegistry meters;
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();
    private final Timer hashing;

    AccessMetrics(MeterRegistry meters) {
        this.meters = meters;
        this.hashing = Timer.builder("corebus.access.password.hashing")
                .description("Time to hash one password, without the wait for its turn")
                .register(meters);
    }

    void signIn(@Nullable Throwable cause) {
        count("corebus.access.sign.ins", "Sign-ins by their outcome", cause);
    }

    void authentication(@Nullable Throwable cause) {
        count("corebus.access.authentications", "Access tokens looked at, by outcome", cause);
    }

    void refresh(@Nullable Throwable cause) {
        count("corebus.access.refreshes", "Refresh tokens exchanged, by outcome", cause);
    }

    void hashing(Duration took) {
        hashing.record(took);
    }

    private void count(String name, String description, @Nullable Throwable cause) {
        String outcome = cause == null ? "ok" : FailureException.of(cause).code();
        counters.computeIfAbsent(name + ' ' + outcome, key -> counter(name, description, outcome))
                .increment();
    }

    private Counter counter(String name, String description, String outcome) {
        return Counter.builder(name)
                .description(description)
                .tag("outcome", outcome)
                .register(meters);
    }
}
