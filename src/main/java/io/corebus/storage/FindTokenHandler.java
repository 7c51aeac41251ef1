package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.IdentityMessages.ApiToken;
import io.corebus.storage.IdentityMessages.FindToken;
import io.corebus.storage.IdentityMessages.FoundToken;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** {@link IdentityMessages#FIND_TOKEN}. */
final class FindTokenHandler implements Service<FindToken, FoundToken> {
    static final String FIND = "SELECT " + Tokens.COLUMNS + " FROM corebus.api_tokens WHERE hash = $1";

    private final Database database;

    FindTokenHandler(Database database) {
        this.database = database;
    }

    @Override
    public Future<FoundToken> handle(FindToken request, Caller caller) {
        return database.read(FIND, Tuple.of(request.hash())).map(Tokens::read).map(FindTokenHandler::found);
    }

    private static FoundToken found(List<ApiToken> tokens) {
        return new FoundToken(tokens.isEmpty() ? null : tokens.get(0));
    }
}
