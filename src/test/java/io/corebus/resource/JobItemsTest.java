package io.corebus.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.Json;
import io.corebus.bus.Trace;
import io.corebus.resource.ResourceMessages.ActOnResource;
import io.corebus.resource.ResourceMessages.Acted;
import io.corebus.storage.JobMessages;
import io.corebus.storage.JobMessages.Job;
import io.corebus.storage.JobMessages.JobResult;
import io.corebus.storage.JobMessages.KeepJob;
import io.corebus.storage.JobMessages.KeptJob;
import io.corebus.storage.JobMessages.Page;
import io.corebus.storage.JobMessages.RecordPage;
import io.corebus.storage.StorageMessages.Done;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a page of a job does where something is away, broken or taken from it. */
class JobItemsTest {
    private static final String WORKER = UUID.randomUUID().toString();
    private static final List<String> IDS =
            IntStream.range(0, 20).mapToObj(i -> UUID.randomUUID().toString()).toList();
    private static final Page PAGE = new Page(40, IDS, null);

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx, new SimpleMeterRegistry());
    private final Room room = new Room();
    private final List<WatchedActs.Watch> watches = new CopyOnWriteArrayList<>();

    /** The resource room and the storage room, as far as a page needs them. Belongs to one event loop. */
    private final class Room extends VerticleBase {
        private final List<ActOnResource> asked = new ArrayList<>();
        private final List<KeepJob> kept = new ArrayList<>();
        /** By how often it was asked. */
        private volatile IntFunction<Future<Acted>> answer = time -> acted();

        private volatile boolean held = true;
        private volatile boolean awaited;
        private final List<RecordPage> recorded = new CopyOnWriteArrayList<>();

        @Override
        public Future<?> start() {
            return Future.all(
                    bus.serve(ResourceMessages.ACT, (request, caller) -> act(request)),
                    bus.serve(JobMessages.RECORD_PAGE, (request, caller) -> {
                        recorded.add(request);
                        return Future.succeededFuture(new Done());
                    }),
                    bus.serve(JobMessages.KEEP_JOB, (request, caller) -> keep(request)));
        }

        private Future<Acted> act(ActOnResource request) {
            asked.add(request);
            long times = asked.stream()
                    .filter(each -> each.id().equals(request.id()))
                    .count();
            return request.id().equals(IDS.get(1)) ? answer.apply((int) times) : acted();
        }

        private Future<KeptJob> keep(KeepJob request) {
            kept.add(request);
            return Future.succeededFuture(new KeptJob(held, awaited));
        }
    }

    private static Future<Acted> acted() {
        return Future.succeededFuture(new Acted(7, Json.of("{\"a\":1}"), false));
    }

    private static Future<Acted> refused(String code, int status) {
        return Future.failedFuture(new Failure(code, status, "No.").exception());
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

    private static Job job() {
        return new Job(
                "019f0000-0000-7000-8000-000000000001",
                "orders",
                "pay",
                Json.of("{}"),
                null,
                null,
                "running",
                null,
                "ann",
                null,
                List.of(),
                Trace.start(),
                null,
                0,
                0,
                "",
                null,
                null,
                List.of(3L),
                null,
                "http");
    }

    private Future<RecordPage> run() {
        return run(PAGE);
    }

    private Future<RecordPage> run(Page page) {
        get(vertx.deployVerticle(room));
        return begin(page);
    }

    private Future<RecordPage> begin(Page page) {
        room.recorded.clear();
        return Future.future(promise -> vertx.runOnContext(turn -> items(page, Duration.ofMinutes(1))
                .run()
                .map(done -> new RecordPage(job().id(), page.number(), recorded(), false))
                .onComplete(promise)));
    }

    private JobItems items(Page page, Duration time) {
        Caller caller = new Caller("ann", List.of(), null, "http", Trace.start(), 0);
        JobShift shift = new JobShift(job(), WORKER, List.of("orders pay"), true, time);
        JobMetrics metrics = new JobMetrics(new SimpleMeterRegistry());
        JobItems.Acts acts = (request, as, watch) -> {
            watches.add(watch);
            return bus.request(ResourceMessages.ACT, request, as);
        };
        return new JobItems(vertx, bus, new WatchedActs(vertx, bus), acts, metrics, shift, page, caller);
    }

    /** In the order of the page. */
    private List<JobResult> recorded() {
        return room.recorded.stream()
                .flatMap(each -> each.results().stream())
                .sorted(Comparator.comparingLong(JobResult::n))
                .toList();
    }

    private static List<Long> places(int count) {
        return IntStream.range(0, count).mapToObj(i -> 40L + i).toList();
    }

    @Test
    void eachIsACommandOfItsOwn_namedAfterJobAndResource() {
        RecordPage outcome = get(run());
        RecordPage again = get(begin(PAGE));

        assertThat(outcome).isEqualTo(again);
        assertThat(outcome.results()).extracting(JobResult::n).isEqualTo(places(20));
        assertThat(outcome.results()).extracting(JobResult::id).isEqualTo(IDS);
        assertThat(room.asked).hasSize(40);
        assertThat(room.asked.stream().map(each -> each.command().id()).distinct())
                .hasSize(20);
    }

    @Test
    void whatIsAwayForAMoment_isAskedAgain() {
        room.answer = time -> time == 1 ? refused("storage-unavailable", 503) : acted();

        assertThat(get(run()).results()).allMatch(result -> result.failure() == null);
        assertThat(room.asked).hasSize(21);
    }

    @Test
    void whatStaysAway_leavesThePageForLater() {
        room.answer = time -> refused("room-unavailable", 503);

        Throwable cause = get(run().transform(done -> Future.succeededFuture(done.cause())));

        assertThat(FailureException.of(cause).code()).isEqualTo("room-unavailable");
        assertThat(room.asked).filteredOn(each -> each.id().equals(IDS.get(1))).hasSize(3);
    }

    @Test
    void whatMayBeTheFaultOfOne_isItsResult_afterSomeAttempts() {
        room.answer = time -> refused("internal", 500);

        RecordPage outcome = get(run());

        assertThat(outcome.results()).hasSize(20);
        assertThat(outcome.results().get(1).failure().code()).isEqualTo("internal");
        assertThat(room.asked).hasSize(22);
    }

    @Test
    void aRefusal_isItsResult_atOnce() {
        room.answer = time -> refused("logic-failed", 500);

        RecordPage outcome = get(run());

        assertThat(outcome.results().get(1).failure().code()).isEqualTo("logic-failed");
        assertThat(outcome.results().get(1).version()).isNull();
        assertThat(room.asked).hasSize(20);
    }

    @Test
    void whereTheLeaseIsGone_nothingMoreIsBegun_andWhatWasBegunIsTold() {
        room.held = false;
        // The others are over, when this one is still under way.
        room.answer = time -> vertx.timer(3_000).compose(late -> acted());
        List<String> many =
                IntStream.range(0, 20).mapToObj(i -> IDS.get(i < 4 ? i : 1)).toList();

        RecordPage outcome = get(run(new Page(40, many, null)));

        assertThat(room.kept).isNotEmpty();
        assertThat(outcome.results())
                .extracting(JobResult::n)
                .isEqualTo(places(outcome.results().size()));
        assertThat(outcome.results().size()).isBetween(4, 12);
        assertThat(outcome.results()).allMatch(result -> result.failure() == null);
    }

    @Test
    void whatIsAnsweredAtLength_isNotKept() {
        Json large = Json.of("{\"a\":\"" + "x".repeat(1_100_000) + "\"}");
        room.answer = time -> Future.succeededFuture(new Acted(7, large, false));

        RecordPage outcome = get(run());

        assertThat(outcome.results().get(0).output()).isEqualTo(Json.of("{\"a\":1}"));
        assertThat(outcome.results().get(1).output()).isNull();
        assertThat(outcome.results().get(1).version()).isEqualTo(7);
    }

    @Test
    void whatIsToldAlready_isNotDoneAgain() {
        RecordPage outcome = get(run(new Page(40, IDS, List.of(0, 2, 19))));

        assertThat(outcome.results()).hasSize(17);
        assertThat(room.asked)
                .extracting(ActOnResource::id)
                .doesNotContain(IDS.get(0), IDS.get(2), IDS.get(19))
                .hasSize(17);
        assertThat(room.asked).allMatch(each -> each.ifVersions().equals(List.of(3L)));
    }

    @Test
    void whatIsDone_isTold_whileOthersAreUnderWay() {
        room.answer = time -> vertx.timer(4_000).compose(late -> acted());

        get(run());

        assertThat(room.recorded).hasSize(2);
        assertThat(room.recorded.get(0).more()).isTrue();
        assertThat(room.recorded.get(0).results()).hasSize(19);
        assertThat(room.recorded.get(1).more()).isFalse();
        assertThat(room.recorded.get(1).results()).extracting(JobResult::n).containsExactly(41L);
    }

    @Test
    void whenItsTurnIsOver_andAnotherJobWaits_nothingMoreIsBegun() {
        room.awaited = true;
        room.answer = time -> vertx.timer(3_000).compose(late -> acted());
        List<String> slow = IntStream.range(0, 20).mapToObj(i -> IDS.get(1)).toList();
        get(vertx.deployVerticle(room));

        get(Future.<Void>future(promise -> vertx.runOnContext(turn ->
                items(new Page(40, slow, null), Duration.ofMillis(10)).run().onComplete(promise))));

        assertThat(recorded()).extracting(JobResult::n).containsExactly(40L, 41L, 42L, 43L);
    }

    @Test
    void whenTheInstanceEnds_whatMayTakeLong_isNotWaitedFor() {
        AtomicReference<JobItems> begun = new AtomicReference<>();
        room.answer = time -> vertx.timer(2_000).compose(late -> refused("unwanted", 503));
        get(vertx.deployVerticle(room));

        Future<Void> run = Future.future(promise -> vertx.runOnContext(turn -> {
            begun.set(items(PAGE, Duration.ofMinutes(1)));
            begun.get().run().onComplete(promise);
        }));
        get(vertx.timer(500));
        vertx.runOnContext(turn -> begun.get().stop());
        get(run);

        boolean mayWrite = get(watches.get(1).mayWrite().map(true).otherwise(false));
        assertThat(mayWrite).isFalse();
        assertThat(recorded()).hasSize(19);
    }

    @Test
    void whatFindsNoThread_waitsForOne() {
        room.answer = time -> time < 3 ? refused("logic-busy", 503) : acted();

        assertThat(get(run()).results()).hasSize(20).allMatch(result -> result.failure() == null);
    }
}
