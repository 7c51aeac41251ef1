package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.StorageMessages.CheckCommands;
import io.corebus.storage.StorageMessages.CheckedCommands;
import io.vertx.core.Future;
import java.util.List;
import java.util.UUID;

/** {@link StorageMessages#CHECK_COMMANDS}. */
final class CheckCommandsHandler implements Service<CheckCommands, CheckedCommands> {
    private final Journal journal;

    CheckCommandsHandler(Journal journal) {
        this.journal = journal;
    }

    @Override
    public Future<CheckedCommands> handle(CheckCommands request, Caller caller) {
        List<UUID> commands =
                request.commandIds().stream().map(UUID::fromString).toList();
        return journal.requireNotReused(commands, request.requestHash()).map(new CheckedCommands());
    }
}
