package io.corebus.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.Trace;
import io.corebus.feature.Feature;
import io.corebus.feature.FeatureReader;
import io.corebus.feature.Features;
import io.corebus.resource.ControlDeskMessages.ControlsChanged;
import io.corebus.storage.ControlMessages;
import io.corebus.storage.ControlMessages.AllControls;
import io.corebus.storage.ControlMessages.Controls;
import io.corebus.storage.ControlMessages.FeatureControls;
import io.corebus.storage.ControlMessages.Generation;
import io.corebus.storage.ControlMessages.Rollout;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How an instance learns what is set, with a storage room that can be away. */
class GatesTest {
    private static final Controls OFF = new Controls(false, false, null, Rollout.ALL);

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx, new SimpleMeterRegistry());
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean away;
    private volatile Controls stored = Controls.DEFAULT;
    private volatile long generation = 1;
    private Feature feature;
    private Generations generations;
    private Gates gates;

    @BeforeEach
    void serveStorage() throws Exception {
        Features features = FeatureReader.read(Path.of("conf/features"));
        feature = Objects.requireNonNull(features.find("features"));
        generations = new Generations(features, System::nanoTime);
        gates = new Gates(vertx, bus, features, generations);
        get(bus.serve(ControlMessages.READ_CONTROLS, (read, caller) -> answer()));
    }

    @AfterEach
    void close() {
        get(vertx.close());
    }

    private Future<AllControls> answer() {
        asked.incrementAndGet();
        return away
                ? Future.failedFuture(
                        Failure.unavailable("storage-unavailable", "away").exception())
                : Future.succeededFuture(new AllControls(
                        List.of(new FeatureControls("features", stored, 1, null, null)),
                        List.of(new Generation("features", generation), new Generation("gone", 7))));
    }

    private static <T> T get(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private boolean isOff() {
        Caller caller = Caller.anonymous("http", Trace.start(), Duration.ofSeconds(1));
        return gates.of("features").closed(caller, true) != null;
    }

    @Test
    void itStarts_onlyWhenItKnows() {
        away = true;
        stored = OFF;
        Future<Void> started = gates.start();
        await().until(() -> asked.get() >= 3);
        assertThat(started.isComplete()).isFalse();

        away = false;

        get(started);
        assertThat(isOff()).isTrue();
        assertThat(gates.state()).isEqualTo("up to date");
    }

    @Test
    void aBellThatIsLost_isMadeUpForWithinASecondAndAHalf() {
        get(gates.start());
        assertThat(isOff()).isFalse();

        stored = OFF;

        await().atMost(Duration.ofMillis(1_500)).until(this::isOff);
    }

    @Test
    void aMigrationThatChangesRows_isHeardWithinASecondAndAHalf() {
        get(gates.start());
        assertThat(generations.mark(feature)).isEqualTo("1:" + feature.shape());
        assertThat(generations.isSettled(feature)).isTrue();

        generation = 2;

        await().atMost(Duration.ofMillis(1_500))
                .untilAsserted(() -> assertThat(generations.mark(feature)).isEqualTo("2:" + feature.shape()));
        assertThat(generations.isSettled(feature)).isFalse();
    }

    @Test
    void aBell_isHeardAtOnce() {
        get(gates.start());
        for (int i = 0; i < 5; i++) {
            boolean off = i % 2 == 0;
            stored = off ? OFF : Controls.DEFAULT;
            bus.publish(ControlDeskMessages.CHANGED, new ControlsChanged("features"));
            await().pollInterval(Duration.ofMillis(5))
                    .atMost(Duration.ofMillis(500))
                    .until(() -> isOff() == off);
        }
    }

    @Test
    void whileStorageIsAway_whatWasKnownLastIsInForce() {
        stored = OFF;
        get(gates.start());
        int before = asked.get();

        away = true;
        stored = Controls.DEFAULT;
        await().atMost(Duration.ofSeconds(15)).until(() -> gates.state().startsWith("going on with those of"));

        assertThat(asked.get()).isGreaterThan(before);
        assertThat(isOff()).isTrue();
        away = false;
        await().atMost(Duration.ofSeconds(3)).until(() -> !isOff());
        assertThat(gates.state()).isEqualTo("up to date");
    }
}
