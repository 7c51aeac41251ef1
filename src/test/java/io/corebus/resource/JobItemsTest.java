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
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a page of a job does where something is away, broken or taken from it. */
class JobItemsTest {
    private static final String WORKER = UUID.randomUUID().toString();
    private static final List<String> IDS =
            IntStream.range(0, 20).mapToObj(i -> UUID.randomUUID().toString()).toList();
    private static final Page PAGE = new Page(40, IDS);

    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx, new SimpleMeterRegistry());
    private final Room room = new Room();

    /** The resource room and the storage room, as far as a page needs them. Belongs to one event loop. */
    private final class Room extends VerticleBase {
        private final List<ActOnResource> asked = new ArrayList<>();
        private final List<KeepJob> kept = new ArrayList<>();
        /** By how often it was asked. */
        private volatile IntFunction<Future<Acted>> answer = time -> acted();

        private volatile boolean held = true;

        @Override
        public Future<?> start() {
            return Future.all(
                    bus.serve(ResourceMessages.ACT, (request, caller) -> act(request)),
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
            return Future.succeededFuture(new KeptJob(held));
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
                null);
    }

    private Future<RecordPage> run() {
        return run(PAGE);
    }

    private Future<RecordPage> run(Page page) {
        get(vertx.deployVerticle(room));
        return begin(page);
    }

    private Future<RecordPage> begin(Page page) {
        Caller caller = new Caller("ann", List.of(), null, "http", Trace.start(), 0);
        return Future.future(promise -> vertx.runOnContext(turn ->
                new JobItems(vertx, bus, job(), page, WORKER, caller).run().onComplete(promise)));
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

        RecordPage outcome = get(run(new Page(40, many)));

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
}
