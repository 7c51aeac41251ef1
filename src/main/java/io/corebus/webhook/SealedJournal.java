package io.corebus.webhook;

import io.corebus.bus.Bus;
import io.corebus.journal.HeardEntries;
import io.corebus.journal.SealedReader;
import io.corebus.storage.JournalMessages.ReadSealed;
import io.corebus.storage.JournalMessages.SealedEntry;
import io.corebus.storage.JournalMessages.SealedPage;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sealed journal for all hooks of an instance: what was just heard from memory, the rest from storage. Belongs to one event loop. */
final class SealedJournal {
    private static final int MAX_HEARD = 2_000;
    private static final long MAX_HEARD_BYTES = 8L << 20;

    private final SealedReader reader;
    private final HeardEntries heard = new HeardEntries(MAX_HEARD, MAX_HEARD_BYTES);
    private long erasures;

    SealedJournal(Bus bus) {
        this.reader = new SealedReader(bus);
    }

    /** What was not heard is not missed: it is read. */
    void hear(List<SealedEntry> entries) {
        heard.add(entries);
        erasures += entries.stream().filter(HeardEntries::isErasure).count();
    }

    /** How often something was erased, as far as was heard: what was read before may be what was erased. */
    long erasures() {
        return erasures;
    }

    /** @param feature where only the entries of one are of use; others may come, too */
    Future<SealedPage> read(long after, @Nullable String feature) {
        List<SealedEntry> next = heard.after(after, SealedReader.PAGE);
        return next.isEmpty()
                ? reader.read(new ReadSealed(after, SealedReader.PAGE, feature))
                : Future.succeededFuture(
                        new SealedPage(next, next.get(next.size() - 1).seq(), heard.first(), heard.last()));
    }

    /** One entry; null where the journal does not have it any more. */
    Future<@Nullable Event> event(long seq) {
        return reader.read(new ReadSealed(seq - 1, 1, null)).map(page -> event(page, seq));
    }

    private static @Nullable Event event(SealedPage page, long seq) {
        return page.entries().isEmpty() || page.entries().get(0).seq() != seq
                ? null
                : Event.of(page.entries().get(0));
    }

    /** The newest number. */
    Future<Long> head() {
        return reader.read(new ReadSealed(Long.MAX_VALUE / 2, 1, null)).map(SealedPage::head);
    }
}
