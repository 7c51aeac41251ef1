package io.corebus.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.corebus.audit.AuditMessages.ExportPage;
import io.corebus.audit.AuditMessages.ReadExport;
import io.corebus.audit.AuditMessages.ReadKeys;
import io.corebus.bus.Address;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.Health;
import io.corebus.bus.Trace;
import io.corebus.storage.JournalMessages.SealedEntry;
import io.corebus.testing.Unhandled;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The audit room as it runs, on a real bus, with a journal in memory behind it. */
final class AuditHouse implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    final Vertx vertx = Vertx.vertx();
    private final Unhandled unhandled = new Unhandled(vertx);
    final MeterRegistry meters = new SimpleMeterRegistry();
    final Bus bus = new Bus(vertx, meters);
    final JournalDouble journal = new JournalDouble(bus);
    final Queue<SealedEntry> published = new ConcurrentLinkedQueue<>();

    static AuditHouse with(int instances) {
        AuditHouse house = withoutRoom();
        for (int i = 0; i < instances; i++) {
            house.addRoom(config());
        }
        return house;
    }

    static AuditHouse withoutRoom() {
        AuditHouse house = new AuditHouse();
        house.await(house.vertx.deployVerticle(house.journal));
        house.await(house.bus.subscribe(AuditMessages.SEALED, event -> house.published.addAll(event.entries())));
        return house;
    }

    static AuditConfig config() {
        return new AuditConfig(null, Duration.ofSeconds(30));
    }

    String addRoom(AuditConfig config) {
        return await(vertx.deployVerticle(new AuditVerticle(config, bus, meters)));
    }

    <Q, R> R ask(Address<Q, R> address, Q request, Caller caller) {
        return await(bus.request(address, request, caller));
    }

    <Q> Failure refusal(Address<Q, ?> address, Q request, Caller caller) {
        FailureException refused = catchThrowableOfType(FailureException.class, () -> ask(address, request, caller));
        assertThat(refused).as("%s should be refused", address).isNotNull();
        return refused.failure();
    }

    Health.Report health() {
        return ask(AuditMessages.HEALTH, new Health.Check(), caller());
    }

    Caller caller(String... roles) {
        return new Caller("ann", List.of(roles), null, "http", Trace.start(), System.nanoTime() + PATIENCE.toNanos());
    }

    void awaitSealed(int entries) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(journal.sealed()).isEqualTo(entries));
    }

    void awaitPublished(int entries) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(published).hasSize(entries));
    }

    String export() {
        StringBuilder lines = new StringBuilder();
        Long next = 1L;
        while (next != null) {
            ReadExport request = new ReadExport(next, lines.length() == 0);
            ExportPage page = ask(AuditMessages.READ_EXPORT, request, caller("auditor"));
            lines.append(page.lines());
            next = page.next();
        }
        return lines.toString();
    }

    /** What {@code corebus audit verify} says of the export as it is now. */
    String verify(Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("export.ndjson"), export());
        String keys = ask(AuditMessages.READ_KEYS, new ReadKeys(), caller("auditor"))
                .jwks()
                .toString();
        Path key = Files.writeString(directory.resolve("key.json"), keys);
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int status = AuditVerifier.verify(file, key, null, 1, new PrintStream(said, true, StandardCharsets.UTF_8));
        return status + " " + said.toString(StandardCharsets.UTF_8);
    }

    <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage()
                    .toCompletableFuture()
                    .orTimeout(15, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        unhandled.requireNone();
        await(vertx.close());
    }
}
