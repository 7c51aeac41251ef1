package io.corebus.storage;

/** The statements of {@link Jobs}. Each is a transaction of its own, and may be repeated. */
final class JobSql {
    private static final String JOB =
            "id, feature, action, input::text, filter, through, state, reason, user_id, token, scopes, trace, total, done, failed, "
                    + Rows.time("created_at") + ", " + Rows.time("started_at") + ", " + Rows.time("ended_at")
                    + ", versions, current::text, coalesce(via, 'http')";

    /** Whether somebody waits, of the actions that stand for {@code %1$s}, besides the job {@code $1}. */
    private static final String AWAITED = """
            EXISTS (SELECT FROM corebus.jobs other
              WHERE other.id <> $1 AND other.state IN ('waiting', 'running')
                AND (other.worker IS NULL OR other.worker_until < now())
                AND (%1$s::text[] IS NULL OR other.feature || ' ' || other.action = ANY (%1$s)))
            """;

    /** Behind the arguments of {@link UserJournal#arguments}. */
    static final String INSERT =
            """
            WITH change AS (
              INSERT INTO corebus.jobs
                (id, feature, action, input, filter, through, total, scopes, state, user_id, token, trace, versions, via)
              SELECT $6::uuid, $7::text, $8::text, $9::text::json, $11::text, $12::uuid, $13::bigint, $14::text[],
                'waiting', $1::text, $3::text, $4::text, $18::bigint[], $2::text
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

    /** One that does not fit in {@code $4} bytes with those before it comes along as the last one, and says so. */
    static final String RESULTS = """
            SELECT n, resource_id, version, output::text, failure::text, before + bytes > $4::bigint
            FROM (
              SELECT *, row_number() OVER (ORDER BY n) AS place,
                coalesce(sum(bytes) OVER (ORDER BY n ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
              FROM (
                SELECT *, coalesce(octet_length(output::text), 0) + coalesce(octet_length(failure::text), 0) AS bytes
                FROM corebus.job_results
                WHERE job_id = $1 AND n > $2::bigint ORDER BY n LIMIT $3) few) measured
            WHERE before <= $4 OR place <= 2 ORDER BY n
            """;

    /** Somebody with many jobs does not keep those of others waiting; one that had a turn comes behind those that waited meanwhile. */
    static final String HOLD = """
            UPDATE corebus.jobs SET state = 'running', started_at = coalesce(started_at, now()),
              worker = $1, worker_until = now() + make_interval(secs => $2), current = NULL
            WHERE id = (
              SELECT id FROM corebus.jobs job
              WHERE state IN ('waiting', 'running') AND (worker IS NULL OR worker_until < now())
                AND ($3::text[] IS NULL OR feature <> ALL ($3))
                AND ($4::text[] IS NULL OR feature || ' ' || action = ANY ($4) OR created_at < now() - interval '1 day')
              ORDER BY (SELECT count(*) FROM corebus.jobs other
                WHERE other.user_id = job.user_id AND other.state = 'running' AND other.worker_until >= now()), coalesce(waits_since, created_at), id
              LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING\s""" + JOB;

    static final String KEEP = """
            UPDATE corebus.jobs SET worker_until = now() + make_interval(secs => $3),
              current = CASE $4::text WHEN '[]' THEN NULL ELSE coalesce($4::json, current) END
            WHERE id = $1 AND worker = $2 AND state = 'running'
            RETURNING\s""" + AWAITED.formatted("$5");

    /** Of one that is left because the instance ends, its place is kept. */
    static final String YIELD = """
            UPDATE corebus.jobs SET worker = NULL, worker_until = NULL, current = NULL,
              waits_since = CASE WHEN $3::boolean THEN now() ELSE waits_since END
            WHERE id = $1 AND worker = $2 AND state = 'running' AND (NOT $3 OR\s""" + AWAITED.formatted("$4") + ")";

    static final String NEXT = """
            WITH held AS (
              UPDATE corebus.jobs SET worker_until = now() + make_interval(secs => $3)
              WHERE id = $1 AND worker = $2 AND state = 'running' RETURNING id, reached, done + failed AS processed
            )
            SELECT p.number, p.ids, held.reached, held.processed, p.told
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

    /** Above a hundred thousand, only those that failed are kept, and of these ten thousand; and nothing of what was erased meanwhile. */
    static final String RECORD = """
            WITH page AS (
              SELECT p.job_id, p.number, p.ids, p.told, j.feature, j.started_at, j.done, j.failed, j.state = 'cancelled' AND NOT $8::boolean AS last
              FROM corebus.job_pages p JOIN corebus.jobs j ON j.id = p.job_id
              WHERE p.job_id = $1 AND p.number = $2 FOR UPDATE OF p
            ), fresh AS (
              SELECT r.*, (r.n - page.number)::int AS place
              FROM page CROSS JOIN unnest($3::bigint[], $4::uuid[], $5::bigint[], $6::text[], $7::text[])
                AS r(n, id, version, output, failure)
              WHERE (r.n - page.number)::int <> ALL (page.told)
            ), counted AS (
              SELECT page.*, page.told || coalesce((SELECT array_agg(place) FROM fresh), '{}') AS all_told FROM page
            ), gone AS (
              DELETE FROM corebus.job_pages p USING counted c
              WHERE p.job_id = c.job_id AND p.number = c.number AND (c.last OR cardinality(c.all_told) = cardinality(c.ids))
            ), marked AS (
              UPDATE corebus.job_pages p SET told = c.all_told FROM counted c
              WHERE p.job_id = c.job_id AND p.number = c.number AND NOT c.last AND cardinality(c.all_told) < cardinality(c.ids)
            ), kept AS (
              INSERT INTO corebus.job_results (job_id, n, resource_id, version, output, failure)
              SELECT page.job_id, r.n, r.id, r.version, r.output::json, r.failure::json
              FROM page CROSS JOIN fresh r
              WHERE (page.done + page.failed < 100000 OR (r.failure IS NOT NULL AND page.failed < 10000))
                AND NOT EXISTS (SELECT FROM corebus.journal erasure
                  WHERE erasure.resource_id = r.id AND erasure.version IS NULL AND erasure.feature = page.feature
                    AND erasure.kind = 'erased' AND erasure.at >= page.started_at)
              ON CONFLICT (job_id, n) DO NOTHING
            )
            UPDATE corebus.jobs j
            SET done = j.done + (SELECT count(*) FROM fresh WHERE failure IS NULL),
              failed = j.failed + (SELECT count(*) FROM fresh WHERE failure IS NOT NULL),
              current = CASE WHEN $8 THEN j.current END
            FROM page WHERE j.id = page.job_id
            """;

    /**
     * Behind the arguments of {@link UserJournal#arguments}. A page that is under way is left to whoever is at it, who may still tell what came of it. With what it
     * was begun is in the journal, where it can be erased; here it is of no use any more.
     */
    static final String END = """
            WITH change AS (
              UPDATE corebus.jobs SET state = $7, reason = $8, ended_at = now(), worker = NULL, worker_until = NULL, current = NULL,
                input = '{}', filter = CASE WHEN NOT EXISTS (SELECT FROM corebus.journal
                  WHERE resource_id = $6 AND feature = 'jobs' AND kind = 'erased') THEN filter END
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
