package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Json;
import io.corebus.bus.Service;
import io.corebus.storage.StorageMessages.FindRow;
import io.corebus.storage.StorageMessages.FoundRow;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.Map;

/** {@link StorageMessages#FIND}. */
final class FindHandler implements Service<FindRow, FoundRow> {
    private final FeatureTables tables;
    private final Database database;
    private final Map<String, String> statements = new HashMap<>();

    FindHandler(FeatureTables tables, Database database) {
        this.tables = tables;
        this.database = database;
    }

    @Override
    public Future<FoundRow> handle(FindRow request, Caller caller) {
        FeatureTable table = tables.of(request.feature(), request.shape());
        String sql = statements.computeIfAbsent(table.name(), name -> statement(table));
        return database.read(sql, Tuple.of(FeatureTables.id(request.id()))).map(rows -> found(request, rows));
    }

    private static String statement(FeatureTable table) {
        return "SELECT t.version, " + table.body("t") + " FROM " + table.name() + " t WHERE t.id = $1";
    }

    private static FoundRow found(FindRow request, RowSet<Row> rows) {
        if (rows.size() == 0) {
            return new FoundRow(null);
        }
        Row row = rows.iterator().next();
        return new FoundRow(new StorageMessages.Row(request.id(), row.getLong(0), Json.of(row.getString(1))));
    }
}
