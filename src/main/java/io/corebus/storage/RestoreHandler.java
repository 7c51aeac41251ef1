package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.StorageMessages.RestoreRow;
import io.corebus.storage.StorageMessages.WrittenRow;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** {@link StorageMessages#RESTORE}. */
final class RestoreHandler implements Service<RestoreRow, WrittenRow> {
    private final FeatureTables tables;
    private final RowWrites writes;

    RestoreHandler(FeatureTables tables, RowWrites writes) {
        this.tables = tables;
        this.writes = writes;
    }

    @Override
    public Future<WrittenRow> handle(RestoreRow row, Caller caller) {
        UUID id = FeatureTables.id(row.id());
        UUID command = UUID.fromString(row.commandId());
        Long deletion = row.deletion();
        Write.Kind kind = deletion == null ? Write.Kind.RESTORE : Write.Kind.REVIVE;
        List<Long> versions = deletion == null ? row.ifVersions() : List.of(deletion);
        Write write = new Write(kind, id, row.data(), versions, command, row.requestHash(), caller);
        return writes.submit(tables.of(row.feature(), row.shape()), write);
    }
}
