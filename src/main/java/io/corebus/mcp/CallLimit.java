package io.corebus.mcp;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.corebus.door.RatePolicy;
import io.corebus.door.TokenBucket;
import io.corebus.door.TokenBucket.Draw;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;

/** So many requests per second of each token, more for a moment (a token bucket). Belongs to one event loop. */
final class CallLimit {
    /** One that was not used for long is full again, so nothing has to be forgotten by time: to note with each request when a token was seen costs more than the rest. */
    private static final int MAX_REMEMBERED = 20_000;

    private final RatePolicy policy;
    private final LongSupplier nanos;
    private final ConcurrentMap<String, TokenBucket> buckets;

    CallLimit(int perSecond, int burst, LongSupplier nanos) {
        this.policy = new RatePolicy("mcp", perSecond, burst);
        this.nanos = nanos;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .executor(Runnable::run)
                .<String, TokenBucket>build()
                .asMap();
    }

    /** Takes one. @return 0 where there was one, else the seconds after which there will be */
    int take(String key) {
        long millis = nanos.getAsLong() / 1_000_000;
        Draw draw = buckets.computeIfAbsent(key, unknown -> new TokenBucket(policy, millis))
                .draw(1, millis);
        return (int) Math.ceil(draw.waitMillis() / 1_000.0);
    }
}
