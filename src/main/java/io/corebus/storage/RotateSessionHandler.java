package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.StorageMessages.RotateSession;
import io.corebus.storage.StorageMessages.RotatedSession;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.UUID;

/** {@link StorageMessages#ROTATE_SESSION}. */
final class RotateSessionHandler implements Service<RotateSession, RotatedSession> {
    /**
     * The lock on the session comes first: of many exchanges of one token the second one sees what the first one did. An exchange also forgets the tokens of
     * the session that would have expired by now, so that one that is prolonged for years does not grow. A session that ends because a token came twice leaves an
     * entry, and only one: it is over then.
     */
    private static final String ROTATE =
            """
            WITH presented AS (
                SELECT token.hash, token.session_id, session.user_id,
                    CASE
                        WHEN session.ended OR session.expires_at <= now() THEN 'over'
                        WHEN token.next_hash IS NULL THEN 'good'
                        WHEN token.next_hash = $7 THEN 'repeated'
                        ELSE 'copied'
                    END AS verdict
                FROM corebus.refresh_tokens token JOIN corebus.sessions session ON session.id = token.session_id
                WHERE token.hash = $6
                FOR UPDATE OF session, token
            ), exchanged AS (
                UPDATE corebus.refresh_tokens token SET next_hash = $7
                FROM presented WHERE token.hash = presented.hash AND verdict = 'good'
            ), following AS (
                INSERT INTO corebus.refresh_tokens (hash, session_id, expires_at)
                SELECT $7::text, session_id, $8 FROM presented WHERE verdict = 'good'
            ), prolonged AS (
                UPDATE corebus.sessions session SET expires_at = $8, last_used_at = now()
                FROM presented WHERE session.id = presented.session_id AND verdict = 'good'
            ), ended AS (
                UPDATE corebus.sessions session SET ended = true, expires_at = now()
                FROM presented WHERE session.id = presented.session_id AND verdict = 'copied'
                RETURNING session.id, session.user_id
            ), forgotten AS (
                DELETE FROM corebus.refresh_tokens token USING presented
                WHERE token.session_id = presented.session_id AND token.hash <> presented.hash
                    AND token.expires_at <= now() AND verdict = 'good'
            ), change AS (
                SELECT user_id AS id, json_build_object('session', id) AS before, NULL::json AS after FROM ended
            ), %s
            SELECT session_id, verdict, found.*
            FROM presented JOIN (SELECT %s FROM corebus.users) found ON found.id = presented.user_id
            WHERE verdict IN ('good', 'repeated', 'copied')
            """.formatted(UserJournal.entry("refresh-token-reused", "true"), Users.COLUMNS);

    private final Database database;

    RotateSessionHandler(Database database) {
        this.database = database;
    }

    @Override
    public Future<RotatedSession> handle(RotateSession request, Caller caller) {
        OffsetDateTime expiresAt = OffsetDateTime.parse(request.expiresAt());
        UUID command = UserJournal.command("refresh-token-reused", caller.trace(), request.tokenHash());
        Tuple arguments = UserJournal.arguments(caller, command)
                .addString(request.tokenHash())
                .addString(request.nextTokenHash())
                .addOffsetDateTime(expiresAt);
        return database.write(ROTATE, arguments)
                .map(RotateSessionHandler::rotated)
                .recover(AccountFailures::explain);
    }

    private static RotatedSession rotated(RowSet<Row> rows) {
        if (rows.size() == 0) {
            return new RotatedSession(null, null);
        }
        Row row = rows.iterator().next();
        if (row.getString("verdict").equals("copied")) {
            return new RotatedSession(null, null, Users.read(row).id());
        }
        return new RotatedSession(Users.read(row), row.getUUID("session_id").toString());
    }
}
