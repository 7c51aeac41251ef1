package io.corebus.live;

import io.corebus.audit.AuditMessages;
import io.corebus.audit.AuditMessages.Sealed;
import io.corebus.bus.Bus;
import io.corebus.feature.Feature;
import io.corebus.feature.Features;
import io.corebus.storage.JournalMessages.ReadSealed;
import io.corebus.storage.JournalMessages.SealedEntry;
import io.corebus.storage.JournalMessages.SealedPage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the sealed journal: every entry once, in order. What it hears on the bus it takes where it is the next one; else it reads what is missing, one reading
 * at a time; and where it has heard nothing for a second, it looks. So it needs the bus to be quick, and never to be right. Belongs to one event loop.
 */
final class Hub {
    private static final Logger LOG = LoggerFactory.getLogger(Hub.class);
    private static final int PAGE = 500;
    private static final long TICK_MILLIS = 100;
    private static final long SILENCE_NANOS = 1_000_000_000L;
    private static final long FIRST_PAUSE_NANOS = 100_000_000L;
    private static final long LONGEST_PAUSE_NANOS = 5_000_000_000L;

    private final Vertx vertx;
    private final Bus bus;
    private final SealedJournal journal;
    private final LiveMetrics metrics;
    private final Map<String, Channel> channels = new HashMap<>();
    private @Nullable Future<Void> reading;
    private boolean open;
    private long through;
    private long known;
    private long lastHeard = System.nanoTime();
    private long pause;
    private long notBefore = System.nanoTime();
    private long timer;

    Hub(Vertx vertx, Bus bus, Features features, LiveConfig config, LiveMetrics metrics) {
        this.vertx = vertx;
        this.bus = bus;
        this.journal = new SealedJournal(bus);
        this.metrics = metrics;
        features.all().stream()
                .filter(Feature::live)
                .forEach(feature -> channels.put(feature.name(), new Channel(feature.name(), config, metrics)));
    }

    /** Does not wait for the journal, which may be away: {@link #position} does. */
    Future<Void> start() {
        timer = vertx.setPeriodic(TICK_MILLIS, tick -> tick());
        return bus.subscribe(AuditMessages.SEALED, this::heard).onSuccess(subscribed -> tick());
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    @Nullable
    Channel channel(String feature) {
        return channels.get(feature);
    }

    SealedJournal journal() {
        return journal;
    }

    /** The newest entry that was delivered here; 0 where none was. */
    long through() {
        return through;
    }

    /** How many entries are known to be there and have not been delivered yet. */
    long lag() {
        return Math.max(0, known - through);
    }

    /**
     * Completes when everything up to this place has been delivered here, as far as it exists: a client may have been ahead on another node. Fails where the
     * journal cannot be read.
     */
    Future<Long> position(@Nullable Long since) {
        // Twice: a reading that is under way may have begun before the client's last event was there.
        return reach(since).compose(done -> reach(since)).map(done -> through);
    }

    private Future<Void> reach(@Nullable Long since) {
        boolean enough = open && (since == null || since <= through);
        return enough ? Future.succeededFuture() : catchUp();
    }

    private void tick() {
        long now = System.nanoTime();
        boolean due = !open || known > through || now - lastHeard > SILENCE_NANOS;
        if (due && now - notBefore >= 0) {
            catchUp();
        }
    }

    private void heard(Sealed sealed) {
        if (!open) {
            return; // Reading will find it.
        }
        List<SealedEntry> entries = sealed.entries();
        lastHeard = System.nanoTime();
        known = Math.max(known, entries.get(entries.size() - 1).seq());
        take(entries);
        if (known > through && lastHeard - notBefore >= 0) {
            metrics.gap();
            catchUp();
        }
    }

    private void take(List<SealedEntry> entries) {
        for (SealedEntry entry : entries) {
            if (entry.seq() == through + 1) {
                through++;
                deliver(entry);
            }
        }
    }

    private void deliver(SealedEntry entry) {
        Channel channel = channels.get(entry.entry().feature());
        Event event = channel == null ? null : Event.of(entry);
        if (channel != null && event != null) {
            channel.deliver(event);
        }
    }

    private Future<Void> catchUp() {
        Future<Void> already = reading;
        if (already != null) {
            return already;
        }
        Future<Void> begun = read();
        if (!begun.isComplete()) {
            reading = begun;
        }
        return begun.onComplete(done -> reading = null)
                .onSuccess(done -> pause = 0)
                .onFailure(this::wait);
    }

    private Future<Void> read() {
        return journal.ask(new ReadSealed(open ? through : 0, open ? PAGE : 1, null))
                .compose(this::took);
    }

    private Future<Void> took(SealedPage page) {
        long before = through;
        lastHeard = System.nanoTime();
        known = Math.max(known, page.head());
        if (!open) {
            begin(page.head());
        } else if (page.first() > through + 1) {
            skipTo(page.first() - 1);
        }
        take(page.entries());
        boolean moved = through > before;
        return known > through && moved ? read() : Future.succeededFuture();
    }

    private void begin(long head) {
        open = true;
        through = head;
        channels.values().forEach(channel -> channel.begin(head));
    }

    private void skipTo(long seq) {
        LOG.warn(
                "The journal begins at {}, entries after {} are gone: subscribers have to read again",
                seq + 1,
                through);
        through = seq;
        channels.values().forEach(channel -> channel.resync(seq));
    }

    private void wait(Throwable failure) {
        pause = Math.min(Math.max(pause * 2, FIRST_PAUSE_NANOS), LONGEST_PAUSE_NANOS);
        notBefore = System.nanoTime() + pause;
        LOG.info("The journal cannot be read at the moment: {}", failure.getMessage());
    }
}
