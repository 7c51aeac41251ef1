package io.corebus.storage;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;

/**
 * How a change of a webhook gets into the journal: in the same statement, under a command id, which is unique there. The arguments are those of {@link
 * UserJournal#arguments}. No secret gets there, and nothing of an address behind its question mark, where some have theirs.
 */
final class HookJournal {
    private static final String DONE = "SELECT 1 FROM corebus.journal WHERE command_id = $1";

    private HookJournal() {}

    /**
     * SQL that writes what the CTE {@code change} did into the journal; goes on after a comma.
     *
     * @param kind {@code webhook-created} and the like
     */
    static String entry(String kind) {
        return """
                salted AS MATERIALIZED (
                    SELECT id, before, after, uuid_send(gen_random_uuid()) AS salt FROM change
                ), entry AS (
                    INSERT INTO corebus.journal
                        (feature, resource_id, kind, actor, via, token, trace, command_id, before, after, salt, payload_hash)
                    SELECT 'webhooks', id, '%s', $1, $2, $3, $4, $5, before, after, salt,
                        %s
                    FROM salted
                )""".formatted(kind, PayloadHash.sql("salt", "before", "after"));
    }

    /** SQL for what the journal shows of a hook. */
    static String profile(String row) {
        return """
                json_strip_nulls(json_build_object('id', %1$s.id, 'url', split_part(%1$s.url, '?', 1),
                    'features', %1$s.features, 'kinds', %1$s.kinds, 'filter', %1$s.filter,
                    'description', %1$s.description, 'active', %1$s.active, 'disabled_reason', %1$s.disabled_reason))""".formatted(row);
    }

    static Future<Boolean> isDone(Database database, UUID command) {
        return database.read(DONE, Tuple.of(command)).map(rows -> rows.size() > 0);
    }
}
