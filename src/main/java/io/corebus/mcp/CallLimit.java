package io.corebus.mcp;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/** So many requests per second of each token, more for a moment (a token bucket). Belongs to one event loop. */
final class CallLimit {
    private static final int MAX_REMEMBERED = 20_000;
    private static final double NANOS = 1_000_000_000;

    private final double perSecond;
    private final double burst;
    private final LongSupplier nanos;
    private final ConcurrentMap<String, Bucket> buckets;

    CallLimit(int perSecond, int burst, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.nanos = nanos;
        Duration full = Duration.ofMillis(1_000L + 1_000L * burst / perSecond);
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfterAccess(full)
                .executor(Runnable::run)
                .<String, Bucket>build()
                .asMap();
    }

    private static final class Bucket {
        double left;
        long since;

        Bucket(double left, long since) {
            this.left = left;
            this.since = since;
        }
    }

    /** Takes one. @return 0 where there was one, else the seconds after which there will be */
    int take(String key) {
        long now = nanos.getAsLong();
        Bucket bucket = buckets.computeIfAbsent(key, unknown -> new Bucket(burst, now));
        bucket.left = Math.min(burst, bucket.left + (now - bucket.since) / NANOS * perSecond);
        bucket.since = now;
        if (bucket.left < 1) {
            return (int) Math.ceil((1 - bucket.left) / perSecond);
        }
        bucket.left -= 1;
        return 0;
    }
}
