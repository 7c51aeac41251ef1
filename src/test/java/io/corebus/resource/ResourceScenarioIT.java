package io.corebus.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.corebus.TestRedis;
import io.corebus.audit.AuditMessages;
import io.corebus.audit.AuditMessages.Sealed;
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
import io.corebus.resource.ResourceMessages.GetResource;
import io.corebus.resource.ResourceMessages.ListResources;
import io.corebus.resource.ResourceMessages.PatchForm;
import io.corebus.resource.ResourceMessages.PatchResource;
import io.corebus.resource.ResourceMessages.Resource;
import io.corebus.resource.ResourceMessages.Uncached;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The resource room between a caller and storage: what it asks storage, and what it does not need to ask. With a real Redis. */
class ResourceScenarioIT {
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
        get(vertx.deployVerticle(
                new ResourceVerticle(resource, config, FeatureReader.read(Path.of("conf/features")), bus, meters)));
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

    private static Caller caller(String... roles) {
        return new Caller("ann", List.of(roles), "t", "http", Trace.start(), System.nanoTime() + 5_000_000_000L);
    }

    private static Command command() {
        return new Command(UUID.randomUUID().toString(), null);
    }

    private Future<Resource> create(int value, String role) {
        Json body = Json.of("{\"name\":\"n\",\"value\":" + value + "}");
        return bus.request(ResourceMessages.CREATE, new CreateResource("features", body, command()), caller(role));
    }

    private Future<Resource> read(String id) {
        return bus.request(ResourceMessages.GET, new GetResource("features", id), caller("viewer"));
    }

    private Future<Resource> patch(String id, String patch, Long... ifVersions) {
        PatchResource request = new PatchResource("features", id, List.of(ifVersions), Json.of(patch), command());
        return bus.request(ResourceMessages.PATCH, request, caller("editor"));
    }

    private List<String> asked() {
        List<String> asked = List.copyOf(storage.asked);
        storage.asked.clear();
        return asked;
    }

    @Test
    void aCreate_isOneMessage_andWhatWasCreatedIsInTheCache() {
        Resource created = get(create(1, "editor"));
        assertThat(asked()).containsExactly("insert");

        assertThat(get(read(created.id()))).isEqualTo(created);
        assertThat(asked()).isEmpty();
    }

    @Test
    void whatIsDenied_isJournaled_andReachesNobodyElse() {
        Failure denied = failure(create(1, "viewer"));

        assertThat(denied.code()).isEqualTo("forbidden");
        assertThat(denied.detail()).isEqualTo("To create features takes the role editor; you have the role viewer.");
        assertThat(asked()).containsExactly("append-entry");
    }

    @Test
    void whatIsInvalid_reachesNobody() {
        assertThat(failure(create(-1, "editor")).code()).isEqualTo("validation");
        assertThat(asked()).isEmpty();
    }

    @Test
    void anUnknownFeature_reachesNobody() {
        Failure unknown = failure(bus.request(ResourceMessages.GET, new GetResource("nope", "x"), caller("admin")));

        assertThat(unknown).isEqualTo(new Failure("unknown-feature", 404, "There is no feature named 'nope' here."));
        assertThat(asked()).isEmpty();
    }

    @Test
    void manyReadersOfOneMiss_askStorageOnce() {
        String id = UUID.randomUUID().toString();
        storage.rows.put(id, RecordingStorage.row(id, 3, "{\"name\":\"n\",\"value\":1}"));
        Promise<Void> gate = Promise.promise();
        storage.gate = gate.future();
        List<Future<Resource>> readers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            readers.add(read(id));
        }
        await().until(() -> !storage.asked.isEmpty());
        vertx.setTimer(100, timer -> gate.complete());

        readers.forEach(reader -> assertThat(get(reader).version()).isEqualTo(3));
        assertThat(asked()).containsExactly("find");
    }

    @Test
    void aPatch_takesTheStateFromTheCache() {
        Resource created = get(create(1, "editor"));
        asked();

        Resource patched = get(patch(created.id(), "{\"value\":2}"));

        assertThat(patched.version()).isEqualTo(2);
        assertThat(asked()).containsExactly("update");
        assertThat(get(read(created.id()))).isEqualTo(patched);
        assertThat(asked()).isEmpty();
    }

    @Test
    void aPatchOnAStaleState_isMergedAgain() {
        String id = get(create(1, "editor")).id();
        storage.rows.put(id, RecordingStorage.row(id, 5, "{\"name\":\"theirs\",\"value\":1}"));
        asked();

        Resource patched = get(patch(id, "{\"value\":2}"));

        assertThat(patched.version()).isEqualTo(6);
        assertThat(patched.body().toString()).contains("theirs");
        assertThat(asked()).containsExactly("update", "find", "update");
    }

    @Test
    void aPatchOfAnotherVersion_isRefusedWithTheCurrentOne() {
        String id = get(create(1, "editor")).id();
        asked();

        Failure refused = failure(patch(id, "{\"value\":2}", 7L));

        assertThat(refused.code()).isEqualTo("version-mismatch");
        assertThat(refused.currentVersion()).isEqualTo(1);
        assertThat(asked()).containsExactly("find", "find-command");
    }

    private Future<Resource> operate(String id, Command command, String operations) {
        Json patch = Json.of(operations.replace('\'', '"'));
        PatchResource request = new PatchResource("features", id, List.of(), patch, command, PatchForm.OPERATIONS);
        return bus.request(ResourceMessages.PATCH, request, caller("editor"));
    }

    @Test
    void operationsThatDoNotFitTheCache_areTriedOnWhatStorageHas() {
        String id = get(create(1, "editor")).id();
        String operations = "[{'op':'test','path':'/value','value':7},{'op':'replace','path':'/value','value':8}]";
        asked();
        assertThat(failure(operate(id, command(), operations)).code()).isEqualTo("patch-not-applicable");
        assertThat(asked()).containsExactly("find", "find-command");

        storage.rows.put(id, RecordingStorage.row(id, 5, "{\"name\":\"theirs\",\"value\":7}"));
        assertThat(get(operate(id, command(), operations)).version()).isEqualTo(6);
        assertThat(asked()).containsExactly("find", "update");
    }

    @Test
    void operationsOnAStaleState_areDoneAgain_soThatATestProtects() {
        String id = get(create(1, "editor")).id();
        String operations = "[{'op':'test','path':'/value','value':1},{'op':'replace','path':'/value','value':2}]";
        storage.rows.put(id, RecordingStorage.row(id, 5, "{\"name\":\"n\",\"value\":3}"));
        asked();

        assertThat(failure(operate(id, command(), operations)).code()).isEqualTo("patch-not-applicable");
        assertThat(asked()).containsExactly("update", "find", "find-command");
    }

    @Test
    void operationsThatAreRepeated_areAnsweredAsBefore() {
        String id = get(create(1, "editor")).id();
        String operations = "[{'op':'test','path':'/value','value':1},{'op':'replace','path':'/value','value':2}]";
        Command command = command();
        Resource first = get(operate(id, command, operations));
        asked();

        assertThat(get(operate(id, command, operations))).isEqualTo(first);
        assertThat(asked()).containsExactly("find", "find-command");
    }

    @Test
    void operationsThatAreNone_reachNobody() {
        assertThat(failure(operate("x", command(), "[{'op':'set'}]")).code()).isEqualTo("validation");
        assertThat(asked()).isEmpty();
    }

    @Test
    void afterADelete_readersGetNothing_withoutAskingStorage() {
        String id = get(create(1, "editor")).id();
        DeleteResource delete = new DeleteResource("features", id, List.of(), command());
        get(bus.request(ResourceMessages.DELETE, delete, caller("admin")));
        asked();

        assertThat(failure(read(id)).code()).isEqualTo("not-found");
        assertThat(asked()).isEmpty();
    }

    @Test
    void withoutRedis_everythingWorks_andNothingStaleIsReadAfterItsReturn() {
        Resource created = get(create(1, "editor"));
        get(read(created.id()));
        redis.stop();

        Resource patched = get(patch(created.id(), "{\"value\":2}"));
        assertThat(get(read(created.id()))).isEqualTo(patched);
        redis.start();

        await().untilAsserted(() -> {
            asked();
            assertThat(get(read(created.id()))).isEqualTo(patched);
            assertThat(asked()).isEmpty();
        });
    }

    @Test
    void whatWasWrittenWithoutRedis_isToldToOthers_andDroppedByThem() {
        String id = get(create(1, "editor")).id();
        storage.rows.put(id, RecordingStorage.row(id, 5, "{\"name\":\"theirs\",\"value\":1}"));
        assertThat(get(read(id)).version()).isEqualTo(1);
        bus.publish(ResourceMessages.UNCACHED, new Uncached("features", id, 5, false));
        await().atMost(Duration.ofMillis(700))
                .untilAsserted(() -> assertThat(get(read(id)).version()).isEqualTo(5));

        Queue<Uncached> told = new ConcurrentLinkedQueue<>();
        get(bus.subscribe(ResourceMessages.UNCACHED, told::add));
        redis.stop();
        get(patch(id, "{\"value\":2}"));
        get(bus.request(
                ResourceMessages.DELETE, new DeleteResource("features", id, List.of(), command()), caller("admin")));
        await().untilAsserted(() -> assertThat(told)
                .containsExactly(new Uncached("features", id, 6, false), new Uncached("features", id, 7, true)));
    }

    @Test
    void whatIsSealed_isNotReadOlderFromTheCache_heardOrNot() {
        String id = get(create(1, "editor")).id();
        storage.rows.put(id, RecordingStorage.row(id, 5, "{\"name\":\"theirs\",\"value\":1}"));
        assertThat(get(read(id)).version()).isEqualTo(1);

        bus.publish(AuditMessages.SEALED, new Sealed(List.of(storage.seal(id, 5, "updated"))));
        await().untilAsserted(() -> assertThat(get(read(id)).version()).isEqualTo(5));

        storage.rows.remove(id);
        assertThat(get(read(id)).version()).isEqualTo(5);
        storage.seal(id, 6, "deleted");
        await().untilAsserted(() -> assertThat(failure(read(id)).code()).isEqualTo("not-found"));
    }

    @Test
    void whatTheCacheHasAlready_staysThere() {
        Resource created = get(create(1, "editor"));
        bus.publish(AuditMessages.SEALED, new Sealed(List.of(storage.seal(created.id(), 1, "created"))));
        storage.seal(UUID.randomUUID().toString(), 9, "updated");
        await().pollDelay(Duration.ofMillis(1_500)).until(() -> true);
        asked();

        assertThat(get(read(created.id()))).isEqualTo(created);
        assertThat(asked()).isEmpty();
    }

    @Test
    void aListIsPassedOnAsOneQuery() {
        ListResources list = new ListResources("features", "value=ge=10;name==te*", "-value", 20, null);
        get(bus.request(ResourceMessages.LIST, list, caller("viewer")));

        assertThat(asked()).containsExactly("list");
    }

    @Test
    void theCacheIsMeasured() {
        Resource created = get(create(1, "editor"));
        get(read(created.id()));

        assertThat(meters.get("corebus.cache.reads")
                        .tags("feature", "features", "result", "hit")
                        .counter()
                        .count())
                .isEqualTo(1);
    }
}
