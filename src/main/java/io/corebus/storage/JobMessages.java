package io.corebus.storage;

import io.corebus.bus.Address;
import io.corebus.bus.Failure;
import io.corebus.bus.Json;
import io.corebus.storage.StorageMessages.Done;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the storage room answers about jobs, named actions with many resources: it keeps what is to be done, how far it is, what came of it and which instance does
 * it; the resource room does the rest.
 *
 * <p>Failures: those of {@link StorageMessages}; {@code not-found} 404 for a job that is not there.
 */
public final class JobMessages {
    private static final Duration ATTEMPT = Duration.ofSeconds(1);
    /** How many resources a page has at most. */
    public static final int PAGE = 20;

    /** Fails also with {@code idempotency-key-reused} 422, and with {@code too-many-jobs} 429. */
    public static final Address<InsertJob, InsertedJob> INSERT_JOB =
            address("insert-job", InsertJob.class, InsertedJob.class);

    public static final Address<FindJob, Job> FIND_JOB = address("find-job", FindJob.class, Job.class);
    public static final Address<ListJobs, JobPage> LIST_JOBS = address("list-jobs", ListJobs.class, JobPage.class);
    public static final Address<ListResults, ResultPage> LIST_RESULTS =
            address("list-job-results", ListResults.class, ResultPage.class);
    public static final Address<HoldJob, HeldJob> HOLD_JOB = address("hold-job", HoldJob.class, HeldJob.class);
    public static final Address<KeepJob, KeptJob> KEEP_JOB = address("keep-job", KeepJob.class, KeptJob.class);
    public static final Address<YieldJob, YieldedJob> YIELD_JOB =
            address("yield-job", YieldJob.class, YieldedJob.class);
    /** Fails with {@code idempotency-key-reused} 422 where the command was for something else. */
    public static final Address<FindBegun, FoundJob> FIND_BEGUN =
            address("find-begun-job", FindBegun.class, FoundJob.class);

    public static final Address<NextPage, FoundPage> NEXT_PAGE =
            address("next-job-page", NextPage.class, FoundPage.class);
    public static final Address<AddPage, Done> ADD_PAGE = address("add-job-page", AddPage.class, Done.class);
    public static final Address<RecordPage, Done> RECORD_PAGE =
            address("record-job-page", RecordPage.class, Done.class);
    public static final Address<EndJob, Done> END_JOB = address("end-job", EndJob.class, Done.class);
    public static final Address<DropJobs, Done> DROP_JOBS = address("drop-jobs", DropJobs.class, Done.class);

    private JobMessages() {}

    private static <Q, R> Address<Q, R> address(String verb, Class<Q> request, Class<R> reply) {
        return Address.of("corebus.storage." + verb, request, reply).withAttempt(ATTEMPT);
    }

    /**
     * In one transaction with the entry {@code job-started}. It is begun by the caller.
     *
     * @param id UUIDv7
     * @param commandId UUID of the entry; a repeat is answered with the job that is there
     * @param requestHash hash of what was asked where the client sent a key, else null
     * @param input a JSON object
     * @param ids of the resources; empty where there is a filter
     * @param through the last one that the filter shall find; null where it finds none
     * @param total null where nobody knows
     * @param maxOpen how many jobs of its user may not be over
     * @param ifVersions of which each resource must have one when it has its turn; null or empty: any will do
     */
    public record InsertJob(
            String id,
            String commandId,
            @Nullable String requestHash,
            String feature,
            String action,
            Json input,
            List<String> ids,
            @Nullable String filter,
            @Nullable String through,
            @Nullable Long total,
            int maxOpen,
            @Nullable List<Long> ifVersions) {}

    public record InsertedJob(Job job, boolean repeated) {}

    public record FindJob(String id) {}

    /** The job that a command has begun. */
    public record FindBegun(String commandId, @Nullable String requestHash) {}

    /** @param job null: it has begun none */
    public record FoundJob(@Nullable Job job) {}

    /**
     * @param filter null where the resources were named
     * @param through the last resource that the filter shall find; null where there is none
     * @param state {@code waiting}, {@code running}, {@code done}, {@code cancelled} or {@code failed}
     * @param reason why it failed
     * @param token id of the token with which it was begun
     * @param scopes what that was good for
     * @param trace of the request
     * @param total null where nobody knows
     * @param done resources with which it was done
     * @param failed those with which it was not
     * @param createdAt RFC 3339, as are the others; null: not yet
     * @param ifVersions of which each resource must have one; empty: any will do
     * @param current a JSON array of how far those are that are under way, as they told it; null where none did
     * @param via the door through which it was begun, as of a {@link io.corebus.bus.Caller}
     */
    public record Job(
            String id,
            String feature,
            String action,
            Json input,
            @Nullable String filter,
            @Nullable String through,
            String state,
            @Nullable String reason,
            String user,
            @Nullable String token,
            List<String> scopes,
            String trace,
            @Nullable Long total,
            long done,
            long failed,
            String createdAt,
            @Nullable String startedAt,
            @Nullable String endedAt,
            List<Long> ifVersions,
            @Nullable Json current,
            String via) {
        public Job {
            ifVersions = ifVersions == null ? List.of() : List.copyOf(ifVersions);
            via = via == null ? "http" : via; // Of a node that does not know it yet.
        }
    }

    /**
     * Newest first.
     *
     * @param user null: of all
     * @param before the id of the last one of the page before, or null
     */
    public record ListJobs(
            @Nullable String user, int limit, @Nullable String before) {}

    public record JobPage(List<Job> jobs, @Nullable String next) {}

    /**
     * As many as fit into some megabytes, but one at least.
     *
     * @param after the {@code next} of the page before, or null
     */
    public record ListResults(
            String id, int limit, @Nullable Long after) {}

    public record ResultPage(
            List<JobResult> results, @Nullable Long next) {}

    /**
     * What came of one resource.
     *
     * @param n its place in the job, from 0
     * @param version that it has since then; null where it was not done
     * @param output a JSON object; null where it was not done, and where it is not kept
     * @param failure why it was not done; null where it was
     */
    public record JobResult(
            long n,
            String id,
            @Nullable Long version,
            @Nullable Json output,
            @Nullable Failure failure) {}

    /**
     * An instance asks for work: for a job that nobody does, or nobody any longer. It is running from then on.
     *
     * @param worker UUID of the instance
     * @param leaseMillis how long it may without asking again
     * @param waiting features of which nothing can be done at the moment; null: none
     * @param known feature and action, with a space between, of each action that it knows: jobs of others are left to others, for a day at most; null: whatever there is
     */
    public record HoldJob(
            String worker,
            long leaseMillis,
            @Nullable List<String> waiting,
            @Nullable List<String> known) {}

    /** @param work null where there is none */
    public record HeldJob(@Nullable Job work) {}

    /**
     * The instance is still at it.
     *
     * @param current a JSON array of how far those are that are under way; null: as it is
     * @param known as of {@link HoldJob}: of these it is told whether one waits; null: whatever there is
     */
    public record KeepJob(
            String id,
            String worker,
            long leaseMillis,
            @Nullable Json current,
            @Nullable List<String> known) {}

    /**
     * @param held whether the job is running, and this instance may do it
     * @param awaited whether another job waits for somebody who does it
     */
    public record KeptJob(boolean held, boolean awaited) {}

    /**
     * The instance leaves the job to whoever looks next.
     *
     * @param forOthers only where another one waits, and then behind it; else in any case
     * @param known as of {@link KeepJob}
     */
    public record YieldJob(
            String id,
            String worker,
            boolean forOthers,
            @Nullable List<String> known) {}

    /** @param yielded whether it did */
    public record YieldedJob(boolean yielded) {}

    /** Prolongs the lease, too. */
    public record NextPage(String id, String worker, long leaseMillis) {}

    /**
     * @param held whether the job is running, and this instance may do it
     * @param page null where none is written down
     * @param after the last resource that was found by the filter so far
     * @param processed how many resources there have been so far
     */
    public record FoundPage(
            boolean held, @Nullable Page page, @Nullable String after, long processed) {}

    /**
     * @param number how many resources come before it
     * @param told the places, from 0, of those of which is told already what came of them; null: of none
     */
    public record Page(
            long number, List<String> ids, @Nullable List<Integer> told) {}

    /** What the filter has found, in the order of the ids. Of an instance that may not do the job any more nothing is kept. */
    public record AddPage(String id, String worker, long number, List<String> ids) {}

    /**
     * What came of some resources of a page. What was told before stays as it was told. The page is gone when all of it is told, and when no more of it comes because
     * the job was cancelled.
     *
     * @param more whether more of the page may come
     */
    public record RecordPage(String id, long number, List<JobResult> results, boolean more) {}

    /**
     * In one transaction with the entry {@code job-ended}, which has the caller's name. What is over stays as it is.
     *
     * @param worker only where this instance may still do it; null: in any case
     * @param state {@code done}, {@code cancelled} or {@code failed}
     */
    public record EndJob(
            String id,
            @Nullable String worker,
            String state,
            @Nullable String reason) {}

    /** Forgets jobs that are over since longer than that. */
    public record DropJobs(long keepMillis) {}
}
