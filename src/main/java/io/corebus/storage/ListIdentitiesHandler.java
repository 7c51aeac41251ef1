package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.IdentityMessages.ForeignIdentities;
import io.corebus.storage.IdentityMessages.ForeignIdentity;
import io.corebus.storage.IdentityMessages.ListIdentities;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;

/** {@link IdentityMessages#LIST_IDENTITIES}. A user has one for each provider that was ever configured, at most. */
final class ListIdentitiesHandler implements Service<ListIdentities, ForeignIdentities> {
    private static final String LIST = """
            SELECT issuer, subject, %s AS created_at
            FROM corebus.foreign_identities link
            WHERE user_id = $1
            ORDER BY link.created_at, issuer, subject LIMIT 1000
            """.formatted(Rows.time("created_at"));

    private final Database database;

    ListIdentitiesHandler(Database database) {
        this.database = database;
    }

    @Override
    public Future<ForeignIdentities> handle(ListIdentities request, Caller caller) {
        UUID user = AccountId.parse(request.user());
        return user == null
                ? Future.succeededFuture(new ForeignIdentities(List.of()))
                : database.read(LIST, Tuple.of(user))
                        .map(rows -> new ForeignIdentities(Rows.all(rows, ListIdentitiesHandler::identity)));
    }

    private static ForeignIdentity identity(Row row) {
        return new ForeignIdentity(row.getString("issuer"), row.getString("subject"), row.getString("created_at"));
    }
}
