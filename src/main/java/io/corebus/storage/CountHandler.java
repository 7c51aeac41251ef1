package io.corebus.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.StorageMessages.CountRows;
import io.corebus.storage.StorageMessages.RowCount;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

/** {@link StorageMessages#COUNT}. */
final class CountHandler implements Service<CountRows, RowCount> {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final FeatureTables tables;
    private final Database database;

    CountHandler(FeatureTables tables, Database database) {
        this.tables = tables;
        this.database = database;
    }

    @Override
    public Future<RowCount> handle(CountRows request, Caller caller) {
        Tuple arguments = Tuple.tuple();
        String rows = rows(tables.of(request.feature(), request.shape()), request, arguments);
        String sql = request.estimated() ? "EXPLAIN (FORMAT JSON) SELECT 1" + rows : "SELECT count(*)" + rows;
        return database.query(sql, arguments)
                .recover(ListHandler::translate)
                .map(answer -> request.estimated() ? expected(answer) : counted(answer));
    }

    private static String rows(FeatureTable table, CountRows request, Tuple arguments) {
        return " FROM " + table.name() + " t"
                + RowCondition.where(RowCondition.of(table, request.filter(), request.search(), value -> {
                    arguments.addValue(value);
                    return "$" + arguments.size();
                }));
    }

    private static RowCount counted(RowSet<Row> answer) {
        return new RowCount(answer.iterator().next().getLong(0), true);
    }

    private static RowCount expected(RowSet<Row> answer) {
        String plan = String.valueOf(answer.iterator().next().getValue(0));
        try {
            return new RowCount(MAPPER.readTree(plan).at("/0/Plan/Plan Rows").asLong(), false);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL's plan is no JSON: " + plan, e);
        }
    }
}
