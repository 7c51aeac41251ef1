package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.JournalMessages.ListSealKeys;
import io.corebus.storage.JournalMessages.SealKey;
import io.corebus.storage.JournalMessages.SealKeys;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;

/** {@link JournalMessages#LIST_SEAL_KEYS}. */
final class ListSealKeysHandler implements Service<ListSealKeys, SealKeys> {
    private static final String LIST = "SELECT kid, public_jwk, private_jwk, " + Rows.time("created_at")
            + ", last_seal FROM corebus.seal_key ORDER BY seal_key.created_at DESC, kid";

    private final Database database;

    ListSealKeysHandler(Database database) {
        this.database = database;
    }

    @Override
    public Future<SealKeys> handle(ListSealKeys request, Caller caller) {
        return database.read(LIST, Tuple.tuple()).map(rows -> new SealKeys(Rows.all(rows, ListSealKeysHandler::key)));
    }

    private static SealKey key(Row row) {
        return new SealKey(row.getString(0), row.getString(1), row.getString(2), row.getString(3), row.getLong(4));
    }
}
