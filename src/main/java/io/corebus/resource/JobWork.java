package io.corebus.resource;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.feature.Feature;
import io.corebus.feature.Features;
import io.corebus.resource.Beginners.Beginner;
import io.corebus.resource.JobItems.Acts;
import io.corebus.storage.JobMessages;
import io.corebus.storage.JobMessages.AddPage;
import io.corebus.storage.JobMessages.DropJobs;
import io.corebus.storage.JobMessages.EndJob;
import io.corebus.storage.JobMessages.FoundPage;
import io.corebus.storage.JobMessages.HoldJob;
import io.corebus.storage.JobMessages.Job;
import io.corebus.storage.JobMessages.NextPage;
import io.corebus.storage.JobMessages.Page;
import io.corebus.storage.JobMessages.YieldJob;
import io.corebus.storage.JobMessages.YieldedJob;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Jobs, page by page. Those of actions that may take long are not for the same worker as the others: they would keep these waiting. */
final class JobWork implements LeasedWork<JobShift> {
    private static final Duration KEEP = Duration.ofDays(7);

    private final Vertx vertx;
    private final Bus bus;
    private final Features features;
    private final Gates gates;
    private final Beginners beginners;
    private final JobTargets targets;
    private final WatchedActs watched;
    private final Acts acts;
    private final JobMetrics metrics;
    private final Duration turn;
    private final boolean ofLongActions;
    private @Nullable JobItems items;

    /**
     * @param turn how long one job is done before others that wait have theirs
     * @param ofLongActions which of the two kinds it takes
     */
    JobWork(
            Vertx vertx,
            Bus bus,
            Features features,
            Gates gates,
            Beginners beginners,
            JobTargets targets,
            WatchedActs watched,
            Acts acts,
            JobMetrics metrics,
            Duration turn,
            boolean ofLongActions) {
        this.vertx = vertx;
        this.bus = bus;
        this.features = features;
        this.gates = gates;
        this.beginners = beginners;
        this.targets = targets;
        this.watched = watched;
        this.acts = acts;
        this.metrics = metrics;
        this.turn = turn;
        this.ofLongActions = ofLongActions;
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
    public Future<@Nullable JobShift> hold(String worker) {
        List<String> known = known();
        HoldJob question = new HoldJob(worker, LEASE.toMillis(), gates.closed(), known);
        return bus.request(JobMessages.HOLD_JOB, question, Caller.system(PATIENCE))
                .map(held -> held.work() == null ? null : shift(held.work(), worker, known));
    }

    private JobShift shift(Job job, String worker, List<String> known) {
        return new JobShift(job, worker, known, ofLongActions, turn);
    }

    private List<String> known() {
        return features.all().stream()
                .flatMap(feature -> feature.actions().stream()
                        .filter(action -> action.isLong() == ofLongActions)
                        .map(action -> feature.name() + " " + action.name()))
                .toList();
    }

    @Override
    public void stop() {
        if (items != null) {
            items.stop();
        }
    }

    @Override
    public Future<?> leave(JobShift shift, String worker) {
        return leave(shift, false);
    }

    private Future<Boolean> leave(JobShift shift, boolean forOthers) {
        YieldJob command = new YieldJob(shift.job().id(), shift.worker(), forOthers, shift.known());
        return bus.request(JobMessages.YIELD_JOB, command, Caller.system(PATIENCE))
                .map(YieldedJob::yielded);
    }

    @Override
    public Future<Boolean> step(JobShift shift, String worker) {
        NextPage question = new NextPage(shift.job().id(), worker, LEASE.toMillis());
        return bus.request(JobMessages.NEXT_PAGE, question, Caller.system(PATIENCE))
                .compose(found -> step(new Turn(shift, found)));
    }

    /** A job as it is now, in the hands of this instance. */
    private record Turn(JobShift shift, FoundPage found) {
        Job job() {
            return shift.job();
        }

        String worker() {
            return shift.worker();
        }

        /** Where the resources were named, all of them are written down from the beginning. */
        boolean isOver() {
            return found.page() == null && (job().filter() == null || job().through() == null);
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
                                turn.job().via(),
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
        JobItems begun = new JobItems(vertx, bus, watched, acts, metrics, turn.shift(), page, caller);
        items = begun;
        return begun.run().onComplete(over -> items = null).compose(done -> nextTurn(turn.shift()));
    }

    /** Others that wait have a turn before this one goes on. */
    private Future<Boolean> nextTurn(JobShift shift) {
        if (!shift.isOver()) {
            return Future.succeededFuture(true);
        }
        return leave(shift, true).map(left -> {
            shift.begin();
            return !left;
        });
    }

    /** In the name of who began it. */
    private Future<Boolean> end(Turn turn, String state, @Nullable String reason) {
        Job job = turn.job();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Caller beginner =
                new Caller(job.user(), List.of(), job.token(), job.scopes(), job.via(), job.trace(), deadline);
        EndJob command = new EndJob(job.id(), turn.worker(), state, reason);
        return bus.request(JobMessages.END_JOB, command, beginner).map(done -> false);
    }
}
