package io.corebus.resource;

import io.corebus.bus.Bus;
import io.corebus.feature.Feature;
import io.corebus.feature.Features;
import io.corebus.journal.SealedFollower;
import io.corebus.journal.SealedReader;
import io.corebus.resource.ResourceMessages.Uncached;
import io.corebus.storage.JournalMessages.Entry;
import io.corebus.storage.JournalMessages.SealedEntry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the sealed journal and drops from the cache what is older than that: a writer may have died, or lost Redis, between its commit and the cache. One for
 * each process is enough. Belongs to one event loop.
 */
final class SealedRepair implements SealedFollower.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(SealedRepair.class);
    /** What was sealed last before the start may not have been repaired by anybody. */
    private static final long LOOK_BACK = 1_000;

    private final Bus bus;
    private final Features features;
    private final Cache cache;
    private final CacheGate gate;
    private final SealedFollower follower;

    SealedRepair(Vertx vertx, Bus bus, Features features, Cache cache) {
        this.bus = bus;
        this.features = features;
        this.cache = cache;
        this.gate = CacheGate.of(vertx);
        this.follower = new SealedFollower(vertx, bus, new SealedReader(bus), this);
    }

    Future<Void> start() {
        return bus.subscribe(ResourceMessages.UNCACHED, this::drop).compose(listening -> follower.start());
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

    @Override
    public long begin(long head) {
        return Math.max(0, Math.min(head - LOOK_BACK, gate.repairedThrough()));
    }

    /** Fails where Redis does not take it. */
    @Override
    public Future<Void> take(List<SealedEntry> next) {
        List<Cache.Known> known = new ArrayList<>();
        for (SealedEntry sealed : next) {
            addTo(known, sealed.entry());
        }
        long through = next.get(next.size() - 1).seq();
        return cache.dropOlder(known).onSuccess(dropped -> gate.repaired(through));
    }

    /** Nothing can be older than a first version. What is not cached any more may be in the cache from before, and be cached again. */
    private void addTo(List<Cache.Known> known, Entry entry) {
        Feature feature = features.find(entry.feature());
        String id = entry.resourceId();
        Long version = entry.version();
        if (feature != null && id != null && version != null && version > 1) {
            known.add(new Cache.Known(feature, id, version, entry.kind().equals("deleted")));
        }
    }
}
