package io.corebus.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.Json;
import io.corebus.bus.Trace;
import io.corebus.config.RedisConfig;
import io.corebus.feature.FeatureReader;
import io.corebus.resource.ResourceMessages.Command;
import io.corebus.resource.ResourceMessages.PatchResource;
import io.corebus.resource.ResourceMessages.Resource;
import io.corebus.testing.FreePort;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Patches of a resource that others change at the same time. */
class ContentionTest {
    private static final String ID = "019f0000-0000-7000-8000-000000000001";

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Bus bus = new Bus(vertx, meters);
    private final RecordingStorage storage = new RecordingStorage(bus);

    @BeforeEach
    void start() throws Exception {
        RedisConfig redis = new RedisConfig("redis://127.0.0.1:" + FreePort.find(), Duration.ofMillis(300), 1);
        ResourceConfig config = new ResourceConfig(Duration.ofMillis(500), 100, Duration.ofSeconds(30));
        get(vertx.deployVerticle(storage));
        get(vertx.deployVerticle(
                new ResourceVerticle(config, redis, FeatureReader.read(Path.of("conf/features")), bus, meters)));
        storage.rows.put(ID, RecordingStorage.row(ID, 3, "{\"name\":\"n\",\"value\":1}"));
    }

    @AfterEach
    void stop() {
        get(vertx.close());
    }

    private static <T> T get(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private Future<Resource> patch(int value, Long... versions) {
        Caller caller =
                new Caller("ann", List.of("editor"), "t", "http", Trace.start(), System.nanoTime() + 10_000_000_000L);
        Command command = new Command(UUID.randomUUID().toString(), null);
        Json patch = Json.of("{\"value\":" + value + "}");
        return bus.request(
                ResourceMessages.PATCH, new PatchResource("features", ID, List.of(versions), patch, command), caller);
    }

    private static Failure failure(Future<?> future) {
        return get(future.transform(done -> Future.succeededFuture(FailureException.of(done.cause()))));
    }

    @Test
    void aPatchThatNamesNoVersion_andIsOvertakenEveryTime_isToldToTryAgain() {
        storage.overtaking = true;

        Failure lost = failure(patch(2));

        assertThat(lost.code()).isEqualTo("contended");
        assertThat(lost.status()).isEqualTo(503);
        assertThat(lost.retryAfter()).isEqualTo(1);
        assertThat(lost.currentVersion()).isNull();
        assertThat(lost.detail())
                .isEqualTo(
                        "The resource is changed too often just now: others were faster each time. Try again in a second.");
        assertThat(Collections.frequency(storage.asked, "update")).isEqualTo(10);
    }

    @Test
    void aPatchOfAVersion_thatIsOvertaken_isToldSo() {
        storage.overtaking = true;

        assertThat(failure(patch(2, 3L)).code()).isEqualTo("version-mismatch");
        assertThat(Collections.frequency(storage.asked, "update")).isEqualTo(1);
    }

    @Test
    void manyPatchesAtOnce_areAllDone() {
        List<Future<Resource>> patches = IntStream.range(0, 20)
                .mapToObj(i -> vertx.timer(1).compose(started -> patch(i)))
                .toList();

        patches.forEach(ContentionTest::get);

        assertThat(storage.rows.get(ID).version()).isEqualTo(23);
    }
}
