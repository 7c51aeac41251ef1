package io.corebus.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.corebus.bus.Failure;
import io.corebus.config.RedisConfig;
import io.corebus.door.Exchange;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Slows down guessing of passwords: so many failed sign-ins per window from one address for one account, and so many from one address for all accounts. Counts
 * in Redis for the whole cluster, in this process while Redis is away. Never counts against an account alone: that would let strangers lock its owner out.
 */
final class SignInLimit {
    private static final String COUNT = """
            local n = redis.call('INCR', KEYS[1])
            if n == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
            return n
            """;
    private static final int MAX_LOCAL_COUNTERS = 100_000;

    private final HttpConfig config;
    private final long patienceMillis;
    private final Redis redis;
    private final Cache<String, AtomicInteger> local;

    SignInLimit(Vertx vertx, HttpConfig config, RedisConfig redisConfig) {
        this.config = config;
        this.patienceMillis = redisConfig.timeout().toMillis();
        RedisOptions options = new RedisOptions()
                .setConnectionString(Objects.requireNonNull(redisConfig.url(), "redis.url"))
                .setPoolName("sign-in-limit")
                .setMetricsName("sign-in-limit")
                .setMaxPoolSize(redisConfig.connections());
        options.getNetClientOptions().setConnectTimeout((int) patienceMillis);
        this.redis = Redis.createClient(vertx, options);
        this.local = Caffeine.newBuilder()
                .maximumSize(MAX_LOCAL_COUNTERS)
                .expireAfterWrite(config.signInWindow())
                .build();
    }

    /** The two counters that one sign-in goes against; a sign-in that succeeded gives back what it took. */
    final class Ticket {
        private final List<String> keys;

        private Ticket(List<String> keys) {
            this.keys = keys;
        }

        void giveBack() {
            keys.forEach(SignInLimit.this::decrement);
        }
    }

    /** Fails with {@code rate-limited} 429. */
    Future<Ticket> take(Exchange exchange, String email) {
        String address = exchange.request().remoteAddress().hostAddress();
        String ofAddress = "corebus:sign-in:" + address;
        String ofAccount = ofAddress + ":" + name(email);
        return increment(ofAccount)
                .compose(count -> require(count, config.signInAttempts()))
                .compose(free -> increment(ofAddress))
                .compose(count -> require(count, config.signInAttemptsPerAddress()))
                .map(free -> new Ticket(List.of(ofAddress, ofAccount)));
    }

    Future<Void> close() {
        return redis.close();
    }

    private Future<Void> require(long count, int allowed) {
        if (count <= allowed) {
            return Future.succeededFuture();
        }
        int seconds = (int) Math.max(1, config.signInWindow().toSeconds());
        String detail = "Too many sign-ins failed from your address. Try again in " + seconds + " seconds.";
        return Future.failedFuture(new Failure("rate-limited", 429, detail, List.of(), null, seconds).exception());
    }

    private Future<Long> increment(String key) {
        Request count = Request.cmd(Command.EVAL)
                .arg(COUNT)
                .arg(1)
                .arg(key)
                .arg(config.signInWindow().toMillis());
        return redis.send(count)
                .timeout(patienceMillis, TimeUnit.MILLISECONDS)
                .map(reply -> reply.toLong())
                .otherwise(away -> incrementHere(key));
    }

    private long incrementHere(String key) {
        return local.get(key, absent -> new AtomicInteger()).incrementAndGet();
    }

    private void decrement(String key) {
        AtomicInteger here = local.getIfPresent(key);
        if (here != null) {
            here.decrementAndGet();
        } else {
            redis.send(Request.cmd(Command.DECR).arg(key));
        }
    }

    /** E-mail addresses stay out of Redis's keys: a hash names them. */
    private static String name(String email) {
        byte[] bytes = email.trim().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
        return UUID.nameUUIDFromBytes(bytes).toString();
    }
}
