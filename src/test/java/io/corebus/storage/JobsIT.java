package io.corebus.storage;

import static io.corebus.storage.StorageHouse.failure;
import static io.corebus.storage.StorageHouse.get;
import static io.corebus.storage.StorageHouse.uuid;
import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.bus.Failure;
import io.corebus.bus.FieldFault;
import io.corebus.bus.Json;
import io.corebus.storage.JobMessages.AddPage;
import io.corebus.storage.JobMessages.DropJobs;
import io.corebus.storage.JobMessages.EndJob;
import io.corebus.storage.JobMessages.FindBegun;
import io.corebus.storage.JobMessages.FindJob;
import io.corebus.storage.JobMessages.FoundPage;
import io.corebus.storage.JobMessages.HoldJob;
import io.corebus.storage.JobMessages.InsertJob;
import io.corebus.storage.JobMessages.InsertedJob;
import io.corebus.storage.JobMessages.Job;
import io.corebus.storage.JobMessages.JobResult;
import io.corebus.storage.JobMessages.KeepJob;
import io.corebus.storage.JobMessages.ListResults;
import io.corebus.storage.JobMessages.NextPage;
import io.corebus.storage.JobMessages.Page;
import io.corebus.storage.JobMessages.RecordPage;
import io.corebus.storage.JobMessages.ResultPage;
import io.corebus.storage.JobMessages.YieldJob;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs: who may do one, what is left of it, and what somebody who comes too late may still say. */
class JobsIT {
    private static final long LEASE = 60_000;
    private static final String FIRST = uuid();
    private static final String SECOND = uuid();

    private static StorageHouse house;

    @BeforeAll
    static void open() {
        house = StorageHouse.open(StorageHouse.features(
                Map.of("things", "feature: things\nschema: {type: object, properties: {name: {type: string}}}\n")));
    }

    @AfterAll
    static void close() {
        house.close();
    }

    @BeforeEach
    void forgetAll() {
        StorageHouse.execute("DELETE FROM corebus.jobs");
    }

    private static InsertJob job(List<String> ids) {
        return new InsertJob(
                uuid(),
                uuid(),
                "hash",
                "things",
                "do",
                Json.of("{\"a\":null}"),
                ids,
                null,
                null,
                (long) ids.size(),
                3,
                null);
    }

    private static InsertJob filtered(String through) {
        return new InsertJob(
                uuid(), uuid(), null, "things", "do", Json.of("{}"), List.of(), "name==a", through, null, 3, null);
    }

    private static Job begin(InsertJob job) {
        return get(house.ask(JobMessages.INSERT_JOB, job)).job();
    }

    private static List<String> ids(int count) {
        return IntStream.range(0, count).mapToObj(i -> uuid()).toList();
    }

    private static Job hold(String worker, long lease) {
        return get(house.ask(JobMessages.HOLD_JOB, new HoldJob(worker, lease, null, null)))
                .work();
    }

    private static FoundPage next(Job job, String worker) {
        return get(house.ask(JobMessages.NEXT_PAGE, new NextPage(job.id(), worker, LEASE)));
    }

    private static boolean keep(Job job, String worker) {
        return get(house.ask(JobMessages.KEEP_JOB, new KeepJob(job.id(), worker, LEASE, null, null)))
                .held();
    }

    private static Job find(Job job) {
        return get(house.ask(JobMessages.FIND_JOB, new FindJob(job.id())));
    }

    private static void end(Job job, String worker, String state) {
        get(house.ask(JobMessages.END_JOB, new EndJob(job.id(), worker, state, null)));
    }

    private static String counts(Job job) {
        return job.state() + " " + job.done() + " " + job.failed();
    }

    /** Every second one failed. */
    private static void record(Job job, FoundPage found, int count) {
        List<JobResult> results = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = found.page().ids().get(i);
            Failure failure = new Failure("odd", 422, "No.", List.of(new FieldFault("/a", "odd", "is odd.")), 4L, null);
            long n = found.page().number() + i;
            results.add(
                    i % 2 == 0
                            ? new JobResult(n, id, 2L, Json.of("{\"n\":" + n + "}"), null)
                            : new JobResult(n, id, null, null, failure));
        }
        get(house.ask(
                JobMessages.RECORD_PAGE, new RecordPage(job.id(), found.page().number(), results, false)));
    }

    private static List<JobResult> results(Job job) {
        return get(house.ask(JobMessages.LIST_RESULTS, new ListResults(job.id(), 1_000, null)))
                .results();
    }

    private static List<String> journal(Job job) {
        return StorageHouse.query(
                "SELECT kind || ' ' || after FROM corebus.journal WHERE feature = 'jobs' AND resource_id = '" + job.id()
                        + "' ORDER BY n");
    }

    @Test
    void namedResources_comePageByPage_andTheirResultsAreKept() {
        List<String> ids = ids(45);
        Job job = begin(job(ids));
        assertThat(job.state()).isEqualTo("waiting");
        assertThat(job.startedAt()).isNull();
        assertThat(job.user()).isEqualTo("ann");
        assertThat(job.token()).isEqualTo("token-1");

        Job held = hold(FIRST, LEASE);
        assertThat(held.id()).isEqualTo(job.id());
        assertThat(held.state()).isEqualTo("running");
        List<Integer> sizes = new ArrayList<>();
        for (FoundPage found = next(job, FIRST); found.page() != null; found = next(job, FIRST)) {
            sizes.add(found.page().ids().size());
            assertThat(found.processed()).isEqualTo(found.page().number());
            record(job, found, found.page().ids().size());
            record(job, found, found.page().ids().size());
        }
        end(job, FIRST, "done");
        end(job, FIRST, "failed");

        assertThat(sizes).containsExactly(20, 20, 5);
        assertThat(counts(find(job))).isEqualTo("done 23 22");
        List<JobResult> results = results(job);
        assertThat(results).extracting(JobResult::id).isEqualTo(ids);
        assertThat(results.get(44).output()).isEqualTo(Json.of("{\"n\":44}"));
        assertThat(results.get(1).failure().errors()).containsExactly(new FieldFault("/a", "odd", "is odd."));
        assertThat(results.get(1).failure().currentVersion()).isEqualTo(4);
        assertThat(get(house.ask(JobMessages.LIST_RESULTS, new ListResults(job.id(), 2, 42L)))
                        .results())
                .extracting(JobResult::n)
                .containsExactly(43L, 44L);
        assertThat(journal(job))
                .first()
                .isEqualTo(
                        "job-started {\"feature\":\"things\",\"action\":\"do\",\"input\":{\"a\":null},\"total\":45}");
        assertThat(journal(job)).hasSize(2);
        assertThat(journal(job).get(1)).startsWith("job-ended").contains("\"done\":23", "\"failed\":22");
    }

    @Test
    void itIsHeldByOne_untilTheLeaseIsOver_andWhoLostItSaysNothingMore() {
        Job job = begin(filtered(uuid()));
        assertThat(hold(FIRST, -1).id()).isEqualTo(job.id());
        assertThat(hold(SECOND, LEASE).id()).isEqualTo(job.id());
        assertThat(hold(FIRST, LEASE)).isNull();

        get(house.ask(JobMessages.ADD_PAGE, new AddPage(job.id(), FIRST, 0, ids(2))));
        end(job, FIRST, "done");

        assertThat(keep(job, FIRST)).isFalse();
        assertThat(next(job, FIRST).held()).isFalse();
        assertThat(keep(job, SECOND)).isTrue();
        assertThat(next(job, SECOND)).isEqualTo(new FoundPage(true, null, null, 0));
        assertThat(find(job).state()).isEqualTo("running");
    }

    @Test
    void aJobOfAFeatureThatWaits_isHeldByNobody_andKeepsNoOtherWaiting() {
        Job waiting = begin(filtered(uuid()));
        HoldJob except = new HoldJob(FIRST, LEASE, List.of(waiting.feature()), null);

        assertThat(get(house.ask(JobMessages.HOLD_JOB, except)).work()).isNull();
        HoldJob others = new HoldJob(FIRST, LEASE, null, List.of(waiting.feature() + " another"));
        assertThat(get(house.ask(JobMessages.HOLD_JOB, others)).work()).isNull();
        assertThat(hold(FIRST, LEASE).id()).isEqualTo(waiting.id());
    }

    @Test
    void whoHasNoneUnderWay_comesBeforeWhoHas() {
        begin(job(ids(1)));
        begin(job(ids(1)));
        Job ofAnother = begin(job(ids(1)));
        StorageHouse.execute("UPDATE corebus.jobs SET user_id = 'bob' WHERE id = '" + ofAnother.id() + "'");

        assertThat(List.of(
                        hold(FIRST, LEASE).user(),
                        hold(SECOND, LEASE).user(),
                        hold(uuid(), LEASE).user()))
                .containsExactlyInAnyOrder("ann", "ann", "bob")
                .last()
                .isEqualTo("ann");
        assertThat(hold(uuid(), LEASE)).isNull();
    }

    @Test
    void whatAFilterFound_isWrittenDownOnce_andStaysUntilItIsDone() {
        Job job = begin(filtered(uuid()));
        hold(FIRST, LEASE);
        List<String> ids = ids(3).stream().sorted().toList();
        AddPage add = new AddPage(job.id(), FIRST, 0, ids);

        get(house.ask(JobMessages.ADD_PAGE, add));
        get(house.ask(JobMessages.ADD_PAGE, add));
        FoundPage found = next(job, FIRST);
        record(job, found, 2);

        assertThat(found.page().ids()).isEqualTo(ids);
        assertThat(found.after()).isEqualTo(ids.get(2));
        assertThat(next(job, FIRST).page()).isEqualTo(new Page(0, ids, List.of(0, 1)));
        assertThat(results(job)).hasSize(2);
        assertThat(counts(find(job))).isEqualTo("running 1 1");
        record(job, found, 2);
        assertThat(counts(find(job))).isEqualTo("running 1 1");
        record(job, found, 3);
        assertThat(next(job, FIRST)).isEqualTo(new FoundPage(true, null, ids.get(2), 3));
    }

    @Test
    void ofACancelledOne_whatComesWhileMoreMayCome_isNotTheLast() {
        Job job = begin(job(ids(5)));
        hold(FIRST, LEASE);
        FoundPage found = next(job, FIRST);
        end(job, null, "cancelled");

        JobResult one = new JobResult(3, found.page().ids().get(3), 2L, null, null);
        JobResult two = new JobResult(1, found.page().ids().get(1), 2L, null, null);
        get(house.ask(JobMessages.RECORD_PAGE, new RecordPage(job.id(), 0, List.of(one), true)));
        get(house.ask(JobMessages.RECORD_PAGE, new RecordPage(job.id(), 0, List.of(two), false)));

        assertThat(counts(find(job))).isEqualTo("cancelled 2 0");
        assertThat(results(job)).extracting(JobResult::n).containsExactly(1L, 3L);
        assertThat(StorageHouse.query("SELECT count(*) FROM corebus.job_pages")).containsExactly("0");
    }

    @Test
    void resultsThatAreLarge_comeInMorePages() {
        Job job = begin(job(ids(4)));
        hold(FIRST, LEASE);
        FoundPage found = next(job, FIRST);
        Json large = Json.of("{\"a\":\"" + "x".repeat(2_500_000) + "\"}");
        List<JobResult> four = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            four.add(new JobResult(i, found.page().ids().get(i), 2L, i == 2 ? Json.of("{}") : large, null));
        }
        get(house.ask(JobMessages.RECORD_PAGE, new RecordPage(job.id(), 0, four, false)));

        List<List<Long>> pages = new ArrayList<>();
        Long after = null;
        do {
            ResultPage page = get(house.ask(JobMessages.LIST_RESULTS, new ListResults(job.id(), 100, after)));
            pages.add(page.results().stream().map(JobResult::n).toList());
            after = page.next();
        } while (after != null);
        assertThat(pages).containsExactly(List.of(0L), List.of(1L, 2L), List.of(3L));
    }

    @Test
    void howFarItIs_isTold_untilSomebodyElseHasItOrItIsOver() {
        Job job = begin(job(ids(2)));
        hold(FIRST, LEASE);
        Json current = Json.of("[{\"id\":\"a\",\"done\":1}]");

        get(house.ask(JobMessages.KEEP_JOB, new KeepJob(job.id(), FIRST, LEASE, current, null)));
        assertThat(find(job).current()).isEqualTo(current);
        keep(job, FIRST);
        assertThat(find(job).current()).isEqualTo(current);
        get(house.ask(JobMessages.KEEP_JOB, new KeepJob(job.id(), FIRST, LEASE, Json.of("[]"), null)));
        assertThat(find(job).current()).isNull();
        get(house.ask(JobMessages.KEEP_JOB, new KeepJob(job.id(), FIRST, LEASE, current, null)));
        get(house.ask(JobMessages.KEEP_JOB, new KeepJob(job.id(), SECOND, LEASE, Json.of("[7]"), null)));
        assertThat(find(job).current()).isEqualTo(current);
        end(job, null, "cancelled");
        assertThat(find(job).current()).isNull();
    }

    @Test
    void whoHasHadATurn_leavesTheJob_whereAnotherOneWaits_andComesBehindIt() {
        Job job = begin(job(ids(2)));
        hold(FIRST, LEASE);
        YieldJob leave = new YieldJob(job.id(), FIRST, true, null);
        List<String> known = List.of("things do");

        assertThat(get(house.ask(JobMessages.YIELD_JOB, leave)).yielded()).isFalse();
        Job other = begin(job(ids(1)));
        assertThat(get(house.ask(JobMessages.KEEP_JOB, new KeepJob(job.id(), FIRST, LEASE, null, known)))
                        .awaited())
                .isTrue();
        assertThat(get(house.ask(
                                JobMessages.KEEP_JOB,
                                new KeepJob(job.id(), FIRST, LEASE, null, List.of("things else"))))
                        .awaited())
                .isFalse();
        assertThat(get(house.ask(JobMessages.YIELD_JOB, new YieldJob(job.id(), SECOND, true, null)))
                        .yielded())
                .isFalse();
        assertThat(get(house.ask(JobMessages.YIELD_JOB, leave)).yielded()).isTrue();
        assertThat(keep(job, FIRST)).isFalse();
        assertThat(hold(SECOND, LEASE).id()).isEqualTo(other.id());
        assertThat(hold(FIRST, LEASE).id()).isEqualTo(job.id());
        get(house.ask(JobMessages.YIELD_JOB, new YieldJob(job.id(), FIRST, false, null)));
        assertThat(hold(SECOND, LEASE).id()).isEqualTo(job.id());
    }

    @Test
    void theJobThatACommandHasBegun_isFound_withWhatItsResourcesMustBe() {
        InsertJob request = new InsertJob(
                uuid(), uuid(), "hash", "things", "do", Json.of("{}"), ids(1), null, null, 1L, 3, List.of(4L, 7L));
        begin(request);

        Job found = get(house.ask(JobMessages.FIND_BEGUN, new FindBegun(request.commandId(), "hash")))
                .job();
        assertThat(found.id()).isEqualTo(request.id());
        assertThat(found.ifVersions()).containsExactly(4L, 7L);
        assertThat(get(house.ask(JobMessages.FIND_BEGUN, new FindBegun(uuid(), "hash")))
                        .job())
                .isNull();
        assertThat(failure(house.ask(JobMessages.FIND_BEGUN, new FindBegun(request.commandId(), "other")))
                        .code())
                .isEqualTo("idempotency-key-reused");
    }

    @Test
    void ofACancelledOne_whatWasUnderWayIsTold_andNothingElseIsLeft() {
        Job job = begin(job(ids(50)));
        hold(FIRST, LEASE);
        FoundPage found = next(job, FIRST);

        end(job, null, "cancelled");
        assertThat(keep(job, FIRST)).isFalse();
        record(job, found, 5);

        assertThat(counts(find(job))).isEqualTo("cancelled 3 2");
        assertThat(results(job)).hasSize(5);
        assertThat(StorageHouse.query("SELECT count(*) FROM corebus.job_pages")).containsExactly("0");
        assertThat(hold(SECOND, LEASE)).isNull();
    }

    @Test
    void aRepeat_isTheSameJob_andAnotherRequestIsNone() {
        InsertJob request = job(ids(1));
        Job job = begin(request);
        InsertJob again = new InsertJob(
                uuid(),
                request.commandId(),
                "hash",
                "things",
                "do",
                request.input(),
                request.ids(),
                null,
                null,
                1L,
                3,
                null);
        InsertJob other = new InsertJob(
                uuid(), request.commandId(), "other", "things", "do", request.input(), ids(1), null, null, 1L, 3, null);

        InsertedJob same = get(house.ask(JobMessages.INSERT_JOB, request));
        InsertedJob later = get(house.ask(JobMessages.INSERT_JOB, again));

        assertThat(same.repeated()).isTrue();
        assertThat(same.job().id()).isEqualTo(job.id());
        assertThat(later.job().id()).isEqualTo(job.id());
        assertThat(failure(house.ask(JobMessages.INSERT_JOB, other)).code()).isEqualTo("idempotency-key-reused");
        assertThat(StorageHouse.query("SELECT count(*) FROM corebus.jobs")).containsExactly("1");
        assertThat(StorageHouse.query("SELECT count(*) FROM corebus.job_pages")).containsExactly("1");
    }

    @Test
    void aKeyThatNamedSomethingElse_namesNoJob() {
        String command = uuid();
        get(house.ask(
                StorageMessages.INSERT,
                new StorageMessages.InsertRow("things", uuid(), Json.of("{\"name\":\"a\"}"), command, "hash")));
        InsertJob request =
                new InsertJob(uuid(), command, "hash", "things", "do", Json.of("{}"), ids(1), null, null, 1L, 3, null);

        assertThat(failure(house.ask(JobMessages.INSERT_JOB, request)).code()).isEqualTo("idempotency-key-reused");
    }

    @Test
    void moreThanSoMany_areRefused_untilOneIsOver() {
        List<Job> jobs = new ArrayList<>();
        InsertJob last = job(ids(1));
        for (InsertJob each : List.of(job(ids(1)), job(ids(1)), last)) {
            jobs.add(begin(each));
        }

        // A repeat is none of those that come on top.
        assertThat(begin(last).id()).isEqualTo(jobs.get(2).id());
        Failure refused = failure(house.ask(JobMessages.INSERT_JOB, job(ids(1))));
        end(jobs.get(0), null, "cancelled");

        assertThat(refused.code()).isEqualTo("too-many-jobs");
        assertThat(refused.detail())
                .isEqualTo("You have 3 jobs that are not over yet. Wait for some of them, or cancel them.");
        assertThat(begin(job(ids(1))).state()).isEqualTo("waiting");
    }

    @Test
    void whatIsOverForLong_isForgotten_withItsResults() {
        Job old = begin(job(ids(1)));
        hold(FIRST, LEASE);
        record(old, next(old, FIRST), 1);
        end(old, FIRST, "done");
        Job open = begin(job(ids(1)));
        StorageHouse.execute("UPDATE corebus.jobs SET ended_at = ended_at - interval '8 days',"
                + " created_at = created_at - interval '9 days'");

        get(house.ask(JobMessages.DROP_JOBS, new DropJobs(7L * 86_400_000)));

        assertThat(failure(house.ask(JobMessages.FIND_JOB, new FindJob(old.id())))
                        .detail())
                .isEqualTo("There is no job with this id, or it is not kept any more.");
        assertThat(StorageHouse.query("SELECT count(*) FROM corebus.job_results"))
                .containsExactly("0");
        assertThat(find(open).state()).isEqualTo("waiting");
    }

    @Test
    void aboveAHundredThousand_onlyWhatFailedIsKept() {
        Job job = begin(job(ids(4)));
        hold(FIRST, LEASE);
        StorageHouse.execute("UPDATE corebus.jobs SET done = 100000");

        FoundPage found = next(job, FIRST);
        record(job, found, 4);

        assertThat(found.processed()).isEqualTo(100_000);
        assertThat(results(job)).extracting(JobResult::n).containsExactly(1L, 3L);
        assertThat(counts(find(job))).isEqualTo("running 100002 2");
    }

    @Test
    void whatIsNoId_isNotFound() {
        Future<Job> found = house.ask(JobMessages.FIND_JOB, new FindJob("x"));

        assertThat(failure(found).status()).isEqualTo(404);
    }
}
