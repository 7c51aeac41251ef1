package io.corebus.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.TestRedis;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.Json;
import io.corebus.bus.Trace;
import io.corebus.config.RedisConfig;
import io.corebus.feature.FeatureReader;
import io.corebus.resource.ResourceMessages.Command;
import io.corebus.resource.ResourceMessages.DeleteResource;
import io.corebus.resource.ResourceMessages.GetResource;
import io.corebus.resource.ResourceMessages.PatchResource;
import io.corebus.resource.ResourceMessages.ReplaceResource;
import io.corebus.resource.ResourceMessages.Resource;
import io.corebus.storage.StorageMessages.Row;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A resource that moves out of a caller's rule between the check and the write: which messages go to storage, and which do not. */
class RowRuleScenarioIT {
    private static final String ID = UUID.randomUUID().toString();
    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Bus bus = new Bus(vertx, meters);
    private final RecordingStorage storage = new RecordingStorage(bus);
    private final TestRedis redis = new TestRedis();

    @BeforeEach
    void start() throws Exception {
        RedisConfig config = new RedisConfig(redis.url(), Duration.ofMillis(300), 4);
        ResourceConfig resource = new ResourceConfig(Duration.ofMillis(100), 1_000, Duration.ofSeconds(30));
        get(vertx.deployVerticle(storage));
        get(vertx.deployVerticle(new ResourceVerticle(
                resource, config, FeatureReader.read(Path.of("src/test/resources/rights")), bus, meters)));
    }

    @AfterEach
    void stop() {
        get(vertx.close());
        redis.close();
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

    private static Caller ann() {
        return new Caller("ann", List.of(), "t", "http", Trace.start(), System.nanoTime() + 5_000_000_000L);
    }

    private static Row row(long version, String status) {
        return RecordingStorage.row(
                ID, version, "{\"title\":\"t\",\"status\":\"" + status + "\",\"created_by\":\"ann\"}");
    }

    private Future<Resource> change(String verb, Long... ifVersions) {
        Command command = new Command(UUID.randomUUID().toString(), null);
        List<Long> versions = List.of(ifVersions);
        Json body = Json.of("{\"title\":\"new\",\"status\":\"review\"}");
        return switch (verb) {
            case "delete" ->
                bus.request(ResourceMessages.DELETE, new DeleteResource("papers", ID, versions, command), ann());
            case "put" ->
                bus.request(
                        ResourceMessages.REPLACE, new ReplaceResource("papers", ID, versions, body, command), ann());
            default ->
                bus.request(ResourceMessages.PATCH, new PatchResource("papers", ID, versions, body, command), ann());
        };
    }

    /** In the cache it is a draft still; storage knows better. */
    private void movedOn(String status) {
        storage.rows.put(ID, row(1, "draft"));
        get(bus.request(ResourceMessages.GET, new GetResource("papers", ID), ann()));
        storage.rows.put(ID, row(2, status));
        storage.asked.clear();
    }

    @ParameterizedTest
    @ValueSource(strings = {"put", "patch"})
    void whatMovedOut_isNotChanged(String verb) {
        movedOn("done");

        assertThat(failure(change(verb)).code()).isEqualTo("rule-not-met");
        assertThat(storage.asked).containsExactly("update", "find", "find-command", "append-entry");
        assertThat(storage.rows.get(ID)).isEqualTo(row(2, "done"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"put", "patch"})
    void whatMovedOn_withinTheRule_isChanged_asItIsNow(String verb) {
        movedOn("draft");

        assertThat(get(change(verb)).version()).isEqualTo(3);
        assertThat(storage.asked).containsExactly("update", "find", "update");
    }

    /** A refusal never rests on what the cache says alone. */
    @ParameterizedTest
    @ValueSource(strings = {"put", "patch", "delete"})
    void whatCameBack_isAskedOfStorage_beforeItIsRefused(String verb) {
        storage.rows.put(ID, row(1, "done"));
        get(bus.request(ResourceMessages.GET, new GetResource("papers", ID), ann()));
        storage.rows.put(ID, row(2, "draft"));
        storage.asked.clear();

        get(change(verb));
        assertThat(storage.asked).containsExactly("find", verb.equals("delete") ? "delete" : "update");
    }

    @Test
    void aVersionOfTheCallersOwn_isComparedOnlyAfterTheRule() {
        movedOn("done");
        assertThat(failure(change("patch", 1L)).code()).isEqualTo("rule-not-met");

        movedOn("draft");
        assertThat(failure(change("put", 1L)).code()).isEqualTo("version-mismatch");
    }
}
