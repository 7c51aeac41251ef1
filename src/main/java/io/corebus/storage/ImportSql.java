package io.corebus.storage;

/** The statements of {@link Imports}. Each is a transaction of its own, and may be repeated. */
final class ImportSql {
    private static final String IMPORT =
            "id, feature, form, columns, dry_run, state, reason, user_id, token, scopes, total, done, created, failed, "
                    + Rows.time("created_at")
                    + ", extract(epoch FROM coalesce(finished_at, now()) - created_at)::double precision";

    static final String INSERT = """
            INSERT INTO corebus.imports (id, feature, form, columns, dry_run, state, user_id, token, scopes, shape)
            VALUES ($1, $2, $3, $4, $5, 'uploading', $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING
            """;

    /** A chunk that is there already is counted once only. */
    static final String ADD = """
            WITH open AS (
              UPDATE corebus.imports SET touched_at = now() WHERE id = $1 AND state = 'uploading' RETURNING id
            ), added AS (
              INSERT INTO corebus.import_chunks (import_id, number, lines, bytes)
              SELECT id, $2::int, $3::bigint[], $4::text[] FROM open ON CONFLICT (import_id, number) DO NOTHING
            )
            SELECT id FROM open
            """;

    static final String CLOSE = """
            UPDATE corebus.imports SET state = 'running',
              total = (SELECT coalesce(sum(cardinality(lines)), 0) FROM corebus.import_chunks WHERE import_id = $1)
            WHERE id = $1 AND state = 'uploading'
            """;

    static final String FIND = "SELECT " + IMPORT + " FROM corebus.imports WHERE id = $1";

    static final String LIST = "SELECT " + IMPORT + """
             FROM corebus.imports
            WHERE ($1::text IS NULL OR user_id = $1) AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3
            """;

    static final String FAULTS = """
            SELECT line, n, pointer, code, detail FROM corebus.import_faults
            WHERE import_id = $1 AND (line, n) > ($2::bigint, $3::bigint) ORDER BY line, n LIMIT $4
            """;

    static final String HOLD = """
            UPDATE corebus.imports SET worker = $1, worker_until = now() + make_interval(secs => $2)
            WHERE id = (
              SELECT id FROM corebus.imports WHERE state = 'running' AND (worker IS NULL OR worker_until < now())
                AND ($4::text[] IS NULL OR feature <> ALL ($4))
                AND (shape IS NULL OR $3::text[] IS NULL OR feature || ' ' || shape = ANY ($3)
                  OR created_at < now() - interval '10 minutes')
              ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING\s""" + IMPORT;

    static final String NEXT = """
            WITH held AS (
              UPDATE corebus.imports SET worker_until = now() + make_interval(secs => $3)
              WHERE id = $1 AND worker = $2 AND state = 'running' RETURNING id
            )
            SELECT c.number, c.lines, c.bytes
            FROM held LEFT JOIN LATERAL (
              SELECT * FROM corebus.import_chunks WHERE import_id = held.id ORDER BY number LIMIT 1) c ON true
            """;

    /** Above ten thousand, records that failed are counted, but what was wrong with them is not kept. */
    static final String RECORD = """
            WITH gone AS (
              DELETE FROM corebus.import_chunks WHERE import_id = $1 AND number = $2 RETURNING import_id, cardinality(lines) AS records
            ), kept AS (
              INSERT INTO corebus.import_faults (import_id, line, n, pointer, code, detail)
              SELECT i.id, f.* FROM gone JOIN corebus.imports i ON i.id = gone.import_id
                CROSS JOIN unnest($5::bigint[], $6::int[], $7::text[], $8::text[], $9::text[]) AS f(line, n, pointer, code, detail)
              WHERE i.failed < 10000
              ON CONFLICT (import_id, line, n) DO NOTHING
            )
            UPDATE corebus.imports i SET done = i.done + gone.records, created = i.created + $3::int, failed = i.failed + $4::int
            FROM gone WHERE i.id = gone.import_id
            """;

    /**
     * Whoever cancels does not wait for the chunk that is under way, and what is made of that meanwhile counts, too: it is left for {@link #RECORD}. Any other end is
     * told by whoever does the import, between two chunks.
     */
    static final String END = """
            WITH ended AS (
              UPDATE corebus.imports SET state = $2, reason = $3, finished_at = now()
              WHERE id = $1 AND state IN ('uploading', 'running')
              RETURNING id, state = 'cancelled' AND coalesce(worker_until > now(), false) AS under_way
            )
            DELETE FROM corebus.import_chunks c USING ended WHERE c.import_id = ended.id
              AND NOT (ended.under_way AND c.number = (SELECT min(number) FROM corebus.import_chunks WHERE import_id = $1))
            """;

    /** Of one that is over for long, nobody does the chunk any more that was left under way. */
    static final String DROP = """
            WITH left_over AS (
              DELETE FROM corebus.import_chunks c USING corebus.imports i
              WHERE i.id = c.import_id AND i.finished_at < now() - make_interval(secs => $1)
            )
            DELETE FROM corebus.imports
            WHERE (state = 'uploading' AND touched_at < now() - make_interval(secs => $1))
              OR finished_at < now() - make_interval(secs => $2)
            """;

    private ImportSql() {}
}
