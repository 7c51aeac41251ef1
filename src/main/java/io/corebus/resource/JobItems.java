package io.corebus.resource;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.Few;
import io.corebus.bus.Json;
import io.corebus.resource.ResourceMessages.ActOnResource;
import io.corebus.resource.ResourceMessages.Acted;
import io.corebus.resource.ResourceMessages.Command;
import io.corebus.storage.JobMessages;
import io.corebus.storage.JobMessages.Job;
import io.corebus.storage.JobMessages.JobResult;
import io.corebus.storage.JobMessages.KeepJob;
import io.corebus.storage.JobMessages.Page;
import io.corebus.storage.JobMessages.RecordPage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One page of a job on its way: each resource a command of its own, named after the job and the resource, so that a repeat of the page does nothing twice. Asks for
 * the lease meanwhile; where that is gone, it begins nothing more.
 */
final class JobItems {
    /** Business logic is asked about each: they would take each other's time. */
    private static final int AT_A_TIME = 4;

    private static final Duration KEEP = Duration.ofSeconds(2);
    /** More than an action may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final int MAX_ATTEMPTS = 3;
    private static final long FIRST_PAUSE_MILLIS = 500;
    private static final int TOO_MANY_REQUESTS = 429;
    /** What may be the fault of the one resource, or of the job itself: after some attempts the others have their turn. Anything else of this kind means that a room is away. */
    private static final Set<String> OF_ONE =
            Set.of(LogicMessages.TOO_SLOW, LogicMessages.RESTING, "contended", "internal");
    /** While features change there are nodes that do not know one yet, or no more. */
    private static final Set<String> UNKNOWN = Set.of("unknown-feature", "unknown-action");

    /** Above that, results of a page come without what the action answered. */
    private static final int MAX_OUTPUT_BYTES = 1_048_576;

    private final Vertx vertx;
    private final Bus bus;
    private final Job job;
    private final Page page;
    private final String worker;
    private final Caller caller;
    private final TreeMap<Integer, JobResult> results = new TreeMap<>();
    private long heldUntil = System.nanoTime() + LeasedWork.LEASE.toNanos();
    private boolean over;
    private long outputBytes;

    JobItems(Vertx vertx, Bus bus, Job job, Page page, String worker, Caller caller) {
        this.vertx = vertx;
        this.bus = bus;
        this.job = job;
        this.page = page;
        this.worker = worker;
        this.caller = caller;
    }

    /** What came of the first of them, or of all. Fails where one could be neither done nor refused; then all of the page is to be tried again. */
    Future<RecordPage> run() {
        long timer = vertx.setPeriodic(KEEP.toMillis(), tick -> keep());
        List<Integer> places = IntStream.range(0, page.ids().size()).boxed().toList();
        return Few.each(places, AT_A_TIME, this::begin)
                .onComplete(done -> vertx.cancelTimer(timer))
                .map(done -> new RecordPage(job.id(), page.number(), List.copyOf(results.values())));
    }

    private void keep() {
        long asked = System.nanoTime();
        KeepJob question = new KeepJob(job.id(), worker, LeasedWork.LEASE.toMillis());
        bus.request(JobMessages.KEEP_JOB, question, Caller.system(KEEP)).onSuccess(kept -> {
            over |= !kept.held();
            heldUntil = asked + LeasedWork.LEASE.toNanos();
        });
    }

    private boolean mayGoOn() {
        over |= System.nanoTime() - heldUntil >= 0;
        return !over;
    }

    /** They are begun in their order: those that are left out are the last ones. */
    private Future<Void> begin(int place) {
        return mayGoOn() ? act(place, 1) : Future.succeededFuture();
    }

    private Future<Void> act(int place, int attempt) {
        String id = page.ids().get(place);
        Command command = new Command(command(id), null);
        ActOnResource request = new ActOnResource(job.feature(), id, job.action(), List.of(), job.input(), command);
        return bus.request(ResourceMessages.ACT, request, caller.waiting(PATIENCE))
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
