package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.StorageMessages.DeleteRow;
import io.corebus.storage.StorageMessages.WrittenRow;
import io.vertx.core.Future;
import java.util.UUID;

/** {@link StorageMessages#DELETE}. */
final class DeleteHandler implements Service<DeleteRow, WrittenRow> {
    private final FeatureTables tables;
    private final RowWrites writes;

    DeleteHandler(FeatureTables tables, RowWrites writes) {
        this.tables = tables;
        this.writes = writes;
    }

    @Override
    public Future<WrittenRow> handle(DeleteRow row, Caller caller) {
        UUID id = FeatureTables.id(row.id());
        UUID command = UUID.fromString(row.commandId());
        Write write = new Write(Write.Kind.DELETE, id, null, row.ifVersions(), command, row.requestHash(), caller);
        return writes.submit(tables.of(row.feature(), row.shape()), write);
    }
}
