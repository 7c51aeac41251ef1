package io.corebus.storage;

import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.storage.JournalMessages.ReadSealed;
import io.corebus.storage.JournalMessages.SealedPage;
import io.vertx.core.Future;

/** {@link JournalMessages#READ_SEALED}. */
final class ReadSealedHandler implements Service<ReadSealed, SealedPage> {
    /** How many numbers it goes through at most to find entries of one feature. */
    private static final int MAX_WINDOW = 5_000;

    private static final long MAX_SEQ = Long.MAX_VALUE / 2;

    private final SealedEntries sealed;

    ReadSealedHandler(SealedEntries sealed) {
        this.sealed = sealed;
    }

    @Override
    public Future<SealedPage> handle(ReadSealed request, Caller caller) {
        long after = Math.max(0, Math.min(request.after(), MAX_SEQ));
        int window = request.feature() == null ? request.limit() : MAX_WINDOW;
        return sealed.read(after, window, request.feature(), request.limit(), Fitting.MAX_BYTES)
                .map(found ->
                        new SealedPage(found.entries(), through(found, after + window), found.first(), found.head()));
    }

    private static long through(SealedEntries.Found found, long end) {
        if (found.more()) {
            return found.entries().get(found.entries().size() - 1).seq();
        }
        // Where all of the oldest entries are gone there is no use in asking for them piece by piece.
        return Math.max(Math.min(end, found.head()), found.first() - 1);
    }
}
