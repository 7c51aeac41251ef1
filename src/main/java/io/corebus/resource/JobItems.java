package io.corebus.resource;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.Few;
import io.corebus.bus.Json;
import io.corebus.resource.LogicMessages.ActTold;
import io.corebus.resource.ResourceMessages.ActOnResource;
import io.corebus.resource.ResourceMessages.Acted;
import io.corebus.resource.ResourceMessages.Command;
import io.corebus.resource.WatchedActs.Watch;
import io.corebus.storage.JobMessages;
import io.corebus.storage.JobMessages.Job;
import io.corebus.storage.JobMessages.JobResult;
import io.corebus.storage.JobMessages.KeepJob;
import io.corebus.storage.JobMessages.KeptJob;
import io.corebus.storage.JobMessages.Page;
import io.corebus.storage.JobMessages.RecordPage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One page of a job on its way: each resource a command of its own, named after the job and the resource, so that a repeat of the page does nothing twice. Asks for
 * the lease meanwhile, tells how far those are that are under way, and what came of those that are over; where the lease is gone, it begins nothing more, and what
 * may take long is not waited for.
 */
final class JobItems {
    /** Business logic is asked about each: they would take each other's time. */
    private static final int AT_A_TIME = 4;

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration KEEP = Duration.ofSeconds(2);
    /** For what is asked before and after the logic. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final int MAX_ATTEMPTS = 3;
    private static final long FIRST_PAUSE_MILLIS = 500;
    /** Until a thread may be free. */
    private static final long BUSY_PAUSE_MILLIS = 3_000;

    private static final int TOO_MANY_REQUESTS = 429;
    /** What may be the fault of the one resource, or of the job itself: after some attempts the others have their turn. Anything else of this kind means that a room is away. */
    private static final Set<String> OF_ONE =
            Set.of(LogicMessages.TOO_SLOW, LogicMessages.RESTING, "contended", "internal");
    /** While features change there are nodes that do not know one yet, or no more. */
    private static final Set<String> UNKNOWN = Set.of("unknown-feature", "unknown-action");

    /** Above that, results of a page come without what the action answered. */
    private static final int MAX_OUTPUT_BYTES = 1_048_576;

    private static final String NOTHING = "[]";

    private final Vertx vertx;
    private final Bus bus;
    private final WatchedActs watched;
    private final Acts acts;
    private final JobMetrics metrics;
    private final JobShift shift;
    private final Job job;
    private final Page page;
    private final Caller caller;
    private final Set<Integer> told;
    private final TreeMap<Integer, Watch> underWay = new TreeMap<>();
    /** Those of which is not told yet what came of them. */
    private final TreeMap<Integer, JobResult> results = new TreeMap<>();

    private Future<Void> recording = Future.succeededFuture();
    private long askedNanos = System.nanoTime();
    private long heldUntil = askedNanos + LeasedWork.LEASE.toNanos();
    private boolean asking;
    private boolean awaited;
    private boolean over;
    private long outputBytes;
    /** What is told of those that are under way. */
    private String current = NOTHING;

    /** Does it with one of them. */
    interface Acts {
        Future<Acted> act(ActOnResource request, Caller caller, Watch watch);
    }

    JobItems(
            Vertx vertx,
            Bus bus,
            WatchedActs watched,
            Acts acts,
            JobMetrics metrics,
            JobShift shift,
            Page page,
            Caller caller) {
        this.vertx = vertx;
        this.bus = bus;
        this.watched = watched;
        this.acts = acts;
        this.metrics = metrics;
        this.shift = shift;
        this.job = shift.job();
        this.page = page;
        this.caller = caller;
        this.told = new HashSet<>(page.told() == null ? List.of() : page.told());
    }

    /** Completes when what came of the first of them, or of all, is kept. Fails where one could be neither done nor refused; then the rest is to be tried again. */
    Future<Void> run() {
        long timer = vertx.setPeriodic(LOOK.toMillis(), tick -> look());
        List<Integer> places = IntStream.range(0, page.ids().size())
                .filter(place -> !told.contains(place))
                .boxed()
                .toList();
        return Few.each(places, AT_A_TIME, this::begin)
                .onComplete(done -> vertx.cancelTimer(timer))
                .transform(done -> record(done.failed())
                        .compose(kept ->
                                done.succeeded() ? Future.succeededFuture() : Future.failedFuture(done.cause())));
    }

    /** Begins nothing more. What may take long is not waited for. */
    void stop() {
        over = true;
        abandonLongOnes();
    }

    private void look() {
        if (!mayGoOn()) {
            abandonLongOnes();
        }
        keep();
        if (recording.isComplete()) {
            record(true);
        }
    }

    private void abandonLongOnes() {
        if (shift.isLong()) {
            List.copyOf(underWay.values()).forEach(Watch::abandon);
        }
    }

    private void keep() {
        String now = progress();
        boolean isNew = !now.equals(current);
        if (asking || (!isNew && System.nanoTime() - askedNanos < KEEP.toNanos())) {
            return;
        }
        asking = true;
        keep(isNew ? Json.of(now) : null).onSuccess(kept -> current = now).onComplete(answered -> asking = false);
    }

    private Future<KeptJob> keep(@Nullable Json now) {
        long asked = System.nanoTime();
        askedNanos = asked;
        KeepJob question = new KeepJob(job.id(), shift.worker(), LeasedWork.LEASE.toMillis(), now, shift.known());
        return bus.request(JobMessages.KEEP_JOB, question, Caller.system(KEEP)).onSuccess(kept -> {
            over |= !kept.held();
            awaited = kept.awaited();
            heldUntil = asked + LeasedWork.LEASE.toNanos();
        });
    }

    /** Fails where it is up to others by now, or to nobody. */
    private Future<Void> requireHeld() {
        return keep(null)
                .compose(kept -> kept.held()
                        ? Future.succeededFuture()
                        : Future.failedFuture(LogicMessages.unwanted().exception()));
    }

    /** How far those are that told it. */
    private String progress() {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        underWay.forEach((place, watch) -> {
            ActTold act = watch.told();
            if (act != null) {
                ObjectNode one =
                        all.addObject().put("id", page.ids().get(place)).put("done", act.done());
                if (act.total() != null) {
                    one.put("total", act.total());
                }
                if (act.text() != null) {
                    one.put("text", act.text());
                }
            }
        });
        return all.toString();
    }

    private boolean mayGoOn() {
        over |= System.nanoTime() - heldUntil >= 0;
        return !over;
    }

    private boolean mayBegin() {
        return mayGoOn() && !(awaited && shift.isOver());
    }

    /** @param more whether more may come */
    private Future<Void> record(boolean more) {
        recording = recording.transform(before -> recordNow(more));
        return recording;
    }

    private Future<Void> recordNow(boolean more) {
        List<JobResult> fresh = List.copyOf(results.values());
        if (fresh.isEmpty() && (more || told.size() == page.ids().size())) {
            return Future.succeededFuture();
        }
        RecordPage outcome = new RecordPage(job.id(), page.number(), fresh, more);
        return bus.request(JobMessages.RECORD_PAGE, outcome, Caller.system(LeasedWork.PATIENCE))
                .onSuccess(recorded -> recorded(fresh))
                .mapEmpty();
    }

    private void recorded(List<JobResult> fresh) {
        for (JobResult result : fresh) {
            int place = (int) (result.n() - page.number());
            results.remove(place);
            told.add(place);
        }
        metrics.count(job, fresh);
    }

    /** They are begun in their order: those that are left out are the last ones. */
    private Future<Void> begin(int place) {
        return mayBegin() ? act(place, 1) : Future.succeededFuture();
    }

    private Future<Void> act(int place, int attempt) {
        String id = page.ids().get(place);
        Command command = new Command(command(id), null);
        ActOnResource request =
                new ActOnResource(job.feature(), id, job.action(), job.ifVersions(), job.input(), command);
        Watch watch = watched.watch(this::requireHeld);
        underWay.put(place, watch);
        return acts.act(request, caller.waiting(PATIENCE), watch)
                .onComplete(done -> underWay.remove(place, watch))
                .onSuccess(acted -> done(place, acted))
                .<Void>mapEmpty()
                .recover(cause -> failed(place, attempt, cause));
    }

    private String command(String id) {
        String name = "job " + job.id() + " " + id;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private void done(int place, Acted acted) {
        outputBytes += acted.output().utf8().length;
        Json output = outputBytes <= MAX_OUTPUT_BYTES ? acted.output() : null;
        results.put(place, result(place, acted.version(), output, null));
    }

    private Future<Void> failed(int place, int attempt, Throwable cause) {
        Failure failure = FailureException.of(cause);
        boolean refused =
                failure.status() < 500 && failure.status() != TOO_MANY_REQUESTS && !UNKNOWN.contains(failure.code());
        if (refused || failure.code().equals(LogicMessages.FAILED)) {
            results.put(place, result(place, null, null, failure));
            return Future.succeededFuture();
        }
        if (!mayGoOn()) {
            return Future.succeededFuture(); // What came of the others is told all the same.
        }
        if (failure.code().equals(LogicMessages.BUSY)) {
            return vertx.timer(BUSY_PAUSE_MILLIS)
                    .compose(paused -> mayBegin() ? act(place, attempt) : Future.succeededFuture());
        }
        if (attempt < MAX_ATTEMPTS) {
            return vertx.timer(pause(failure, attempt)).compose(paused -> act(place, attempt + 1));
        }
        if (OF_ONE.contains(failure.code())) {
            results.put(place, result(place, null, null, failure));
            return Future.succeededFuture();
        }
        return Future.failedFuture(cause);
    }

    /** Logic that rests says for how long. */
    private static long pause(Failure failure, int attempt) {
        Integer seconds = failure.retryAfter();
        return failure.code().equals(LogicMessages.RESTING) && seconds != null
                ? Duration.ofSeconds(seconds).toMillis()
                : FIRST_PAUSE_MILLIS << attempt;
    }

    private JobResult result(int place, @Nullable Long version, @Nullable Json output, @Nullable Failure failure) {
        return new JobResult(page.number() + place, page.ids().get(place), version, output, failure);
    }
}
