package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.JournalMessages.AppendEntry;
import io.corebus.storage.JournalMessages.Appended;
import io.vertx.core.Future;

/** {@link JournalMessages#APPEND_ENTRY}. */
final class AppendEntryHandler implements Service<AppendEntry, Appended> {
    private final Appends appends;

    AppendEntryHandler(Appends appends) {
        this.appends = appends;
    }

    @Override
    public Future<Appended> handle(AppendEntry request, Caller caller) {
        return appends.submit(new Append(request, caller));
    }
}
