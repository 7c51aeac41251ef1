package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.Json;
import io.corebus.bus.Service;
import io.corebus.storage.StorageMessages.ListRows;
import io.corebus.storage.StorageMessages.RowPage;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;

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
        ListStatement.Query query = ListStatement.of(tables.of(request.feature()), request);
        return database.read(query.sql(), query.arguments())
                .recover(ListHandler::translate)
                .map(rows -> page(request, rows));
    }

    /** A value that PostgreSQL does not take, such as a text with a NUL. */
    private static Future<RowSet<Row>> translate(Throwable cause) {
        return Future.failedFuture(
                DatabaseFailures.isOfData(cause)
                        ? new Failure("bad-query", 400, "A value in the filter or the cursor does not fit its field.")
                                .exception()
                        : cause);
    }

    private static RowPage page(ListRows request, RowSet<Row> rows) {
        Row page = rows.iterator().next();
        long count = page.getLong(0);
        boolean hasMore = count > request.limit();
        String bodies = count == 0 ? "" : page.getString(1);
        String next = hasMore ? Cursor.write(request, page.getString(2)) : null;
        return new RowPage(Json.of("[" + bodies + "]"), (int) Math.min(count, request.limit()), next);
    }
}
