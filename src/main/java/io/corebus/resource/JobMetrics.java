package io.corebus.resource;

import io.corebus.storage.JobMessages.Job;
import io.corebus.storage.JobMessages.JobResult;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/** {@code corebus_job_resources_total{feature,action,outcome}} with outcome done or failed. */
final class JobMetrics {
    private final MeterRegistry meters;

    JobMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    void count(Job job, List<JobResult> results) {
        int failed = (int)
                results.stream().filter(result -> result.failure() != null).count();
        counter(job, "done").increment(results.size() - failed);
        counter(job, "failed").increment(failed);
    }

    private Counter counter(Job job, String outcome) {
        return Counter.builder("corebus.job.resources")
                .description("Resources with which this node did, or could not do, the action of a job")
                .tags("feature", job.feature(), "action", job.action(), "outcome", outcome)
                .register(meters);
    }
}
