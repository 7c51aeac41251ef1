package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.StorageMessages.FindCommand;
import io.corebus.storage.StorageMessages.FoundCommand;
import io.vertx.core.Future;
import java.util.UUID;

/** {@link StorageMessages#FIND_COMMAND}. */
final class FindCommandHandler implements Service<FindCommand, FoundCommand> {
    private final Journal journal;

    FindCommandHandler(Journal journal) {
        this.journal = journal;
    }

    @Override
    public Future<FoundCommand> handle(FindCommand request, Caller caller) {
        return journal.find(UUID.fromString(request.commandId()), request.requestHash())
                .map(FoundCommand::new);
    }
}
