package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.StorageMessages.WriteAll;
import io.corebus.storage.StorageMessages.WriteOne;
import io.corebus.storage.StorageMessages.WrittenRows;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@link StorageMessages#WRITE_ALL}. Another transaction that holds the same rows in another order breaks this one off: then it is tried again. What breaks a
 * rule of the data is found by trying again row by row.
 */
final class WriteAllHandler implements Service<WriteAll, WrittenRows> {
    private static final int MAX_COLLISIONS = 10;

    private final FeatureTables tables;
    private final Database database;
    private final WriteExecution statements;
    private final StorageMetrics metrics;

    WriteAllHandler(FeatureTables tables, Database database, WriteExecution statements, StorageMetrics metrics) {
        this.tables = tables;
        this.database = database;
        this.statements = statements;
        this.metrics = metrics;
    }

    @Override
    public Future<WrittenRows> handle(WriteAll request, Caller caller) {
        FeatureTable table = tables.of(request.feature(), request.shape());
        List<Write> writes = request.writes().stream()
                .map(one -> write(one, request.requestHash(), caller))
                .toList();
        metrics.batch(request.feature(), "all", writes.size());
        return attempt(table, writes, 1, false);
    }

    private static Write write(WriteOne one, @Nullable String requestHash, Caller caller) {
        Write.Kind kind = switch (one.kind()) {
            case INSERT -> Write.Kind.INSERT;
            case UPDATE -> Write.Kind.UPDATE;
            case DELETE -> Write.Kind.DELETE;
        };
        UUID id = FeatureTables.id(one.id());
        UUID command = UUID.fromString(one.commandId());
        return new Write(kind, id, one.data(), one.ifVersions(), command, requestHash, caller);
    }

    private Future<WrittenRows> attempt(FeatureTable table, List<Write> writes, int attempt, boolean rowByRow) {
        return database.transaction(
                        connection -> new WriteTransaction(connection, statements, table, writes, rowByRow).run())
                .map(WrittenRows::new)
                .recover(failure -> again(table, writes, attempt, rowByRow, failure));
    }

    private Future<WrittenRows> again(
            FeatureTable table, List<Write> writes, int attempt, boolean rowByRow, Throwable failure) {
        if (DatabaseFailures.isCollision(failure) && attempt < MAX_COLLISIONS) {
            return attempt(table, writes, attempt + 1, rowByRow);
        }
        return DatabaseFailures.isOfData(failure) && !rowByRow
                ? attempt(table, writes, attempt, true)
                : Future.failedFuture(failure);
    }
}
