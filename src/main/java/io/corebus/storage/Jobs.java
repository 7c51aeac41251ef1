package io.corebus.storage;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.Json;
import io.corebus.storage.JobMessages.AddPage;
import io.corebus.storage.JobMessages.DropJobs;
import io.corebus.storage.JobMessages.EndJob;
import io.corebus.storage.JobMessages.FindBegun;
import io.corebus.storage.JobMessages.FoundJob;
import io.corebus.storage.JobMessages.FoundPage;
import io.corebus.storage.JobMessages.HeldJob;
import io.corebus.storage.JobMessages.HoldJob;
import io.corebus.storage.JobMessages.InsertJob;
import io.corebus.storage.JobMessages.InsertedJob;
import io.corebus.storage.JobMessages.Job;
import io.corebus.storage.JobMessages.JobPage;
import io.corebus.storage.JobMessages.JobResult;
import io.corebus.storage.JobMessages.KeepJob;
import io.corebus.storage.JobMessages.KeptJob;
import io.corebus.storage.JobMessages.ListJobs;
import io.corebus.storage.JobMessages.ListResults;
import io.corebus.storage.JobMessages.NextPage;
import io.corebus.storage.JobMessages.RecordPage;
import io.corebus.storage.JobMessages.ResultPage;
import io.corebus.storage.JobMessages.YieldJob;
import io.corebus.storage.JobMessages.YieldedJob;
import io.corebus.storage.StorageMessages.Done;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@link JobMessages}. */
final class Jobs {
    private static final double MILLIS = 1_000.0;
    /** Of results in one answer. */
    private static final long MAX_RESULT_BYTES = 4_194_304;

    private final Database database;

    private Jobs(Database database) {
        this.database = database;
    }

    /** Serves all addresses on the calling verticle. */
    static Future<?> serve(Bus bus, Database database, Bell bell) {
        Jobs jobs = new Jobs(database);
        return Future.all(List.of(
                bus.serve(JobMessages.INSERT_JOB, bell.after(jobs::insert)),
                bus.serve(JobMessages.FIND_JOB, (request, caller) -> jobs.find(request.id())),
                bus.serve(JobMessages.LIST_JOBS, jobs::list),
                bus.serve(JobMessages.LIST_RESULTS, jobs::results),
                bus.serve(JobMessages.HOLD_JOB, jobs::hold),
                bus.serve(JobMessages.KEEP_JOB, jobs::keep),
                bus.serve(JobMessages.YIELD_JOB, jobs::leave),
                bus.serve(JobMessages.FIND_BEGUN, jobs::findBegun),
                bus.serve(JobMessages.NEXT_PAGE, jobs::next),
                bus.serve(JobMessages.ADD_PAGE, jobs::add),
                bus.serve(JobMessages.RECORD_PAGE, jobs::record),
                bus.serve(JobMessages.END_JOB, bell.after(jobs::end)),
                bus.serve(JobMessages.DROP_JOBS, jobs::drop)));
    }

    private Future<InsertedJob> insert(InsertJob request, Caller caller) {
        UUID command = UUID.fromString(request.commandId());
        Tuple arguments = UserJournal.arguments(caller, command)
                .addUUID(id(request.id()))
                .addString(request.feature())
                .addString(request.action())
                .addString(request.input().toString())
                .addArrayOfUUID(ids(request.ids()))
                .addString(request.filter())
                .addUUID(AccountId.parse(request.through()))
                .addLong(request.total())
                .addArrayOfString(caller.scopes().toArray(String[]::new))
                .addString(request.requestHash())
                .addLong((long) request.maxOpen())
                .addString(JobRows.told(request))
                .addArrayOfLong(versions(request.ifVersions()));
        return database.write(JobSql.INSERT, arguments)
                .compose(rows -> rows.size() == 0
                        ? unlessBegun(request, command)
                        : Future.succeededFuture(
                                new InsertedJob(JobRows.job(rows.iterator().next()), false)))
                .recover(cause ->
                        DatabaseFailures.isTaken(cause) ? repeated(request, command) : Future.failedFuture(cause));
    }

    private static Long @Nullable [] versions(@Nullable List<Long> versions) {
        return versions == null || versions.isEmpty() ? null : versions.toArray(Long[]::new);
    }

    /** The one that is asked for again is one of the many. */
    private Future<InsertedJob> unlessBegun(InsertJob request, UUID command) {
        return database.read(JobSql.BEGUN, Tuple.of(command))
                .compose(rows -> rows.size() == 0
                        ? Future.failedFuture(tooMany(request.maxOpen()))
                        : repeated(request, command));
    }

    private static FailureException tooMany(int maxOpen) {
        String detail = "You have " + maxOpen + " jobs that are not over yet. Wait for some of them, or cancel them.";
        return new Failure("too-many-jobs", 429, detail, List.of(), null, 10).exception();
    }

    private Future<FoundJob> findBegun(FindBegun request, Caller caller) {
        return database.read(JobSql.BEGUN, Tuple.of(UUID.fromString(request.commandId())))
                .compose(rows -> rows.size() == 0
                        ? Future.succeededFuture(new FoundJob(null))
                        : find(begun(rows, request.requestHash())).map(FoundJob::new));
    }

    private Future<InsertedJob> repeated(InsertJob request, UUID command) {
        return database.read(JobSql.BEGUN, Tuple.of(command))
                .map(rows -> begun(rows, request.requestHash()))
                .compose(this::find)
                .map(job -> new InsertedJob(job, true));
    }

    /** The id of the job that the command has begun. */
    private static String begun(RowSet<Row> rows, @Nullable String requestHash) {
        Row entry = Rows.first(rows, row -> row).orElseThrow(Jobs::notFound);
        String asked = entry.getString(2);
        boolean another = requestHash != null && asked != null && !requestHash.equals(asked);
        if (!entry.getBoolean(0) || another) {
            throw Journal.reused();
        }
        return entry.getUUID(1).toString();
    }

    private Future<Job> find(String id) {
        return database.read(JobSql.FIND, Tuple.of(id(id)))
                .map(rows -> Rows.first(rows, JobRows::job).orElseThrow(Jobs::notFound));
    }

    private Future<JobPage> list(ListJobs request, Caller caller) {
        UUID before = AccountId.parse(request.before());
        return database.read(JobSql.LIST, Tuple.of(request.user(), before, request.limit() + 1L))
                .map(rows -> Rows.page(rows, request.limit(), JobRows::job, Job::id, JobPage::new));
    }

    private Future<ResultPage> results(ListResults request, Caller caller) {
        Long after = request.after();
        Tuple arguments =
                Tuple.of(id(request.id()), after == null ? -1L : after, request.limit() + 1L, MAX_RESULT_BYTES);
        return database.read(JobSql.RESULTS, arguments).map(rows -> results(rows, request.limit()));
    }

    /** As many as fit, but one at least. */
    private static ResultPage results(RowSet<Row> rows, int limit) {
        List<JobResult> results = new ArrayList<>();
        for (Row row : rows) {
            boolean full = results.size() == limit || (row.getBoolean(5) && !results.isEmpty());
            if (full) {
                return new ResultPage(results, results.get(results.size() - 1).n());
            }
            results.add(JobRows.result(row));
        }
        return new ResultPage(results, null);
    }

    private Future<HeldJob> hold(HoldJob request, Caller caller) {
        Tuple arguments = Tuple.of(id(request.worker()), request.leaseMillis() / MILLIS)
                .addArrayOfString(TextArray.of(request.waiting()))
                .addArrayOfString(TextArray.of(request.known()));
        return database.write(JobSql.HOLD, arguments)
                .map(rows -> new HeldJob(Rows.first(rows, JobRows::job).orElse(null)));
    }

    private Future<KeptJob> keep(KeepJob request, Caller caller) {
        Json current = request.current();
        Tuple arguments = Tuple.of(id(request.id()), id(request.worker()), request.leaseMillis() / MILLIS)
                .addString(current == null ? null : current.toString())
                .addArrayOfString(TextArray.of(request.known()));
        return database.write(JobSql.KEEP, arguments)
                .map(rows -> Rows.first(rows, row -> new KeptJob(true, row.getBoolean(0)))
                        .orElse(new KeptJob(false, false)));
    }

    private Future<YieldedJob> leave(YieldJob request, Caller caller) {
        Tuple arguments = Tuple.of(id(request.id()), id(request.worker()), request.forOthers())
                .addArrayOfString(TextArray.of(request.known()));
        return database.write(JobSql.YIELD, arguments).map(rows -> new YieldedJob(rows.rowCount() > 0));
    }

    private Future<FoundPage> next(NextPage request, Caller caller) {
        Tuple arguments = Tuple.of(id(request.id()), id(request.worker()), request.leaseMillis() / MILLIS);
        return database.write(JobSql.NEXT, arguments).map(JobRows::page);
    }

    private Future<Done> add(AddPage request, Caller caller) {
        UUID[] ids = ids(request.ids());
        Tuple arguments = Tuple.of(id(request.id()), id(request.worker()), request.number(), ids[ids.length - 1])
                .addArrayOfUUID(ids);
        return database.write(JobSql.ADD, arguments).map(new Done());
    }

    private Future<Done> record(RecordPage request, Caller caller) {
        List<JobResult> results = request.results();
        Tuple arguments = Tuple.of(id(request.id()), request.number())
                .addArrayOfLong(results.stream().map(JobResult::n).toArray(Long[]::new))
                .addArrayOfUUID(ids(results.stream().map(JobResult::id).toList()))
                .addArrayOfLong(results.stream().map(JobResult::version).toArray(Long[]::new))
                .addArrayOfString(results.stream().map(Jobs::output).toArray(String[]::new))
                .addArrayOfString(results.stream()
                        .map(result -> JobRows.text(result.failure()))
                        .toArray(String[]::new))
                .addBoolean(request.more());
        return database.write(JobSql.RECORD, arguments).map(new Done());
    }

    private static @Nullable String output(JobResult result) {
        Json output = result.output();
        return output == null ? null : output.toString();
    }

    private Future<Done> end(EndJob request, Caller caller) {
        UUID id = id(request.id());
        Tuple arguments = UserJournal.arguments(caller, UserJournal.command("job-ended", id))
                .addUUID(id)
                .addString(request.state())
                .addString(request.reason())
                .addUUID(AccountId.parse(request.worker()));
        return database.write(JobSql.END, arguments).map(new Done());
    }

    private Future<Done> drop(DropJobs request, Caller caller) {
        return database.write(JobSql.DROP, Tuple.of(request.keepMillis() / MILLIS))
                .map(new Done());
    }

    private static UUID[] ids(List<String> texts) {
        return texts.stream().map(UUID::fromString).toArray(UUID[]::new);
    }

    private static UUID id(String text) {
        return AccountId.require(text, Jobs::notFound);
    }

    private static FailureException notFound() {
        return new Failure("not-found", 404, "There is no job with this id, or it is not kept any more.").exception();
    }
}
