package io.corebus.door;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.config.LimitsConfig;
import io.corebus.config.RedisConfig;
import io.corebus.door.TokenBucket.Draw;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much one caller may ask: so many requests a second over all nodes, counted for the user, for an API token with a rate of its own, or for the address
 * where no valid token is shown. Takes tokens from the cluster's bucket a few at a time, so it never lets through more than is allowed, and most requests cost
 * no way to Redis. Says how it stands in the {@code RateLimit} headers (draft-ietf-httpapi-ratelimit-headers-10). Belongs to one event loop.
 */
public final class RateLimit {
    private static final CharSequence LIMIT = HttpHeaders.createOptimized("ratelimit");
    private static final CharSequence POLICY = HttpHeaders.createOptimized("ratelimit-policy");
    private static final int MAX_LEASES = 100_000;
    private static final long LEASE_MILLIS = 1_000;

    private final RateBuckets buckets;
    private final @Nullable RatePolicy ofCaller;
    private final @Nullable RatePolicy ofAddress;
    private final MeterRegistry meters;
    private final Cache<String, Lease> leases =
            Caffeine.newBuilder().maximumSize(MAX_LEASES).build();

    public RateLimit(Vertx vertx, LimitsConfig limits, RedisConfig redis, MeterRegistry meters) {
        this(limits, new RateBuckets(vertx, redis), meters);
    }

    private RateLimit(LimitsConfig limits, RateBuckets buckets, MeterRegistry meters) {
        this.ofCaller = policy("caller", limits.callerRate(), limits.callerBurst());
        this.ofAddress = policy("address", limits.addressRate(), limits.addressBurst());
        this.buckets = buckets;
        this.meters = meters;
    }

    /** For a door that counts in its own way. */
    public static RateLimit none(MeterRegistry meters) {
        return new RateLimit(new LimitsConfig(0, 0, 0, 0), new RateBuckets(), meters);
    }

    private static @Nullable RatePolicy policy(String name, int rate, int burst) {
        return rate == 0 ? null : RatePolicy.of(name, rate, burst);
    }

    /** Tokens that were taken from a bucket and not used yet, or the knowledge that there is none. */
    private static final class Lease {
        int tokens;
        long left;
        long until;
        long emptyUntil;

        @Nullable
        Future<Draw> asking;
    }

    /** Somebody who showed a token: one with a rate of its own is counted, whether anybody else is or not. Fails with {@code rate-limited} 429. */
    Future<Exchange> admitCaller(Exchange exchange) {
        Caller caller = exchange.caller();
        if (caller.user().equals(Caller.ANONYMOUS)) {
            return admitAddress(exchange);
        }
        Integer own = exchange.ownRate();
        if (own != null) {
            return admit(exchange, "token:" + caller.token(), RatePolicy.of("token", own, 0));
        }
        return ofCaller == null ? Future.succeededFuture(exchange) : admit(exchange, "user:" + caller.user(), ofCaller);
    }

    /** Somebody who showed none, or none that is valid. Fails with {@code rate-limited} 429. */
    Future<Exchange> admitAddress(Exchange exchange) {
        return ofAddress == null
                ? Future.succeededFuture(exchange)
                : admit(exchange, "address:" + Addresses.group(exchange.request()), ofAddress);
    }

    public Future<Void> close() {
        return buckets.close();
    }

    private Future<Exchange> admit(Exchange exchange, String key, RatePolicy policy) {
        Lease lease = leases.get(key, absent -> new Lease());
        long now = System.currentTimeMillis();
        if (lease.tokens > 0 && now < lease.until) {
            lease.tokens--;
            show(exchange, policy, lease.left + lease.tokens);
            return Future.succeededFuture(exchange);
        }
        if (now < lease.emptyUntil) {
            return refuse(exchange, policy, lease.emptyUntil - now);
        }
        return ask(lease, key, policy).compose(draw -> admit(exchange, key, policy));
    }

    /** Those who wait at the same time wait for the same answer. */
    private Future<Draw> ask(Lease lease, String key, RatePolicy policy) {
        Future<Draw> asked = lease.asking;
        if (asked == null) {
            asked = buckets.draw(key, policy).onSuccess(draw -> took(lease, draw));
            lease.asking = asked.isComplete() ? null : asked;
        }
        return asked;
    }

    private static void took(Lease lease, Draw draw) {
        long now = System.currentTimeMillis();
        lease.asking = null;
        lease.tokens = draw.got();
        lease.left = draw.left();
        lease.until = now + LEASE_MILLIS;
        lease.emptyUntil = draw.got() > 0 ? 0 : now + Math.max(1, draw.waitMillis());
    }

    private Future<Exchange> refuse(Exchange exchange, RatePolicy policy, long waitMillis) {
        meters.counter("corebus.http.rate.limited", "limit", policy.name()).increment();
        show(exchange, policy, 0);
        int seconds = (int) Math.max(1, (waitMillis + 999) / 1000);
        String detail = "More than " + policy.rate() + " requests a second. Wait " + seconds
                + (seconds == 1 ? " second" : " seconds") + ", then go on more slowly.";
        return Future.failedFuture(new Failure("rate-limited", 429, detail, List.of(), null, seconds).exception());
    }

    private static void show(Exchange exchange, RatePolicy policy, long remaining) {
        exchange.response()
                .putHeader(POLICY, policy.header())
                .putHeader(LIMIT, "\"" + policy.name() + "\";r=" + remaining + ";t=" + policy.fullIn(remaining));
    }
}
