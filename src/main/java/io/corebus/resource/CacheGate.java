package io.corebus.resource;

import io.corebus.bus.Bus;
import io.corebus.bus.PerProcess;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Whether every instance of the resource room in this process reaches Redis. While one does not, its acknowledged writes are missing in the cache, so that no
 * other may read from there.
 */
final class CacheGate implements Shareable {
    private final AtomicInteger away = new AtomicInteger();
    private final AtomicReference<@Nullable Bus> repaired = new AtomicReference<>();

    /** What was repaired here, by rooms that may be gone: whoever comes after them goes on there. */
    private volatile long through = Long.MAX_VALUE;

    /** The one gate of this process. */
    static CacheGate of(Vertx vertx) {
        return PerProcess.of(vertx, CacheGate.class, CacheGate::new);
    }

    boolean isOpen() {
        return away.get() == 0;
    }

    /** True for the one of those with this bus that asks first: it repairs the cache for all of them. */
    boolean claimRepair(Bus bus) {
        return repaired.getAndSet(bus) != bus;
    }

    /** The newest entry of the journal up to which the cache was repaired; the largest number where nothing was yet. */
    long repairedThrough() {
        return through;
    }

    void repaired(long seq) {
        through = seq;
    }

    void goesAway() {
        away.incrementAndGet();
    }

    void comesBack() {
        away.decrementAndGet();
    }
}
