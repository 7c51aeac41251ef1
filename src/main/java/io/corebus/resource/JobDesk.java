package io.corebus.resource;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.feature.Feature.Action;
import io.corebus.resource.ActJobMessages.BeginJob;
import io.corebus.resource.ActJobMessages.CancelJob;
import io.corebus.resource.ActJobMessages.JobResults;
import io.corebus.resource.BulkMessages.ListOwn;
import io.corebus.resource.JobTargets.Bounds;
import io.corebus.resource.ResourceMessages.ActOnResource;
import io.corebus.resource.ResourceMessages.Command;
import io.corebus.storage.JobMessages;
import io.corebus.storage.JobMessages.EndJob;
import io.corebus.storage.JobMessages.FindBegun;
import io.corebus.storage.JobMessages.FindJob;
import io.corebus.storage.JobMessages.InsertJob;
import io.corebus.storage.JobMessages.InsertedJob;
import io.corebus.storage.JobMessages.Job;
import io.corebus.storage.JobMessages.JobPage;
import io.corebus.storage.JobMessages.ListJobs;
import io.corebus.storage.JobMessages.ListResults;
import io.corebus.storage.StorageMessages.Done;
import io.vertx.core.Future;
import java.util.List;

/** {@link ActJobMessages}: who may begin a job, and who may know of one. */
final class JobDesk {
    /** Of one user, that are not over. */
    private static final int MAX_OPEN = 100;

    private final ServedFeature.Catalogue features;
    private final Bus bus;
    private final NamedActions actions;
    private final JobTargets targets;
    private final ActHandler acts;

    private JobDesk(
            ServedFeature.Catalogue features, Bus bus, NamedActions actions, JobTargets targets, ActHandler acts) {
        this.features = features;
        this.bus = bus;
        this.actions = actions;
        this.targets = targets;
        this.acts = acts;
    }

    /** Serves all its addresses on the calling verticle. */
    static Future<?> serve(
            ServedFeature.Catalogue features, Bus bus, NamedActions actions, JobTargets targets, ActHandler acts) {
        JobDesk desk = new JobDesk(features, bus, actions, targets, acts);
        return Future.all(List.of(
                bus.serve(ActJobMessages.BEGIN, desk::begin),
                bus.serve(ActJobMessages.FIND, (request, caller) -> desk.readable(request.id(), caller)),
                bus.serve(ActJobMessages.LIST, desk::list),
                bus.serve(ActJobMessages.RESULTS, desk::results),
                bus.serve(ActJobMessages.CANCEL, desk::cancel)));
    }

    private Future<InsertedJob> begin(BeginJob request, Caller caller) {
        Owned.requireSignedIn(caller);
        return features.permitAct(request.feature(), null, request.action(), caller)
                .compose(served -> bounds(requireInput(request), caller))
                .map(bounds -> row(request, bounds))
                .compose(row -> request.alone() ? insertAlone(request, row, caller) : insert(row, caller));
    }

    private Future<InsertedJob> insert(InsertJob row, Caller caller) {
        return bus.request(JobMessages.INSERT_JOB, row, caller);
    }

    /** What would be refused at once is no job, but where it was begun before: it may be the job itself that brought about what stands against it. */
    private Future<InsertedJob> insertAlone(BeginJob request, InsertJob row, Caller caller) {
        ActOnResource asked = new ActOnResource(
                request.feature(),
                request.ids().get(0),
                request.action(),
                request.ifVersions(),
                request.input(),
                request.command());
        return acts.admit(asked, caller)
                .transform(admitted -> admitted.succeeded()
                        ? insert(row, caller)
                        : unlessBegun(request.command(), admitted.cause(), caller));
    }

    private Future<InsertedJob> unlessBegun(Command command, Throwable refused, Caller caller) {
        FindBegun question = new FindBegun(command.id(), command.requestHash());
        return bus.request(JobMessages.FIND_BEGUN, question, caller)
                .compose(found -> found.job() == null
                        ? Future.failedFuture(refused)
                        : Future.succeededFuture(new InsertedJob(found.job(), true)));
    }

    private BeginJob requireInput(BeginJob request) {
        actions.requireInput(request.feature(), request.action(), request.input());
        return request;
    }

    private Future<Bounds> bounds(BeginJob request, Caller caller) {
        String filter = request.filter();
        return filter == null
                ? Future.succeededFuture(new Bounds(null, (long) request.ids().size()))
                : targets.bounds(request.feature(), filter, caller);
    }

    private static InsertJob row(BeginJob request, Bounds bounds) {
        return new InsertJob(
                request.id(),
                request.command().id(),
                request.command().requestHash(),
                request.feature(),
                request.action(),
                request.input(),
                request.ids(),
                request.filter(),
                bounds.through(),
                bounds.total(),
                MAX_OPEN,
                request.ifVersions());
    }

    /** For a token that could begin it, or read what it is about. */
    private Future<Job> readable(String id, Caller caller) {
        return own(id, caller)
                .map(job ->
                        Scopes.refusal(caller, job.feature(), Action.READ) == null ? job : requireScope(job, caller));
    }

    private Future<Job> changeable(String id, Caller caller) {
        return own(id, caller).map(job -> requireScope(job, caller));
    }

    private static Job requireScope(Job job, Caller caller) {
        Failure refusal = Scopes.refusalToAct(caller, job.feature(), job.action());
        if (refusal != null && !caller.isAdmin()) {
            throw refusal.exception();
        }
        return job;
    }

    private Future<Job> own(String id, Caller caller) {
        Owned.requireSignedIn(caller);
        return bus.request(JobMessages.FIND_JOB, new FindJob(id), caller)
                .map(found -> Owned.visible(found, found.user(), caller, "job"));
    }

    private Future<JobPage> list(ListOwn request, Caller caller) {
        Owned.requireSignedIn(caller);
        Owned.requireListing(caller, "job");
        ListJobs question =
                new ListJobs(Owned.user(caller), ListQuery.limit(request.limit()), Owned.cursor(request.before()));
        return bus.request(JobMessages.LIST_JOBS, question, caller);
    }

    private Future<JobResults> results(ListResults request, Caller caller) {
        ListQuery.limit(request.limit());
        return readable(request.id(), caller).compose(job -> results(job, request, caller));
    }

    private Future<JobResults> results(Job job, ListResults request, Caller caller) {
        return bus.request(JobMessages.LIST_RESULTS, request, caller)
                .map(page -> new JobResults(page.results(), page.next(), job.trace()));
    }

    private Future<Done> cancel(CancelJob request, Caller caller) {
        EndJob command = new EndJob(request.id(), null, "cancelled", null);
        return changeable(request.id(), caller).compose(known -> bus.request(JobMessages.END_JOB, command, caller));
    }
}
