package io.corebus.door;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.corebus.config.RedisConfig;
import io.corebus.door.TokenBucket.Draw;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The token buckets of the whole cluster, in Redis and by its clock; while Redis is away, buckets of this instance with the same measure instead. Belongs to
 * one event loop.
 */
final class RateBuckets {
    /** The same arithmetic as {@link TokenBucket#draw}, done in one step where all nodes see it. */
    private static final String DRAW = """
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            local rate, burst, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
            local held = redis.call('HMGET', KEYS[1], 'tokens', 'at')
            local tokens = tonumber(held[1]) or burst
            tokens = math.min(burst, tokens + math.max(0, now - (tonumber(held[2]) or now)) * rate / 1000)
            local got = math.min(math.floor(tokens), wanted)
            tokens = tokens - got
            redis.call('HSET', KEYS[1], 'tokens', tostring(tokens), 'at', now)
            redis.call('PEXPIRE', KEYS[1], math.ceil(burst * 1000 / rate) + 1000)
            return {got, math.floor(tokens), got > 0 and 0 or math.ceil((1 - tokens) * 1000 / rate)}
            """;

    private static final int MAX_LOCAL = 100_000;
    private static final Duration LOCAL_LIFE = Duration.ofMinutes(10);
    private static final long PAUSE_MILLIS = 1_000;

    private final @Nullable Redis redis;
    private final long patienceMillis;
    private final Cache<String, TokenBucket> local = Caffeine.newBuilder()
            .maximumSize(MAX_LOCAL)
            .expireAfterAccess(LOCAL_LIFE)
            .build();
    private long awayUntil;

    /** In Redis where there is an address of it, else of this instance alone. */
    RateBuckets(Vertx vertx, RedisConfig config) {
        this.patienceMillis = config.timeout().toMillis();
        this.redis = config.url() == null ? null : Redis.createClient(vertx, options(config.url(), config));
    }

    static RedisOptions options(String url, RedisConfig config) {
        RedisOptions options = new RedisOptions()
                .setConnectionString(url)
                .setPoolName("rate-limit")
                .setMetricsName("rate-limit")
                .setMaxPoolSize(config.connections());
        options.getNetClientOptions()
                .setConnectTimeout((int) config.timeout().toMillis())
                .setHostnameVerificationAlgorithm("HTTPS");
        return options;
    }

    /** Never fails: without Redis it is this instance that counts. */
    Future<Draw> draw(String key, RatePolicy policy) {
        if (redis == null || System.currentTimeMillis() < awayUntil) {
            return Future.succeededFuture(drawHere(key, policy));
        }
        return redis.send(request(key, policy))
                .timeout(patienceMillis, TimeUnit.MILLISECONDS)
                .map(RateBuckets::read)
                .otherwise(away -> withoutRedis(key, policy));
    }

    Future<Void> close() {
        return redis == null ? Future.succeededFuture() : redis.close();
    }

    private static Request request(String key, RatePolicy policy) {
        return Request.cmd(Command.EVAL)
                .arg(DRAW)
                .arg(1)
                .arg("corebus:rate:" + key)
                .arg(policy.rate())
                .arg(policy.burst())
                .arg(policy.lease());
    }

    private static Draw read(Response reply) {
        return new Draw(
                reply.get(0).toInteger(), reply.get(1).toLong(), reply.get(2).toLong());
    }

    /** For a while nobody waits for Redis again. */
    private Draw withoutRedis(String key, RatePolicy policy) {
        awayUntil = System.currentTimeMillis() + PAUSE_MILLIS;
        return drawHere(key, policy);
    }

    private Draw drawHere(String key, RatePolicy policy) {
        long now = System.currentTimeMillis();
        return local.get(key, absent -> new TokenBucket(policy, now)).draw(policy.lease(), now);
    }
}
