package io.corebus.webhook;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Json;
import io.corebus.storage.JournalMessages;
import io.corebus.storage.JournalMessages.Entry;
import io.corebus.storage.JournalMessages.ReadSealed;
import io.corebus.storage.JournalMessages.SealedEntry;
import io.corebus.storage.JournalMessages.SealedPage;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sealed journal for all hooks of an instance: what was just heard from memory, the rest from storage, where whoever asks for what is being read already
 * gets the same answer. Belongs to one event loop.
 */
final class SealedJournal {
    static final int PAGE = 200;

    private static final int MAX_HEARD = 2_000;
    private static final long MAX_WEIGHT = 8L << 20;
    private static final int OVERHEAD = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Bus bus;
    private final Map<ReadSealed, Future<SealedPage>> underWay = new HashMap<>();
    /** Without a gap, oldest first. */
    private final List<SealedEntry> heard = new ArrayList<>();

    private long weight;

    SealedJournal(Bus bus) {
        this.bus = bus;
    }

    /** What was not heard is not missed: it is read. */
    void hear(List<SealedEntry> entries) {
        for (SealedEntry sealed : entries) {
            long next = heard.isEmpty() ? sealed.seq() : last() + 1;
            if (sealed.seq() > next) {
                heard.clear();
                weight = 0;
            }
            if (sealed.seq() >= next) {
                heard.add(sealed);
                weight += weight(sealed.entry());
            }
        }
        forget();
    }

    /** Half of it at a time, so that it costs little. */
    private void forget() {
        while (heard.size() > MAX_HEARD || (weight > MAX_WEIGHT && !heard.isEmpty())) {
            List<SealedEntry> oldest = heard.subList(0, (heard.size() + 1) / 2);
            oldest.forEach(each -> weight -= weight(each.entry()));
            oldest.clear();
        }
    }

    private static long weight(Entry entry) {
        return OVERHEAD + weight(entry.before()) + weight(entry.after());
    }

    private static long weight(@Nullable Json json) {
        return json == null ? 0 : json.utf8().length;
    }

    private long last() {
        return heard.get(heard.size() - 1).seq();
    }

    /** @param feature where only the entries of one are of use; others may come, too */
    Future<SealedPage> read(long after, @Nullable String feature) {
        if (!heard.isEmpty() && heard.get(0).seq() <= after + 1 && after < last()) {
            return Future.succeededFuture(fromMemory(after));
        }
        return read(new ReadSealed(after, PAGE, feature));
    }

    private SealedPage fromMemory(long after) {
        int from = (int) (after + 1 - heard.get(0).seq());
        int to = Math.min(from + PAGE, heard.size());
        List<SealedEntry> page = List.copyOf(heard.subList(from, to));
        return new SealedPage(
                page, page.get(page.size() - 1).seq(), heard.get(0).seq(), last());
    }

    /** One entry; null where the journal does not have it any more. */
    Future<@Nullable Event> event(long seq) {
        return read(new ReadSealed(seq - 1, 1, null)).map(page -> event(page, seq));
    }

    private static @Nullable Event event(SealedPage page, long seq) {
        return page.entries().isEmpty() || page.entries().get(0).seq() != seq
                ? null
                : Event.of(page.entries().get(0));
    }

    /** The newest number. */
    Future<Long> head() {
        return read(new ReadSealed(Long.MAX_VALUE / 2, 1, null)).map(SealedPage::head);
    }

    private Future<SealedPage> read(ReadSealed question) {
        Future<SealedPage> same = underWay.get(question);
        if (same != null) {
            return same;
        }
        Future<SealedPage> answer = bus.request(JournalMessages.READ_SEALED, question, Caller.system(PATIENCE));
        underWay.put(question, answer);
        return answer.onComplete(read -> underWay.remove(question, answer));
    }
}
