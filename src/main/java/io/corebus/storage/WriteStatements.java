package io.corebus.storage;

/**
 * The statements that write rows of a feature. Each takes many commands at once, as arrays, and writes every row together with its journal entry: one
 * statement, one commit. They answer one row for each command that was done: id, version, body.
 */
final class WriteStatements {
    /** The arrays $1 to $9: one element of each makes a command. */
    private static final String COMMANDS = """
            unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
                AS u(id, command_id, request_hash, actor, via, token, trace, data, versions)""";

    /** The salt hides what the payload's hash would tell of short payloads; made here once, because it is used twice. */
    private static final String SALT = "uuid_send(gen_random_uuid()) AS salt";

    /** Waits until nobody else writes the row; takes no number for the transaction. */
    private static final String TURN = "pg_advisory_xact_lock(uuid_hash_extended(g.id, 0))";

    private static final String GIVEN = """
            WITH given AS MATERIALIZED (
              SELECT g.*, %s FROM (SELECT * FROM %s) g)
            """.formatted(SALT, COMMANDS);

    /**
     * The same for rows that are there. The journal's order is that of the numbers of transactions, and one gets its number as soon as it locks a row, or tries to: while it
     * waits for that, others with later numbers may write the row. So whoever wants to write rows waits for their turn before, without a number.
     */
    private static final String GIVEN_IN_TURN = """
            WITH given AS MATERIALIZED (
              SELECT g.*, %s, %s AS turn FROM (SELECT * FROM %s ORDER BY u.id OFFSET 0) g)
            """.formatted(SALT, TURN, COMMANDS);

    /** The turns of all rows of a transaction that has several statements: after the first of those it has a number. */
    static final String TURNS = """
            SELECT count(%s::text)
            FROM (SELECT DISTINCT id FROM unnest($1::uuid[]) AS u(id) ORDER BY id OFFSET 0) g
            """.formatted(TURN);

    /**
     * Whether a transaction with a later number has written the row all the same: where this one has written others in an earlier statement, or one of the two has not waited for its turn. What it would write now would
     * stand in the journal before what it changes. The numbers go round; so far apart two that meet in a row are not.
     */
    private static final String NEWER =
            "coalesce(((t.xmin::text::bigint - pg_current_xact_id_if_assigned()::xid::text::bigint) & 4294967295)"
                    + " BETWEEN 1 AND 16777215, false)";

    private final FeatureTable table;
    private final String changing;

    /**
     * @param inTurn whether changes wait for their turn first. Each row takes a place in PostgreSQL's table of locks then, which is not made for thousands: those of large
     *     batches look afterwards whether they were overtaken
     */
    WriteStatements(FeatureTable table, boolean inTurn) {
        this.table = table;
        this.changing = inTurn ? GIVEN_IN_TURN : GIVEN;
    }

    String insert() {
        return GIVEN + inserted("1, now(), now(), g.actor", "", "") + journaled("created", "NULL", "w.body", "");
    }

    /**
     * @param origin the version, when it was created, when it was changed, who created it
     * @param join what else the origin is taken from
     * @param conflict what is done where the row is there
     */
    private String inserted(String origin, String join, String conflict) {
        return """
            , written AS (
              INSERT INTO %s AS t (id, version, created_at, updated_at, created_by, updated_by%s)
              SELECT g.id, %s, g.actor%s
              FROM given g%s CROSS JOIN LATERAL json_to_record(g.data::json) AS r(%s)%s
              RETURNING t.id, t.version, %s AS body)
            """.formatted(
                        table.name(),
                        ", " + table.fields(""),
                        origin,
                        ", " + table.fields("r."),
                        join,
                        table.record(),
                        conflict,
                        table.body("t"));
    }

    /** The rows are locked in the order of their ids, so that two statements with the same rows wait for each other instead of deadlocking. */
    private String before() {
        return """
            , before AS MATERIALIZED (
              SELECT t.id, t.version, %s AS newer, %s AS body
              FROM %s t WHERE t.id IN (SELECT id FROM given) ORDER BY t.id FOR UPDATE OF t)
            """.formatted(NEWER, table.body("t"), table.name());
    }

    String update() {
        return change("updated");
    }

    String restore() {
        return change("restored");
    }

    /**
     * Where the newest entry of the row is the deletion that was named, the row is written again, and its versions go on from there. Where somebody else was faster
     * it is there already, and nothing is done.
     */
    String revive() {
        return GIVEN
                + """
            , last AS MATERIALIZED (
              SELECT g.id, j.version, j.before
              FROM given g CROSS JOIN LATERAL (
                SELECT version, kind, before FROM corebus.journal
                WHERE resource_id = g.id AND feature = '%s' AND version IS NOT NULL ORDER BY version DESC LIMIT 1) j
              WHERE j.kind = 'deleted' AND j.version = ANY (g.versions::bigint[]))
            """.formatted(table.feature().name())
                + inserted(
                        "l.version + 1, coalesce((l.before->>'created_at')::timestamptz, now()), now(),"
                                + " coalesce(l.before->>'created_by', g.actor)",
                        " JOIN last l ON l.id = g.id",
                        " ON CONFLICT (id) DO NOTHING")
                + journaled("restored", "NULL", "w.body", "");
    }

    private String change(String kind) {
        return changing
                + before()
                + """
            , written AS (
              UPDATE %s AS t SET version = t.version + 1, updated_at = now(), updated_by = g.actor%s
              FROM given g JOIN before b ON b.id = g.id CROSS JOIN LATERAL json_to_record(g.data::json) AS r(%s)
              WHERE t.id = g.id AND (g.versions IS NULL OR t.version = ANY (g.versions::bigint[])) AND NOT b.newer
              RETURNING t.id, t.version, %s AS body)
            """.formatted(table.name(), ", " + table.assignments("r"), table.record(), table.body("t"))
                + journaled(kind, "b.body", "w.body", " JOIN before b ON b.id = w.id");
    }

    String delete() {
        return changing + before() + """
            , written AS (
              DELETE FROM %s AS t USING given g JOIN before b ON b.id = g.id
              WHERE t.id = g.id AND (g.versions IS NULL OR t.version = ANY (g.versions::bigint[])) AND NOT b.newer
              RETURNING t.id, b.version + 1 AS version, b.body)
            """.formatted(table.name()) + journaled("deleted", "w.body", "NULL", "");
    }

    /** The entries of what was written, and the answer: how every statement ends. */
    private String journaled(String kind, String before, String after, String join) {
        return """
            , journaled AS (
              INSERT INTO corebus.journal (feature, resource_id, version, kind, actor, via, token, trace, command_id, request_hash,
                before, after, salt, payload_hash)
              SELECT '%s', w.id, w.version, '%s', g.actor, g.via, g.token, g.trace, g.command_id, g.request_hash,
                %s::json, %s::json, g.salt, %s
              FROM written w JOIN given g ON g.id = w.id%s)
            SELECT id, version, body FROM written
            """.formatted(
                        table.feature().name(), kind, before, after, PayloadHash.sql("g.salt", before, after), join);
    }
}
