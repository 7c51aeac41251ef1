package io.corebus.storage;

/** The statements of {@link Jobs}. Each is a transaction of its own, and may be repeated. */
final class JobSql {
    private static final String JOB =
            "id, feature, action, input::text, filter, through, state, reason, user_id, token, scopes, trace, total, done, failed, "
                    + Rows.time("created_at") + ", " + Rows.time("started_at") + ", " + Rows.time("ended_at");

    /** Behind the arguments of {@link UserJournal#arguments}. */
    static final String INSERT =
            """
            WITH change AS (
              INSERT INTO corebus.jobs
                (id, feature, action, input, filter, through, total, scopes, state, user_id, token, trace)
              SELECT $6::uuid, $7::text, $8::text, $9::text::json, $11::text, $12::uuid, $13::bigint, $14::text[],
                'waiting', $1::text, $3::text, $4::text
              WHERE (SELECT count(*) FROM corebus.jobs WHERE user_id = $1 AND state IN ('waiting', 'running')) < $16::bigint
              RETURNING *, NULL::json AS before, $17::text::json AS after
            ), pages AS (
              INSERT INTO corebus.job_pages (job_id, number, ids)
              SELECT change.id, place, ($10::uuid[])[place + 1 : place + %1$d]
              FROM change, generate_series(0, cardinality($10::uuid[]) - 1, %1$d) place
            ), %2$s
            SELECT %3$s FROM change
            """.formatted(JobMessages.PAGE, UserJournal.entryOfRequest("jobs", "job-started", "$15::text"), JOB);

    static final String BEGUN =
            "SELECT feature = 'jobs' AND kind = 'job-started', resource_id, request_hash FROM corebus.journal WHERE command_id = $1";

    static final String FIND = "SELECT " + JOB + " FROM corebus.jobs WHERE id = $1";

    /** Without their inputs, which may be large. */
    static final String LIST = "SELECT " + JOB.replace("input::text", "'{}'::text") + """
             FROM corebus.jobs
            WHERE ($1::text IS NULL OR user_id = $1) AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3
            """;

    static final String RESULTS = """
            SELECT n, resource_id, version, output::text, failure::text FROM corebus.job_results
            WHERE job_id = $1 AND n > $2::bigint ORDER BY n LIMIT $3
            """;

    /** Somebody with many jobs does not keep those of others waiting. */
    static final String HOLD = """
            UPDATE corebus.jobs SET state = 'running', started_at = coalesce(started_at, now()),
              worker = $1, worker_until = now() + make_interval(secs => $2)
            WHERE id = (
              SELECT id FROM corebus.jobs job
              WHERE state IN ('waiting', 'running') AND (worker IS NULL OR worker_until < now())
                AND ($3::text[] IS NULL OR feature <> ALL ($3))
                AND ($4::text[] IS NULL OR feature || ' ' || action = ANY ($4) OR created_at < now() - interval '1 day')
              ORDER BY (SELECT count(*) FROM corebus.jobs other
                WHERE other.user_id = job.user_id AND other.state = 'running' AND other.worker_until >= now()), id
              LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING\s""" + JOB;

    static final String KEEP = """
            UPDATE corebus.jobs SET worker_until = now() + make_interval(secs => $3)
            WHERE id = $1 AND worker = $2 AND state = 'running'
            """;

    static final String NEXT = """
            WITH held AS (
              UPDATE corebus.jobs SET worker_until = now() + make_interval(secs => $3)
              WHERE id = $1 AND worker = $2 AND state = 'running' RETURNING id, reached, done + failed AS processed
            )
            SELECT p.number, p.ids, held.reached, held.processed
            FROM held LEFT JOIN LATERAL (
              SELECT * FROM corebus.job_pages WHERE job_id = held.id ORDER BY number LIMIT 1) p ON true
            """;

    static final String ADD = """
            WITH held AS (
              UPDATE corebus.jobs SET reached = $4::uuid
              WHERE id = $1 AND worker = $2 AND state = 'running' AND (reached IS NULL OR reached < $4) RETURNING id
            )
            INSERT INTO corebus.job_pages (job_id, number, ids) SELECT id, $3::bigint, $5::uuid[] FROM held
            """;

    /** Above a hundred thousand, only those that failed are kept, and of these ten thousand. */
    static final String RECORD = """
            WITH gone AS (
              DELETE FROM corebus.job_pages p USING corebus.jobs j
              WHERE p.job_id = $1 AND p.number = $2 AND j.id = p.job_id
                AND (cardinality(p.ids) = cardinality($5::bigint[]) OR j.state = 'cancelled')
              RETURNING p.job_id, j.done, j.failed
            ), kept AS (
              INSERT INTO corebus.job_results (job_id, n, resource_id, version, output, failure)
              SELECT gone.job_id, r.n, r.id, r.version, r.output::json, r.failure::json
              FROM gone CROSS JOIN unnest($5::bigint[], $6::uuid[], $7::bigint[], $8::text[], $9::text[])
                AS r(n, id, version, output, failure)
              WHERE gone.done + gone.failed < 100000 OR (r.failure IS NOT NULL AND gone.failed < 10000)
              ON CONFLICT (job_id, n) DO NOTHING
            )
            UPDATE corebus.jobs j SET done = j.done + $3::int, failed = j.failed + $4::int
            FROM gone WHERE j.id = gone.job_id
            """;

    /** Behind the arguments of {@link UserJournal#arguments}. A page that is under way is left to whoever is at it, who may still tell what came of it. */
    static final String END = """
            WITH change AS (
              UPDATE corebus.jobs SET state = $7, reason = $8, ended_at = now(), worker = NULL, worker_until = NULL
              WHERE id = $6 AND state IN ('waiting', 'running') AND ($9::uuid IS NULL OR worker = $9)
              RETURNING id, NULL::json AS before, json_strip_nulls(json_build_object(
                'feature', feature, 'action', action, 'state', state, 'reason', reason,
                'total', total, 'done', done, 'failed', failed)) AS after
            ), gone AS (
              DELETE FROM corebus.job_pages p USING change
              WHERE p.job_id = change.id
                AND p.number > (SELECT min(number) FROM corebus.job_pages first WHERE first.job_id = change.id)
            ), %s
            SELECT id FROM change
            """.formatted(UserJournal.entry("jobs", "job-ended", "true"));

    /** Some of them, each with all its results: a transaction that takes long would keep the journal from being sealed. */
    static final String DROP = """
            DELETE FROM corebus.jobs WHERE id IN (
              SELECT id FROM corebus.jobs WHERE ended_at < now() - make_interval(secs => $1)
              ORDER BY ended_at LIMIT 5 FOR UPDATE SKIP LOCKED)
            """;

    private JobSql() {}
}
