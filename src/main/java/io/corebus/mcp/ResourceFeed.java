package io.corebus.mcp;

import io.corebus.audit.AuditMessages;
import io.corebus.audit.AuditMessages.Sealed;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.storage.JournalMessages;
import io.corebus.storage.JournalMessages.Entry;
import io.corebus.storage.JournalMessages.ReadSealed;
import io.corebus.storage.JournalMessages.SealedEntry;
import io.corebus.storage.JournalMessages.SealedPage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the sealed journal from the moment it was opened: what is heard on the bus, and what was not heard, from the journal within a second. Some entries come
 * twice, none is left out. Belongs to one event loop.
 */
final class ResourceFeed {
    private static final Logger LOG = LoggerFactory.getLogger(ResourceFeed.class);
    private static final long LOOK_MILLIS = 1_000;
    private static final int PAGE = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Bus bus;
    private final Consumer<Entry> listener;
    private @Nullable Future<Void> opened;
    private long through;
    /** The newest entry of which it is known that it is sealed: it may have been heard of while what is before it was being read. */
    private long known;

    private boolean reading;
    private boolean heardSinceLook;

    ResourceFeed(Vertx vertx, Bus bus, Consumer<Entry> listener) {
        this.vertx = vertx;
        this.bus = bus;
        this.listener = listener;
    }

    /** Completes when everything that is sealed from now on will be told. One that failed is tried again by the next who asks. */
    Future<Void> open() {
        Future<Void> already = opened;
        if (already != null) {
            return already;
        }
        Future<Void> opening = ask(new ReadSealed(0, 1, null))
                .onSuccess(page -> through = page.head())
                .compose(page -> bus.subscribe(AuditMessages.SEALED, this::heard))
                .onSuccess(subscribed -> vertx.setPeriodic(LOOK_MILLIS, look -> look()));
        opened = opening;
        return opening.onFailure(cause -> opened = null);
    }

    private void look() {
        if (!heardSinceLook || known > through) {
            catchUp();
        }
        heardSinceLook = false;
    }

    private void heard(Sealed sealed) {
        List<SealedEntry> entries = sealed.entries();
        known = Math.max(known, entries.get(entries.size() - 1).seq());
        if (reading || entries.get(0).seq() > through + 1) {
            catchUp();
            return;
        }
        heardSinceLook = true;
        take(entries, entries.get(entries.size() - 1).seq());
    }

    private void catchUp() {
        if (!reading) {
            reading = true;
            read().onComplete(done -> reading = false)
                    .onFailure(cause -> LOG.debug("The sealed journal cannot be read: {}", cause.getMessage()));
        }
    }

    private Future<Void> read() {
        return ask(new ReadSealed(through, PAGE, null)).compose(this::took);
    }

    private Future<Void> took(SealedPage page) {
        long before = through;
        known = Math.max(known, page.head());
        take(page.entries(), page.through());
        return through > before && through < known ? read() : Future.succeededFuture();
    }

    private void take(List<SealedEntry> entries, long until) {
        for (SealedEntry entry : entries) {
            if (entry.seq() > through) {
                listener.accept(entry.entry());
            }
        }
        through = Math.max(through, until);
    }

    private Future<SealedPage> ask(ReadSealed question) {
        return bus.request(JournalMessages.READ_SEALED, question, Caller.system(PATIENCE));
    }
}
