package io.corebus.storage;

import io.corebus.bus.Bus;
import io.vertx.core.Future;
import java.util.List;

/** The side of the storage room that the audit room speaks to: the journal as it is read, and the seals over it. */
final class Seals {
    private Seals() {}

    /** Serves all its addresses on the calling verticle. */
    static Future<?> serve(Bus bus, Database database, Appends appends, Bell bell) {
        SealedEntries sealed = new SealedEntries(database);
        return Future.all(List.of(
                bus.serve(JournalMessages.APPEND_ENTRY, bell.after(new AppendEntryHandler(appends))),
                bus.serve(JournalMessages.APPEND_ENTRIES, bell.after(new AppendEntriesHandler(appends))),
                bus.serve(JournalMessages.READ_UNSEALED, new ReadUnsealedHandler(database)),
                bus.serve(JournalMessages.INSERT_SEAL, new InsertSealHandler(database)),
                bus.serve(JournalMessages.READ_SEALED, new ReadSealedHandler(sealed)),
                bus.serve(JournalMessages.READ_SEALS, new ReadSealsHandler(database, sealed)),
                bus.serve(JournalMessages.FIND_ENTRIES, new FindEntriesHandler(database)),
                bus.serve(JournalMessages.ERASE_PAYLOADS, bell.after(new ErasePayloadsHandler(database))),
                bus.serve(JournalMessages.INSERT_SEAL_KEY, new InsertSealKeyHandler(database)),
                bus.serve(JournalMessages.LIST_SEAL_KEYS, new ListSealKeysHandler(database))));
    }
}
