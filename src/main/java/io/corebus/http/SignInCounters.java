package io.corebus.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.corebus.config.RedisConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What is counted and remembered about sign-ins: in Redis for the whole cluster, in this process while Redis is away. */
final class SignInCounters {
    /** A counter that does not end is one that a version before made by lowering what had ended: its window begins now. */
    private static final String COUNT = """
            local n = redis.call('INCR', KEYS[1])
            if redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
            return n
            """;
    /** Only what is there and above zero: the window may have ended since, and what is lowered then would be attempts for nothing, without an end. */
    private static final String GIVE_BACK = """
            local n = tonumber(redis.call('GET', KEYS[1]) or '0')
            if n > 0 then redis.call('DECR', KEYS[1]) end
            return 0
            """;

    private static final int MAX_LOCAL = 100_000;

    private final long windowMillis;
    private final long patienceMillis;
    private final Redis redis;
    private final Cache<String, AtomicInteger> counted;
    private final Cache<String, Boolean> remembered =
            Caffeine.newBuilder().maximumSize(MAX_LOCAL).build();

    SignInCounters(Vertx vertx, Duration window, RedisConfig config) {
        this.windowMillis = window.toMillis();
        this.patienceMillis = config.timeout().toMillis();
        RedisOptions options = new RedisOptions()
                .setConnectionString(Objects.requireNonNull(config.url(), "redis.url"))
                .setPoolName("sign-in-limit")
                .setMetricsName("sign-in-limit")
                .setMaxPoolSize(config.connections());
        options.getNetClientOptions().setConnectTimeout((int) patienceMillis).setHostnameVerificationAlgorithm("HTTPS");
        this.redis = Redis.createClient(vertx, options);
        this.counted = Caffeine.newBuilder()
                .maximumSize(MAX_LOCAL)
                .expireAfterWrite(window)
                .build();
    }

    /** How often within the window, with this time. */
    Future<Long> increment(String key) {
        Request count = Request.cmd(Command.EVAL).arg(COUNT).arg(1).arg(key).arg(windowMillis);
        return redis.send(count)
                .timeout(patienceMillis, TimeUnit.MILLISECONDS)
                .map(reply -> reply.toLong())
                .otherwise(away -> incrementHere(key));
    }

    private long incrementHere(String key) {
        return counted.get(key, absent -> new AtomicInteger()).incrementAndGet();
    }

    void decrement(String key) {
        AtomicInteger here = counted.getIfPresent(key);
        if (here != null) {
            here.updateAndGet(count -> Math.max(0, count - 1));
        } else {
            redis.send(Request.cmd(Command.EVAL).arg(GIVE_BACK).arg(1).arg(key));
        }
    }

    void remember(String key, Duration life) {
        remembered.put(key, true);
        redis.send(Request.cmd(Command.SET).arg(key).arg(1).arg("PX").arg(life.toMillis()));
    }

    Future<Boolean> isRemembered(String key) {
        return redis.send(Request.cmd(Command.EXISTS).arg(key))
                .timeout(patienceMillis, TimeUnit.MILLISECONDS)
                .map(reply -> reply.toInteger() == 1)
                .otherwise(away -> remembered.getIfPresent(key) != null);
    }

    Future<Void> close() {
        return redis.close();
    }
}
