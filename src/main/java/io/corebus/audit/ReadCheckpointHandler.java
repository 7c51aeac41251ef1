package io.corebus.audit;

import io.corebus.audit.AuditMessages.Checkpoint;
import io.corebus.audit.AuditMessages.ReadCheckpoint;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.Json;
import io.corebus.bus.Service;
import io.corebus.storage.JournalMessages;
import io.corebus.storage.JournalMessages.ReadSeals;
import io.corebus.storage.JournalMessages.ReadUnsealed;
import io.corebus.storage.JournalMessages.SealPage;
import io.vertx.core.Future;

/** Answers the newest seal: whoever keeps it elsewhere can tell later whether the end of the trail was cut off. */
final class ReadCheckpointHandler implements Service<ReadCheckpoint, Checkpoint> {
    private final Bus bus;

    ReadCheckpointHandler(Bus bus) {
        this.bus = bus;
    }

    @Override
    public Future<Checkpoint> handle(ReadCheckpoint request, Caller caller) {
        Admission.requireReader(caller);
        return bus.request(JournalMessages.READ_UNSEALED, new ReadUnsealed(1), caller)
                .map(page -> new ReadSeals(Math.max(1, page.number() - 1), 1))
                .compose(newest -> bus.request(JournalMessages.READ_SEALS, newest, caller))
                .map(ReadCheckpointHandler::checkpoint);
    }

    private static Checkpoint checkpoint(SealPage page) {
        if (page.seals().isEmpty()) {
            throw new Failure("not-found", 404, "There is no seal yet. Try again when something was written.")
                    .exception();
        }
        return new Checkpoint(
                Json.of(ExportLines.checkpoint(page.seals().get(0)).toString()));
    }
}
