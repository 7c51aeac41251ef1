package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.StorageMessages.InsertRow;
import io.corebus.storage.StorageMessages.WrittenRow;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** {@link StorageMessages#INSERT}. */
final class InsertHandler implements Service<InsertRow, WrittenRow> {
    private final FeatureTables tables;
    private final RowWrites writes;

    InsertHandler(FeatureTables tables, RowWrites writes) {
        this.tables = tables;
        this.writes = writes;
    }

    @Override
    public Future<WrittenRow> handle(InsertRow row, Caller caller) {
        UUID id = FeatureTables.id(row.id());
        UUID command = UUID.fromString(row.commandId());
        Write write = new Write(Write.Kind.INSERT, id, row.data(), List.of(), command, row.requestHash(), caller);
        return writes.submit(tables.of(row.feature(), row.shape()), write);
    }
}
