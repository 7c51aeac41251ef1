package io.corebus.journal;

import io.corebus.audit.AuditMessages;
import io.corebus.audit.AuditMessages.Sealed;
import io.corebus.bus.Bus;
import io.corebus.bus.Ticks;
import io.corebus.storage.JournalMessages.ReadSealed;
import io.corebus.storage.JournalMessages.SealedEntry;
import io.corebus.storage.JournalMessages.SealedPage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the sealed journal: every entry in order, none left out. What it hears on the bus it takes where it is the next one; else it reads what is missing, one
 * reading at a time; and where it has heard nothing for a second, it looks. So it needs the bus to be quick, and never to be right. What cannot be read or taken
 * is tried again, after 0.1 s at first and within a second always. Belongs to one event loop.
 */
public final class SealedFollower {
    private static final Logger LOG = LoggerFactory.getLogger(SealedFollower.class);
    private static final int PAGE = 500;
    /** Kept while something is under way. A seal has thousands of entries at full load. */
    private static final int MAX_HEARD = 4_000;

    private static final long MAX_HEARD_BYTES = 4L << 20;
    private static final long TICK_MILLIS = 100;
    private static final long SILENCE_NANOS = 800_000_000L;
    private static final long FIRST_PAUSE_NANOS = 100_000_000L;
    private static final long LONGEST_PAUSE_NANOS = 800_000_000L;

    private final Bus bus;
    private final SealedReader reader;
    private final Listener listener;
    private final HeardEntries heard = new HeardEntries(MAX_HEARD, MAX_HEARD_BYTES);
    private @Nullable Future<Void> busy;
    private boolean open;
    private long through;
    private long known;
    private long lastHeard = System.nanoTime();
    private long pause;
    private long notBefore = System.nanoTime();
    private final Ticks ticks;

    /** What the entries are for. */
    public interface Listener {
        /**
         * Called once, before everything else.
         *
         * @param head the newest entry there is; 0 where there is none
         * @return the place to begin behind, 0 to {@code head}
         */
        long begin(long head);

        /**
         * @param next is not empty, and begins where the last call that succeeded ended
         * @return where it fails, these and what came after them are told again
         */
        Future<Void> take(List<SealedEntry> next);

        /** Those up to this one that were not told yet are gone for good; where it is before what was told last, so are those after it that were. */
        default void skip(long gone) {}

        /** What was heard is not what comes next, which has to be read. */
        default void missed() {}
    }

    public SealedFollower(Vertx vertx, Bus bus, SealedReader reader, Listener listener) {
        this.ticks = new Ticks(vertx);
        this.bus = bus;
        this.reader = reader;
        this.listener = listener;
    }

    /** Does not wait for the journal, which may be away: {@link #reach} does. */
    public Future<Void> start() {
        return bus.subscribe(AuditMessages.SEALED, this::heard).onSuccess(subscribed -> {
            ticks.start(TICK_MILLIS, this::tick);
            tick();
        });
    }

    public void stop() {
        ticks.stop();
    }

    /** How many entries are known to be there and have not been taken yet. */
    public long lag() {
        return Math.max(0, known - through);
    }

    /**
     * Completes when the place to begin is known, and everything up to this entry, as far as it exists, has been taken. Fails where the journal cannot be read, or
     * the entries cannot be taken.
     */
    public Future<Void> reach(@Nullable Long seq) {
        // Twice: a reading that is under way may have begun before that entry was there.
        return reachOnce(seq).compose(done -> reachOnce(seq));
    }

    private Future<Void> reachOnce(@Nullable Long seq) {
        boolean enough = open && (seq == null || seq <= through);
        return enough ? Future.succeededFuture() : catchUp();
    }

    private void tick() {
        boolean silent = System.nanoTime() - lastHeard > SILENCE_NANOS;
        if ((!open || known > through || silent) && !isPausing()) {
            catchUp();
        }
    }

    private boolean isPausing() {
        return System.nanoTime() - notBefore < 0;
    }

    private void heard(Sealed sealed) {
        List<SealedEntry> entries = sealed.entries();
        long last = entries.get(entries.size() - 1).seq();
        if (last > through) {
            lastHeard = System.nanoTime(); // Who hears only what it knows looks whether the journal has gone back.
        }
        known = Math.max(known, last);
        if (!open || busy != null || isPausing()) {
            heard.add(entries); // Whatever is under way, or a tick, sees to it.
        } else if (entries.get(0).seq() <= through + 1) {
            work(() -> take(following(entries))
                    .onFailure(cause -> heard.add(entries))
                    .compose(taken -> known > through ? next() : taken()));
        } else {
            heard.add(entries);
            listener.missed();
            catchUp();
        }
    }

    private Future<Void> catchUp() {
        return work(this::next);
    }

    private Future<Void> work(Supplier<Future<Void>> work) {
        Future<Void> already = busy;
        if (already != null) {
            return already;
        }
        Future<Void> begun = work.get();
        if (!begun.isComplete()) {
            busy = begun;
            begun.onComplete(done -> busy = null);
        }
        return begun.onSuccess(done -> pause = 0).onFailure(this::wait);
    }

    /** What was heard, where it is what comes next, else what can be read; and so on, as long as more is known to be there. */
    private Future<Void> next() {
        List<SealedEntry> next = heard.after(through, PAGE);
        return next.isEmpty() ? read() : take(next).compose(taken -> known > through ? next() : taken());
    }

    private Future<Void> read() {
        ReadSealed question = open ? new ReadSealed(through, PAGE, null) : new ReadSealed(0, 1, null);
        return reader.ask(question).compose(page -> open ? took(page) : begin(page));
    }

    private Future<Void> begin(SealedPage page) {
        sawHead(page);
        open = true;
        through = listener.begin(page.head());
        return known > through ? next() : taken();
    }

    private Future<Void> took(SealedPage page) {
        if (page.head() < through) {
            return goBack(page);
        }
        sawHead(page);
        if (page.entries().isEmpty() && heard.last() <= through) {
            known = page.head(); // What was heard before the journal had gone back is not to come.
        }
        long before = through;
        if (page.first() > through + 1) {
            LOG.warn("The journal begins at {}, entries after {} are gone", page.first(), through);
            through = page.first() - 1;
            listener.skip(through);
        }
        return take(following(page.entries())).compose(taken -> through > before && known > through ? next() : taken());
    }

    /**
     * A database without the last seals has taken the place of the one before. What was told of them cannot be taken back; what is sealed from here on is told, though
     * it has numbers that were told before.
     */
    private Future<Void> goBack(SealedPage page) {
        LOG.warn("The journal ends at {} now, entries up to {} are gone", page.head(), through);
        lastHeard = System.nanoTime();
        heard.clear();
        known = page.head();
        through = page.head();
        listener.skip(through);
        return taken();
    }

    private void sawHead(SealedPage page) {
        lastHeard = System.nanoTime();
        known = Math.max(known, page.head());
    }

    /** Whoever answers late may tell again what was taken meanwhile. */
    private List<SealedEntry> following(List<SealedEntry> entries) {
        if (!entries.isEmpty() && entries.get(0).seq() == through + 1) {
            return entries; // As nearly always: thousands, at full load, that need not be looked at one by one.
        }
        List<SealedEntry> newer =
                entries.stream().filter(entry -> entry.seq() > through).toList();
        return newer.isEmpty() || newer.get(0).seq() > through + 1 ? List.of() : newer;
    }

    private Future<Void> take(List<SealedEntry> next) {
        return next.isEmpty()
                ? taken()
                : Future.succeededFuture(next)
                        .compose(listener::take)
                        .onSuccess(taken -> taken(next.get(next.size() - 1).seq()));
    }

    private void taken(long last) {
        through = last;
        if (heard.last() <= through) {
            heard.clear();
        }
    }

    private static Future<Void> taken() {
        return Future.succeededFuture();
    }

    /** The first of several in a row is told, the others are the same. */
    private void wait(Throwable failure) {
        if (pause == 0) {
            LOG.info("The sealed journal cannot be followed at the moment: {}", failure.getMessage());
        }
        pause = Math.min(Math.max(pause * 2, FIRST_PAUSE_NANOS), LONGEST_PAUSE_NANOS);
        notBefore = System.nanoTime() + pause;
    }
}
