package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.StorageMessages.Done;
import io.corebus.storage.StorageMessages.InsertSession;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link StorageMessages#INSERT_SESSION}. Whoever begins a session clears away some that are over. */
final class InsertSessionHandler implements Service<InsertSession, Done> {
    private static final Logger LOG = LoggerFactory.getLogger(InsertSessionHandler.class);

    private static final String INSERT = """
            WITH session AS (
                INSERT INTO corebus.sessions (id, user_id, expires_at, address, user_agent) VALUES ($1, $2, $4, $5, $6)
                ON CONFLICT (id) DO NOTHING
                RETURNING id
            )
            INSERT INTO corebus.refresh_tokens (hash, session_id, expires_at)
            SELECT $3::text, id, $4 FROM session
            """;

    /** The hour is for late repeats. Bounded, so that no sign-in pays for a long absence; what others clear away is left to them. */
    private static final String CLEAR_AWAY = """
            DELETE FROM corebus.sessions WHERE id IN (
                SELECT id FROM corebus.sessions WHERE expires_at < now() - interval '1 hour'
                ORDER BY expires_at LIMIT 100 FOR UPDATE SKIP LOCKED)
            """;

    private final Database database;

    InsertSessionHandler(Database database) {
        this.database = database;
    }

    @Override
    public Future<Done> handle(InsertSession request, Caller caller) {
        UUID user = AccountId.parse(request.user());
        if (user == null) {
            return Future.failedFuture(AccountFailures.referencedUserMissing());
        }
        return database.write(INSERT, arguments(user, request))
                .recover(AccountFailures::explain)
                .onSuccess(inserted -> clearAway())
                .map(new Done());
    }

    private static Tuple arguments(UUID user, InsertSession request) {
        OffsetDateTime expiresAt = OffsetDateTime.parse(request.expiresAt());
        return Tuple.of(AccountId.require(request.id()), user, request.tokenHash(), expiresAt)
                .addString(request.address())
                .addString(request.userAgent());
    }

    /** A statement of its own, for which nobody waits: locks of other users' sessions must not be held together with those of this one. */
    private void clearAway() {
        database.write(CLEAR_AWAY, Tuple.tuple())
                .onFailure(
                        failure -> LOG.warn("Sessions that are over were not cleared away: {}", failure.getMessage()));
    }
}
