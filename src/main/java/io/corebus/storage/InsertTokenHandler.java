package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.IdentityMessages.ApiToken;
import io.corebus.storage.IdentityMessages.InsertToken;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link IdentityMessages#INSERT_TOKEN}. Whoever issues a token clears away those of the user that expired long ago. */
final class InsertTokenHandler implements Service<InsertToken, ApiToken> {
    static final int MAX_TOKENS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(InsertTokenHandler.class);

    private static final String INSERT = """
            WITH token AS (
                INSERT INTO corebus.api_tokens (id, user_id, hash, prefix, name, scopes, rate, expires_at)
                SELECT $6, $7, $8, $9, $10, $11, $12, $13
                WHERE (SELECT count(*) FROM corebus.api_tokens WHERE user_id = $7) < %d
                RETURNING *
            ), change AS (
                SELECT user_id AS id, NULL::json AS before, %s AS after FROM token
            ), %s
            SELECT %s FROM token
            """.formatted(
                    MAX_TOKENS, Tokens.profile("token"), UserJournal.entry("token-issued", "true"), Tokens.COLUMNS);

    private static final String CLEAR_AWAY =
            "DELETE FROM corebus.api_tokens WHERE user_id = $1 AND expires_at < now() - interval '30 days'";

    private final Database database;

    InsertTokenHandler(Database database) {
        this.database = database;
    }

    @Override
    public Future<ApiToken> handle(InsertToken request, Caller caller) {
        UUID user = AccountId.parse(request.user());
        if (user == null) {
            return Future.failedFuture(AccountFailures.noSuchUser());
        }
        UUID command = UserJournal.command("token-issued", request.hash());
        return database.write(CLEAR_AWAY, Tuple.of(user))
                .onFailure(failure -> LOG.warn("Expired tokens were not cleared away: {}", failure.getMessage()))
                .compose(cleared ->
                        database.write(INSERT, arguments(user, request, UserJournal.arguments(caller, command))))
                .map(Tokens::read)
                .recover(cause -> orRepeated(cause, request))
                .map(InsertTokenHandler::orTooMany);
    }

    private static Tuple arguments(UUID user, InsertToken request, Tuple entry) {
        String expiresAt = request.expiresAt();
        return entry.addUUID(AccountId.require(request.id()))
                .addUUID(user)
                .addString(request.hash())
                .addString(request.prefix())
                .addString(request.name())
                .addArrayOfString(request.scopes().toArray(String[]::new))
                .addInteger(request.rate())
                .addOffsetDateTime(expiresAt == null ? null : OffsetDateTime.parse(expiresAt));
    }

    private Future<List<ApiToken>> orRepeated(Throwable cause, InsertToken request) {
        if (DatabaseFailures.isTaken(cause)) {
            return database.read(FindTokenHandler.FIND, Tuple.of(request.hash()))
                    .map(Tokens::read);
        }
        return AccountFailures.isOfMissingUser(cause)
                ? Future.failedFuture(AccountFailures.noSuchUser())
                : AccountFailures.explain(cause);
    }

    private static ApiToken orTooMany(List<ApiToken> tokens) {
        if (tokens.isEmpty()) {
            throw AccountFailures.tooManyTokens();
        }
        return tokens.get(0);
    }
}
