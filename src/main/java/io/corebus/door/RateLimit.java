package io.corebus.door;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.corebus.access.AccessMessages.Identity;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.config.LimitsConfig;
import io.corebus.config.RedisConfig;
import io.corebus.door.TokenBucket.Draw;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much one caller may ask: so many requests a second over all nodes, counted for the user, for an API token with a rate of its own, or for the address
 * where no valid token is shown. Takes tokens from the cluster's bucket a few at a time, so it never lets through more than is allowed, and most requests cost
 * no way to Redis. Says how it stands in the {@code RateLimit} headers (draft-ietf-httpapi-ratelimit-headers-10). Belongs to one event loop.
 */
public final class RateLimit {
    private static final CharSequence LIMIT = HttpHeaders.createOptimized("ratelimit");
    private static final CharSequence POLICY = HttpHeaders.createOptimized("ratelimit-policy");
    private static final String TOKEN = "token";
    private static final int MAX_LEASES = 100_000;
    private static final long LEASE_MILLIS = 1_000;

    private final RateBuckets buckets;
    private final @Nullable RatePolicy ofCaller;
    private final @Nullable RatePolicy ofAddress;
    /** Null until {@link #start}. */
    private @Nullable FeaturePolicies ofFeatures;

    private final MeterRegistry meters;
    private final Cache<String, Lease> leases =
            Caffeine.newBuilder().maximumSize(MAX_LEASES).build();

    public RateLimit(Vertx vertx, LimitsConfig limits, RedisConfig redis, MeterRegistry meters) {
        this.ofCaller = policy("caller", limits.callerRate(), limits.callerBurst());
        this.ofAddress = policy("address", limits.addressRate(), limits.addressBurst());
        this.buckets = new RateBuckets(vertx, redis);
        this.meters = meters;
    }

    /** From now on it learns what is set for the features, and keeps to that, too. Called again: it learns by another bus, and knows meanwhile what it knew. */
    public Future<Void> start(Vertx vertx, Bus bus) {
        FeaturePolicies before = ofFeatures;
        FeaturePolicies learning = new FeaturePolicies(vertx, bus, before == null ? Map.of() : before.end());
        ofFeatures = learning;
        return learning.start();
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
        RatePolicy policy = ofToken(exchange.ownRate());
        return policy == null
                ? Future.succeededFuture(exchange)
                : admit(exchange, key(policy, caller.user(), String.valueOf(caller.token())), policy);
    }

    /** Whether somebody is counted at all: where nobody is, a door need not ask further. */
    public boolean counts(Identity identity) {
        return ofCaller != null || identity.rate() != null;
    }

    /** Somebody whose token was looked at otherwise, and whom no headers can tell how it stands. Fails with {@code rate-limited} 429. */
    public Future<Void> admitCaller(Identity identity) {
        RatePolicy policy = ofToken(identity.rate());
        return policy == null
                ? Future.succeededFuture()
                : take(key(policy, identity.user(), identity.tokenId()), policy).mapEmpty();
    }

    /** @param own requests a second of the token; null where it has no rate of its own */
    private @Nullable RatePolicy ofToken(@Nullable Integer own) {
        return own == null ? ofCaller : RatePolicy.of(TOKEN, own, 0);
    }

    private static String key(RatePolicy policy, String user, String token) {
        return policy.name().equals(TOKEN) ? "token:" + token : "user:" + user;
    }

    /** Somebody who showed none, or none that is valid. Fails with {@code rate-limited} 429. */
    Future<Exchange> admitAddress(Exchange exchange) {
        return ofAddress == null
                ? Future.succeededFuture(exchange)
                : admit(exchange, key(exchange.request()), ofAddress);
    }

    /** The same where no headers can tell how it stands. */
    public Future<Void> admitAddress(HttpServerRequest request) {
        return ofAddress == null
                ? Future.succeededFuture()
                : take(key(request), ofAddress).mapEmpty();
    }

    private static String key(HttpServerRequest request) {
        return "address:" + Addresses.group(request);
    }

    /** A request for a feature, whoever makes it. Fails with {@code feature-limited} 429. */
    Future<Exchange> admitFeature(Exchange exchange) {
        String feature = exchange.feature();
        FeaturePolicies.Known known = known(feature);
        if (known == null || (known.forSignedIn() && exchange.caller().user().equals(Caller.ANONYMOUS))) {
            return Future.succeededFuture(exchange);
        }
        RatePolicy policy = known.policy();
        return take(key(feature, policy), policy)
                .transform(left -> told(exchange, policy, left))
                .recover(refused -> Future.failedFuture(ofFeature(refused, feature, policy)));
    }

    /** Whether any feature has a limit. */
    boolean limitsFeatures() {
        return ofFeatures != null && !ofFeatures.isEmpty();
    }

    /** The same where no headers can tell how it stands. */
    public Future<Void> admitFeature(String feature) {
        FeaturePolicies.Known known = known(feature);
        if (known == null) {
            return Future.succeededFuture();
        }
        RatePolicy policy = known.policy();
        return take(key(feature, policy), policy)
                .<Void>mapEmpty()
                .recover(refused -> Future.failedFuture(ofFeature(refused, feature, policy)));
    }

    private FeaturePolicies.@Nullable Known known(String feature) {
        return ofFeatures == null ? null : ofFeatures.of(feature);
    }

    /** Another limit has another bucket: it may be set while the one of before is in use. */
    private static String key(String feature, RatePolicy policy) {
        return "feature:" + feature + ":" + policy.rate();
    }

    private static Throwable ofFeature(Throwable refused, String feature, RatePolicy policy) {
        Integer seconds = FailureException.of(refused).retryAfter();
        String detail = "More than " + policy.rate() + " requests a second for '" + feature
                + "', from all callers together. Wait " + waiting(seconds == null ? 1 : seconds) + ", then try again.";
        return new Failure("feature-limited", 429, detail, List.of(), null, seconds).exception();
    }

    public Future<Void> close() {
        return buckets.close();
    }

    private Future<Exchange> admit(Exchange exchange, String key, RatePolicy policy) {
        return take(key, policy).transform(left -> told(exchange, policy, left));
    }

    private static Future<Exchange> told(Exchange exchange, RatePolicy policy, AsyncResult<Long> left) {
        show(exchange, policy, left.succeeded() ? left.result() : 0);
        return left.succeeded() ? Future.succeededFuture(exchange) : Future.failedFuture(left.cause());
    }

    /** What is left. Fails with {@code rate-limited} where nothing was. */
    private Future<Long> take(String key, RatePolicy policy) {
        Lease lease = leases.get(key, absent -> new Lease());
        long now = System.currentTimeMillis();
        if (lease.tokens > 0 && now < lease.until) {
            lease.tokens--;
            return Future.succeededFuture(lease.left + lease.tokens);
        }
        return now < lease.emptyUntil
                ? refuse(policy, lease.emptyUntil - now)
                : ask(lease, key, policy).compose(draw -> take(key, policy));
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

    private Future<Long> refuse(RatePolicy policy, long waitMillis) {
        meters.counter("corebus.http.rate.limited", "limit", policy.name()).increment();
        int seconds = (int) Math.max(1, (waitMillis + 999) / 1000);
        String detail = "More than " + policy.rate() + " requests a second. Wait " + waiting(seconds)
                + ", then go on more slowly.";
        return Future.failedFuture(new Failure("rate-limited", 429, detail, List.of(), null, seconds).exception());
    }

    private static String waiting(int seconds) {
        return seconds + (seconds == 1 ? " second" : " seconds");
    }

    /** Added: what is shown of the caller stays. */
    private static void show(Exchange exchange, RatePolicy policy, long remaining) {
        exchange.response()
                .headers()
                .add(POLICY, policy.header())
                .add(LIMIT, "\"" + policy.name() + "\";r=" + remaining + ";t=" + policy.fullIn(remaining));
    }
}
