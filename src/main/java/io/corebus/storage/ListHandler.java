package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.Json;
import io.corebus.bus.Service;
import io.corebus.storage.StorageMessages.ListRows;
import io.corebus.storage.StorageMessages.RowPage;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link StorageMessages#LIST}. */
final class ListHandler implements Service<ListRows, RowPage> {
    private final FeatureTables tables;
    private final Database database;

    ListHandler(FeatureTables tables, Database database) {
        this.tables = tables;
        this.database = database;
    }

    @Override
    public Future<RowPage> handle(ListRows request, Caller caller) {
        FeatureTable table = tables.of(request.feature(), request.shape());
        ListStatement.Query query = ListStatement.of(table, request);
        return read(query)
                .compose(rows -> isWhole(query, rows)
                        ? Future.succeededFuture(page(request, query, rows))
                        : fitting(request, ListStatement.fitting(table, request)));
    }

    private Future<RowSet<Row>> read(ListStatement.Query query) {
        return database.query(query.sql(), query.arguments()).recover(ListHandler::translate);
    }

    private Future<RowPage> fitting(ListRows request, ListStatement.Query query) {
        return read(query).map(rows -> page(request, query, rows));
    }

    private static boolean isWhole(ListStatement.Query query, RowSet<Row> rows) {
        if (query.share() > 0) {
            for (Row row : rows) {
                if (query.last(row) > query.share()) {
                    return false;
                }
            }
        }
        return true;
    }

    /** A value that PostgreSQL does not take, such as a text with a NUL. */
    static Future<RowSet<Row>> translate(Throwable cause) {
        return Future.failedFuture(
                DatabaseFailures.isOfData(cause)
                        ? badQuery("A value in the filter or the cursor does not fit its field.")
                        : cause);
    }

    static FailureException badQuery(String detail) {
        return new Failure("bad-query", 400, detail).exception();
    }

    private static RowPage page(ListRows request, ListStatement.Query query, RowSet<Row> rows) {
        StringBuilder bodies = new StringBuilder("[");
        int count = 0;
        Row last = null;
        for (Row row : rows) {
            if (count == request.limit()) {
                break;
            }
            bodies.append(count == 0 ? "" : ",");
            query.body().addTo(bodies, row);
            count++;
            last = row;
        }
        String next =
                last != null && found(query, rows, last) > count ? Cursor.write(request, keys(last, query)) : null;
        return new RowPage(Json.of(bodies.append(']').toString()), count, next);
    }

    /** How many rows there were, up to one more than asked for. */
    private static long found(ListStatement.Query query, RowSet<Row> rows, Row last) {
        return query.fitting() ? query.last(last) : rows.size();
    }

    private static List<@Nullable String> keys(Row row, ListStatement.Query query) {
        List<@Nullable String> texts = new ArrayList<>();
        for (int i = 0; i < query.keys(); i++) {
            Object value = row.getValue(query.body().size() + i);
            texts.add(value == null ? null : value.toString());
        }
        return texts;
    }
}
