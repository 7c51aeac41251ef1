package io.corebus.resource;

import io.corebus.bus.Address;
import io.corebus.bus.Json;
import io.corebus.resource.BulkMessages.ListOwn;
import io.corebus.resource.ResourceMessages.Command;
import io.corebus.storage.JobMessages.FindJob;
import io.corebus.storage.JobMessages.InsertedJob;
import io.corebus.storage.JobMessages.Job;
import io.corebus.storage.JobMessages.JobPage;
import io.corebus.storage.JobMessages.JobResult;
import io.corebus.storage.JobMessages.ListResults;
import io.corebus.storage.StorageMessages.Done;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the resource room answers about jobs: named actions with many resources, or with one that takes long, done one after the other after the answer. Only who began one, and admins, may know
 * of it: for others it is {@code not-found} 404.
 *
 * <p>Failures besides those of storage: {@code unauthenticated} 401, {@code forbidden} and {@code insufficient-scope} 403, {@code unknown-feature} and {@code
 * unknown-action} 404, {@code bad-query} and {@code bad-cursor} 400.
 */
public final class ActJobMessages {
    /** More than it takes to look what a filter finds. */
    private static final Duration BEGIN_ATTEMPT = Duration.ofSeconds(5);

    /** Fails also with {@code validation} 422 for the input, with {@code query-too-slow} 422 and {@code too-many-jobs} 429. */
    public static final Address<BeginJob, InsertedJob> BEGIN =
            address("begin-job", BeginJob.class, InsertedJob.class).withAttempt(BEGIN_ATTEMPT);

    public static final Address<FindJob, Job> FIND = address("find-job", FindJob.class, Job.class);
    public static final Address<ListOwn, JobPage> LIST = address("list-jobs", ListOwn.class, JobPage.class);
    public static final Address<ListResults, JobResults> RESULTS =
            address("list-job-results", ListResults.class, JobResults.class);
    public static final Address<CancelJob, Done> CANCEL = address("cancel-job", CancelJob.class, Done.class);

    private ActJobMessages() {}

    private static <Q, R> Address<Q, R> address(String verb, Class<Q> request, Class<R> reply) {
        return Address.of("corebus.resource." + verb, request, reply);
    }

    /**
     * Takes the permission to do the action, and with a filter also that to read.
     *
     * @param id UUIDv7, made at the door
     * @param input a JSON object
     * @param ids of the resources, UUIDs, each once; empty where there is a filter
     * @param filter RSQL: the resources that the caller finds by it, up to the newest of now
     * @param alone whether it was asked with the one resource alone: then what would be refused at once is no job, but fails as {@link ResourceMessages#ACT} does
     * @param ifVersions of which the one resource must have one, now and when it has its turn; empty: any will do
     */
    public record BeginJob(
            String id,
            String feature,
            String action,
            Json input,
            List<String> ids,
            @Nullable String filter,
            Command command,
            boolean alone,
            List<Long> ifVersions) {
        public BeginJob {
            ifVersions = ifVersions == null ? List.of() : List.copyOf(ifVersions);
        }

        /** A job with many, whichever versions they have: those that are named, or those that a filter finds. */
        public static BeginJob many(
                String id,
                String feature,
                String action,
                Json input,
                List<String> ids,
                @Nullable String filter,
                Command command) {
            return new BeginJob(id, feature, action, input, ids, filter, command, false, List.of());
        }

        /** A job with one resource, as if it were asked with that alone. */
        public static BeginJob alone(
                String id,
                String feature,
                String action,
                Json input,
                String resource,
                List<Long> ifVersions,
                Command command) {
            return new BeginJob(id, feature, action, input, List.of(resource), null, command, true, ifVersions);
        }
    }

    /** @param trace of the job, under which the log has what happened */
    public record JobResults(
            List<JobResult> results, @Nullable Long next, String trace) {}

    /** What was done stays. What is under way comes to its end, but for an action that may take long: that is interrupted, and nothing of it is written. */
    public record CancelJob(String id) {}
}
