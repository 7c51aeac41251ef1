package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.StorageMessages.Keys;
import io.corebus.storage.StorageMessages.ListKeys;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;

/** {@link StorageMessages#LIST_KEYS}. */
final class ListKeysHandler implements Service<ListKeys, Keys> {
    private static final String LIST = "SELECT kid, jwk, " + Rows.time("created_at")
            + " AS shown_at FROM corebus.signing_keys ORDER BY created_at DESC, kid";

    private final Database database;

    ListKeysHandler(Database database) {
        this.database = database;
    }

    @Override
    public Future<Keys> handle(ListKeys request, Caller caller) {
        return database.read(LIST, Tuple.tuple()).map(rows -> new Keys(Rows.all(rows, ListKeysHandler::key)));
    }

    private static StorageMessages.Key key(Row row) {
        return new StorageMessages.Key(row.getString("kid"), row.getString("jwk"), row.getString("shown_at"));
    }
}
