package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.IdentityMessages.DeleteToken;
import io.corebus.storage.StorageMessages.Done;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;

/** {@link IdentityMessages#DELETE_TOKEN}. The id names the command: a token is revoked once. */
final class DeleteTokenHandler implements Service<DeleteToken, Done> {
    private static final String DELETE =
            """
            WITH token AS (
                DELETE FROM corebus.api_tokens WHERE id = $6 AND user_id = $7 RETURNING *
            ), change AS (
                SELECT user_id AS id, %s AS before, NULL::json AS after FROM token
            ), %s
            SELECT id FROM token
            """.formatted(Tokens.profile("token"), UserJournal.entry("token-revoked", "true"));

    private final Database database;

    DeleteTokenHandler(Database database) {
        this.database = database;
    }

    @Override
    public Future<Done> handle(DeleteToken request, Caller caller) {
        UUID id = AccountId.parse(request.id());
        UUID user = AccountId.parse(request.user());
        if (id == null || user == null) {
            return Future.failedFuture(AccountFailures.noSuchToken());
        }
        UUID command = UserJournal.command("token-revoked", caller.trace(), id);
        Tuple arguments = UserJournal.arguments(caller, command).addUUID(id).addUUID(user);
        return UserJournal.doOnce(database, DELETE, arguments, command, AccountFailures::noSuchToken);
    }
}
