package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.IdentityMessages.ApiTokens;
import io.corebus.storage.IdentityMessages.ListTokens;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;

/** {@link IdentityMessages#LIST_TOKENS}. A user has a bounded number of them. */
final class ListTokensHandler implements Service<ListTokens, ApiTokens> {
    private static final String LIST =
            "SELECT " + Tokens.COLUMNS + " FROM corebus.api_tokens WHERE user_id = $1 ORDER BY id LIMIT 1000";

    private final Database database;

    ListTokensHandler(Database database) {
        this.database = database;
    }

    @Override
    public Future<ApiTokens> handle(ListTokens request, Caller caller) {
        UUID user = AccountId.parse(request.user());
        return user == null
                ? Future.succeededFuture(new ApiTokens(List.of()))
                : database.read(LIST, Tuple.of(user)).map(rows -> new ApiTokens(Tokens.read(rows)));
    }
}
