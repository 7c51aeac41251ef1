package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.IdentityMessages.RevokeOthers;
import io.corebus.storage.StorageMessages.Done;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@link IdentityMessages#REVOKE_OTHERS}. Has no entry of its own: it goes with a change of the user, which has. */
final class RevokeOthersHandler implements Service<RevokeOthers, Done> {
    /** The lock on the user keeps two of these from locking the same sessions in different orders. */
    private static final String REVOKE = """
            WITH owner AS (
                SELECT id FROM corebus.users WHERE id = $1 FOR NO KEY UPDATE
            )
            UPDATE corebus.sessions session SET ended = true, expires_at = least(expires_at, now())
            FROM owner WHERE user_id = owner.id AND NOT ended AND session.id IS DISTINCT FROM $2
            """;

    private final Database database;

    RevokeOthersHandler(Database database) {
        this.database = database;
    }

    @Override
    public Future<Done> handle(RevokeOthers request, Caller caller) {
        UUID user = AccountId.parse(request.user());
        return user == null
                ? Future.succeededFuture(new Done())
                : revoke(database, user, AccountId.parse(request.kept()))
                        .recover(AccountFailures::explain)
                        .map(new Done());
    }

    /** @param kept null: none */
    static Future<RowSet<Row>> revoke(Database database, UUID user, @Nullable UUID kept) {
        return database.write(REVOKE, Tuple.of(user, kept));
    }
}
