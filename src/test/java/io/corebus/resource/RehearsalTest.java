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
import io.corebus.resource.ResourceMessages.CreateResource;
import io.corebus.resource.ResourceMessages.DeleteResource;
import io.corebus.resource.ResourceMessages.PatchResource;
import io.corebus.resource.ResourceMessages.ReplaceResource;
import io.corebus.resource.ResourceMessages.Resource;
import io.corebus.testing.FreePort;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Dry runs: what the write would be refused for they are refused for, and nothing is written. */
class RehearsalTest {
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
        assertThat(storage.asked).doesNotContain("insert", "update", "delete");
        assertThat(storage.rows.get(ID).version()).isEqualTo(3);
        get(vertx.close());
    }

    private static <T> T get(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private static Failure failure(Future<?> future) {
        return get(future.transform(done -> Future.succeededFuture(FailureException.of(done.cause()))));
    }

    private static Caller caller(String role) {
        return new Caller("ann", List.of(role), "t", "mcp", Trace.start(), System.nanoTime() + 5_000_000_000L);
    }

    private static Command dry() {
        return new Command(UUID.randomUUID().toString(), null, true);
    }

    private Future<Resource> create(String body, String role) {
        return bus.request(ResourceMessages.CREATE, new CreateResource("features", Json.of(body), dry()), caller(role));
    }

    private Future<Resource> patch(String id, String patch, Long... versions) {
        PatchResource request = new PatchResource("features", id, List.of(versions), Json.of(patch), dry());
        return bus.request(ResourceMessages.PATCH, request, caller("editor"));
    }

    private Future<Resource> replace(String body, Long... versions) {
        ReplaceResource request = new ReplaceResource("features", ID, List.of(versions), Json.of(body), dry());
        return bus.request(ResourceMessages.REPLACE, request, caller("editor"));
    }

    private Future<Resource> delete(String id, String role, Long... versions) {
        DeleteResource request = new DeleteResource("features", id, List.of(versions), dry());
        return bus.request(ResourceMessages.DELETE, request, caller(role));
    }

    @Test
    void aCreate_isValidated_andAnswersWhatWouldBe() {
        Resource would = get(create("{\"value\":1,\"name\":\"n\"}", "editor"));

        assertThat(would.body().toString()).isEqualTo("{\"name\":\"n\",\"value\":1}");
        assertThat(would.version()).isEqualTo(1);
        assertThat(failure(create("{\"name\":\"n\"}", "editor")).code()).isEqualTo("validation");
        assertThat(failure(create("{\"name\":\"n\",\"value\":1}", "viewer")).code())
                .isEqualTo("forbidden");
    }

    @Test
    void aPatch_isMergedAndValidated_onTheVersionThatIsNamed() {
        Resource would = get(patch(ID, "{\"value\":2}", 3L));

        assertThat(would.body().toString()).isEqualTo("{\"name\":\"n\",\"value\":2}");
        assertThat(would.version()).isEqualTo(4);
        assertThat(failure(patch(ID, "{\"value\":-1}", 3L)).code()).isEqualTo("validation");
        Failure stale = failure(patch(ID, "{\"value\":2}", 2L));
        assertThat(stale.code()).isEqualTo("version-mismatch");
        assertThat(stale.currentVersion()).isEqualTo(3);
        assertThat(failure(patch(UUID.randomUUID().toString(), "{}")).code()).isEqualTo("not-found");
    }

    @Test
    void aReplace_isCheckedLikeAPatch() {
        assertThat(get(replace("{\"name\":\"m\",\"value\":2}", 3L)).version()).isEqualTo(4);
        Failure stale = failure(replace("{\"name\":\"m\",\"value\":2}", 2L));
        assertThat(stale.detail())
                .isEqualTo(
                        "The resource has version 3 now, not the one you named. Read it again and repeat your change.");
        assertThat(failure(replace("{\"name\":\"m\"}")).code()).isEqualTo("validation");
    }

    @Test
    void aDelete_answersWhatThereIs() {
        Resource would = get(delete(ID, "admin", 3L));

        assertThat(would.body().toString()).contains("\"value\":1");
        assertThat(would.version()).isEqualTo(4);
        assertThat(failure(delete(ID, "admin", 2L)).code()).isEqualTo("version-mismatch");
        assertThat(failure(delete(ID, "editor")).code()).isEqualTo("forbidden");
        assertThat(failure(delete("none", "admin")).code()).isEqualTo("not-found");
    }
}
