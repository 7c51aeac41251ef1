package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.StorageMessages.Done;
import io.corebus.storage.StorageMessages.InsertKey;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;

/** {@link StorageMessages#INSERT_KEY}. Of many that insert a first key, a unique index lets one through. */
final class InsertKeyHandler implements Service<InsertKey, Done> {
    private static final String INSERT = """
            INSERT INTO corebus.signing_keys (kid, jwk, first)
            SELECT $1::text, $2::text, $3::boolean
            WHERE NOT $3 OR NOT EXISTS (SELECT FROM corebus.signing_keys)
            ON CONFLICT DO NOTHING
            """;

    private final Database database;

    InsertKeyHandler(Database database) {
        this.database = database;
    }

    @Override
    public Future<Done> handle(InsertKey request, Caller caller) {
        return database.write(INSERT, Tuple.of(request.kid(), request.jwk(), request.onlyIfNone()))
                .recover(AccountFailures::explain)
                .map(new Done());
    }
}
