package io.corebus.resource;

import io.corebus.audit.AuditMessages;
import io.corebus.audit.AuditMessages.Sealed;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.feature.Feature;
import io.corebus.feature.Features;
import io.corebus.resource.ResourceMessages.Uncached;
import io.corebus.storage.JournalMessages;
import io.corebus.storage.JournalMessages.Entry;
import io.corebus.storage.JournalMessages.ReadSealed;
import io.corebus.storage.JournalMessages.SealedEntry;
import io.corebus.storage.JournalMessages.SealedPage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the sealed journal and drops from the cache what is older than that: a writer may have died, or lost Redis, between its commit and the cache. One for
 * each process is enough. What is heard twice does no harm, so it need not be exact about order; what it did not hear, or could not do, it reads again within a
 * second. Belongs to one event loop.
 */
final class SealedRepair {
    private static final Logger LOG = LoggerFactory.getLogger(SealedRepair.class);
    private static final long LOOK_MILLIS = 1_000;
    private static final int PAGE = 500;
    /** What was sealed last before the start may not have been repaired by anybody. */
    private static final long LOOK_BACK = 1_000;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Bus bus;
    private final Features features;
    private final Cache cache;
    private long through = -1;
    private boolean reading;
    private boolean heardSinceLook;

    SealedRepair(Vertx vertx, Bus bus, Features features, Cache cache) {
        this.vertx = vertx;
        this.bus = bus;
        this.features = features;
        this.cache = cache;
    }

    Future<Void> start() {
        vertx.setPeriodic(LOOK_MILLIS, tick -> look());
        return bus.subscribe(ResourceMessages.UNCACHED, this::drop)
                .compose(listening -> bus.subscribe(AuditMessages.SEALED, this::heard));
    }

    /** What a writer does that does not reach Redis: others may, and need not wait for the seal. Nobody waits for this, so it may be late; the seal repairs it then. */
    static Consumer<Cache.Known> byOthers(Bus bus) {
        return known -> bus.publish(
                ResourceMessages.UNCACHED,
                new Uncached(known.feature().name(), known.id(), known.version(), known.deleted()));
    }

    private void drop(Uncached written) {
        Feature feature = features.find(written.feature());
        if (feature != null) {
            Cache.Known known = new Cache.Known(feature, written.id(), written.version(), written.deleted());
            cache.dropOlder(List.of(known))
                    .onFailure(away -> LOG.debug("{} {} stays in the cache", feature.name(), known.id()));
        }
    }

    private void look() {
        if (!heardSinceLook) {
            catchUp();
        }
        heardSinceLook = false;
    }

    private void heard(Sealed sealed) {
        List<SealedEntry> entries = sealed.entries();
        long first = entries.get(0).seq();
        if (through < 0 || reading || first > through + 1) {
            catchUp();
            return;
        }
        heardSinceLook = true;
        repair(entries, entries.get(entries.size() - 1).seq());
    }

    private void catchUp() {
        if (!reading) {
            reading = true;
            read().onComplete(done -> reading = false)
                    .onFailure(cause -> LOG.debug("The sealed journal cannot be read: {}", cause.getMessage()));
        }
    }

    private Future<Void> read() {
        ReadSealed question = through < 0 ? new ReadSealed(0, 1, null) : new ReadSealed(through, PAGE, null);
        return bus.request(JournalMessages.READ_SEALED, question, Caller.system(PATIENCE))
                .compose(this::took);
    }

    private Future<Void> took(SealedPage page) {
        if (through < 0) {
            through = Math.max(0, page.head() - LOOK_BACK);
        } else {
            long before = through;
            return repair(page.entries(), page.through())
                    .compose(done -> through > before && through < page.head() ? read() : Future.succeededFuture());
        }
        return through < page.head() ? read() : Future.succeededFuture();
    }

    /** Where Redis does not take it, the place stays where it is, and the next look tries again. */
    private Future<Void> repair(List<SealedEntry> entries, long until) {
        List<Cache.Known> known = new ArrayList<>();
        for (SealedEntry sealed : entries) {
            addTo(known, sealed.entry());
        }
        return cache.dropOlder(known)
                .onSuccess(done -> through = Math.max(through, until))
                .otherwiseEmpty();
    }

    /** Nothing can be older than a first version. */
    private void addTo(List<Cache.Known> known, Entry entry) {
        Feature feature = features.find(entry.feature());
        String id = entry.resourceId();
        Long version = entry.version();
        if (feature != null && feature.cacheTtl() != null && id != null && version != null && version > 1) {
            known.add(new Cache.Known(feature, id, version, entry.kind().equals("deleted")));
        }
    }
}
