package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.StorageMessages.FindCommands;
import io.corebus.storage.StorageMessages.WrittenRows;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** {@link StorageMessages#FIND_COMMANDS}. */
final class FindCommandsHandler implements Service<FindCommands, WrittenRows> {
    private final Journal journal;

    FindCommandsHandler(Journal journal) {
        this.journal = journal;
    }

    @Override
    public Future<WrittenRows> handle(FindCommands request, Caller caller) {
        List<UUID> commands =
                request.commandIds().stream().map(UUID::fromString).toList();
        return journal.findAll(commands, request.requestHash()).map(WrittenRows::new);
    }
}
