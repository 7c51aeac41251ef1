package io.corebus.resource;

import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether every instance of the resource room in this process reaches Redis. While one does not, its acknowledged writes are missing in the cache, so that no
 * other may read from there.
 */
final class CacheGate implements Shareable {
    private static final String NAME = CacheGate.class.getName();

    private final AtomicInteger away = new AtomicInteger();
    private final AtomicBoolean repaired = new AtomicBoolean();

    /** The one gate of this process. */
    static CacheGate of(Vertx vertx) {
        return vertx.sharedData().<String, CacheGate>getLocalMap(NAME).computeIfAbsent(NAME, name -> new CacheGate());
    }

    boolean isOpen() {
        return away.get() == 0;
    }

    /** True for the one instance that asks first: it repairs the cache for all. */
    boolean claimRepair() {
        return repaired.compareAndSet(false, true);
    }

    void goesAway() {
        away.incrementAndGet();
    }

    void comesBack() {
        away.decrementAndGet();
    }
}
