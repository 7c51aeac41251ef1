package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.IdentityMessages.TouchToken;
import io.corebus.storage.StorageMessages.Done;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;

/** {@link IdentityMessages#TOUCH_TOKEN}. */
final class TouchTokenHandler implements Service<TouchToken, Done> {
    private static final String TOUCH = """
            UPDATE corebus.api_tokens SET last_used_at = now()
            WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')
            """;

    private final Database database;

    TouchTokenHandler(Database database) {
        this.database = database;
    }

    @Override
    public Future<Done> handle(TouchToken request, Caller caller) {
        return database.write(TOUCH, Tuple.of(AccountId.require(request.id())))
                .recover(AccountFailures::explain)
                .map(new Done());
    }
}
