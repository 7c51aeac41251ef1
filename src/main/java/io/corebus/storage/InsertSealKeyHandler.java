package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.JournalMessages.InsertSealKey;
import io.corebus.storage.StorageMessages.Done;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;

/** {@link JournalMessages#INSERT_SEAL_KEY}. Of many that insert a first key, a unique index lets one through. */
final class InsertSealKeyHandler implements Service<InsertSealKey, Done> {
    private static final String INSERT = """
            INSERT INTO corebus.seal_key (kid, public_jwk, private_jwk, first)
            SELECT $1::text, $2::text, $3::text, $4::boolean
            WHERE NOT $4 OR NOT EXISTS (SELECT FROM corebus.seal_key WHERE private_jwk IS NOT NULL)
            ON CONFLICT DO NOTHING
            """;

    private final Database database;

    InsertSealKeyHandler(Database database) {
        this.database = database;
    }

    @Override
    public Future<Done> handle(InsertSealKey request, Caller caller) {
        Tuple key = Tuple.of(request.kid(), request.publicJwk(), request.privateJwk(), request.onlyIfNone());
        return database.write(INSERT, key).map(new Done());
    }
}
