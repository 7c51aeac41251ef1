package io.corebus.resource;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.feature.Feature;
import io.corebus.feature.Features;
import io.corebus.resource.Beginners.Beginner;
import io.corebus.storage.JobMessages;
import io.corebus.storage.JobMessages.AddPage;
import io.corebus.storage.JobMessages.DropJobs;
import io.corebus.storage.JobMessages.EndJob;
import io.corebus.storage.JobMessages.FoundPage;
import io.corebus.storage.JobMessages.HeldJob;
import io.corebus.storage.JobMessages.HoldJob;
import io.corebus.storage.JobMessages.Job;
import io.corebus.storage.JobMessages.NextPage;
import io.corebus.storage.JobMessages.Page;
import io.corebus.storage.JobMessages.RecordPage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Jobs, page by page. */
final class JobWork implements LeasedWork<Job> {
    private static final Duration KEEP = Duration.ofDays(7);

    private final Vertx vertx;
    private final Bus bus;
    private final Features features;
    private final Gates gates;
    private final Beginners beginners;
    private final JobTargets targets;
    private final JobMetrics metrics;

    JobWork(
            Vertx vertx,
            Bus bus,
            Features features,
            Gates gates,
            Beginners beginners,
            JobTargets targets,
            JobMetrics metrics) {
        this.vertx = vertx;
        this.bus = bus;
        this.features = features;
        this.gates = gates;
        this.beginners = beginners;
        this.targets = targets;
        this.metrics = metrics;
    }

    @Override
    public String name() {
        return "A job";
    }

    @Override
    public Future<?> sweep() {
        return bus.request(JobMessages.DROP_JOBS, new DropJobs(KEEP.toMillis()), Caller.system(PATIENCE));
    }

    @Override
    public Future<@Nullable Job> hold(String worker) {
        HoldJob question = new HoldJob(worker, LEASE.toMillis(), gates.closed(), known());
        return bus.request(JobMessages.HOLD_JOB, question, Caller.system(PATIENCE))
                .map(HeldJob::work);
    }

    private List<String> known() {
        return features.all().stream()
                .flatMap(feature -> feature.actions().stream().map(action -> feature.name() + " " + action.name()))
                .toList();
    }

    @Override
    public Future<Boolean> step(Job job, String worker) {
        NextPage question = new NextPage(job.id(), worker, LEASE.toMillis());
        return bus.request(JobMessages.NEXT_PAGE, question, Caller.system(PATIENCE))
                .compose(found -> step(new Turn(job, worker, found)));
    }

    /** A job as it is now, in the hands of this instance. */
    private record Turn(Job job, String worker, FoundPage found) {
        /** Where the resources were named, all of them are written down from the beginning. */
        boolean isOver() {
            return found.page() == null && (job.filter() == null || job.through() == null);
        }
    }

    private Future<Boolean> step(Turn turn) {
        if (!turn.found().held()) {
            return Future.succeededFuture(false);
        }
        if (turn.isOver()) {
            return end(turn, "done", null);
        }
        return isKnown(turn.job())
                ? beginners
                        .find(
                                turn.job().user(),
                                turn.job().token(),
                                turn.job().scopes(),
                                turn.job().trace())
                        .compose(beginner -> step(turn, beginner))
                : unknown(turn);
    }

    private boolean isKnown(Job job) {
        Feature feature = features.find(job.feature());
        return feature != null && feature.action(job.action()) != null;
    }

    private Future<Boolean> unknown(Turn turn) {
        String reason = "There is no action '" + turn.job().action() + "' of "
                + turn.job().feature() + " any more.";
        return end(turn, "failed", reason);
    }

    private Future<Boolean> step(Turn turn, Beginner beginner) {
        Caller caller = beginner.caller();
        if (caller == null) {
            return end(turn, "failed", beginner.reason());
        }
        Page page = turn.found().page();
        return page == null ? look(turn, caller) : process(turn, page, caller);
    }

    /** A page is written down before anything of it is done: what was done may not fit the filter any more. */
    private Future<Boolean> look(Turn turn, Caller caller) {
        Job job = turn.job();
        return targets.next(
                        job.feature(),
                        String.valueOf(job.filter()),
                        turn.found().after(),
                        String.valueOf(job.through()),
                        caller)
                .compose(
                        ids -> ids.isEmpty() ? end(turn, "done", null) : add(turn, ids),
                        cause -> cannotLook(turn, FailureException.of(cause)));
    }

    private Future<Boolean> add(Turn turn, List<String> ids) {
        AddPage command =
                new AddPage(turn.job().id(), turn.worker(), turn.found().processed(), ids);
        return bus.request(JobMessages.ADD_PAGE, command, Caller.system(PATIENCE))
                .map(added -> true);
    }

    /** The user may not read any more. */
    private Future<Boolean> cannotLook(Turn turn, Failure failure) {
        boolean forNow = failure.status() >= 500 || failure.code().equals("query-too-slow");
        return !forNow ? end(turn, "failed", failure.detail()) : Future.failedFuture(failure.exception());
    }

    private Future<Boolean> process(Turn turn, Page page, Caller caller) {
        return new JobItems(vertx, bus, turn.job(), page, turn.worker(), caller)
                .run()
                .compose(outcome -> record(turn.job(), outcome));
    }

    private Future<Boolean> record(Job job, RecordPage outcome) {
        return bus.request(JobMessages.RECORD_PAGE, outcome, Caller.system(PATIENCE))
                .onSuccess(recorded -> metrics.count(job, outcome))
                .map(recorded -> true);
    }

    /** In the name of who began it. */
    private Future<Boolean> end(Turn turn, String state, @Nullable String reason) {
        Job job = turn.job();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Caller beginner = new Caller(job.user(), List.of(), job.token(), job.scopes(), "http", job.trace(), deadline);
        EndJob command = new EndJob(job.id(), turn.worker(), state, reason);
        return bus.request(JobMessages.END_JOB, command, beginner).map(done -> false);
    }
}
