package io.corebus.resource;

import io.corebus.bus.OutageLog;
import io.corebus.config.RedisConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pipelined connection to Redis that is either up or down, and never in between for longer than the cache time-out: Redis answers in order, so one look
 * at the oldest command in flight tells whether it is stuck. Down, every command fails at once, and the connection is tried anew at intervals. This is the
 * circuit breaker of the cache, without a timer per command.
 *
 * <p>Keys carry the run id of the Redis process: what an earlier process wrote and reloads from its disk is never read, because it may be older than writes
 * that were acknowledged meanwhile. The writes that missed it are made good before the link is up again, in a new process, too: another node may have been
 * back sooner, and have filled it with what was older.
 *
 * <p>Belongs to one event loop.
 */
final class RedisLink {
    private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
    private static final String PUT_NEWER = """
            local version = tonumber(string.match(redis.call('GETRANGE', KEYS[1], 0, 19), '^%d+'))
            if version and version > tonumber(ARGV[1]) then return 0 end
            redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3])
            return 1
            """;
    /** Changes with the form of the entries, which another program would take for its own. */
    private static final String PREFIX = "corebus:2:";

    private static final int MAX_IN_FLIGHT = 5_000;
    private static final int CONNECT_MILLIS = 1_500;
    private static final int STEADY_MILLIS = 6_000;
    private static final int REPAIR_BATCH = 1_000;

    private final Vertx vertx;
    private final RedisConfig redis;
    private final ResourceConfig config;
    private final CacheGate gate;
    private final OutageLog outage = new OutageLog(LOG, "Redis is there again, the cache is in use");
    private final ArrayDeque<Long> sentAt = new ArrayDeque<>();
    private final Map<String, Repair> repairs = new LinkedHashMap<>();
    private final GatheredReads reads;

    private @Nullable Redis client;
    private @Nullable RedisConnection connection;
    private String prefix = "";
    private String script = "";
    private boolean watching;
    private long lookedAt;
    /** When this event loop last was late. What it did not look at meanwhile may have come in time. */
    private long lateAt;

    private boolean up;
    private boolean wasUp;
    private boolean closed;
    private boolean overflowed;

    RedisLink(Vertx vertx, RedisConfig redis, ResourceConfig config) {
        this.vertx = vertx;
        this.redis = redis;
        this.config = config;
        this.gate = CacheGate.of(vertx);
        this.reads = new GatheredReads(vertx.getOrCreateContext(), this::send);
        gate.goesAway(); // Until it is connected for the first time.
    }

    /** A write that did not reach the cache: once Redis is back, this marker keeps older versions from being read. */
    record Repair(long version, Buffer marker, Duration ttl) {}

    /** Completes when the first try to connect is over, successful or not: Corebus serves without its cache, too. */
    Future<Void> open() {
        lateAt = System.nanoTime();
        return connect();
    }

    Future<Void> close() {
        closed = true;
        Redis open = client;
        if (!up) {
            gate.comesBack(); // What it may have to repair goes with it, and the others need not wait.
        }
        up = false;
        return open == null ? Future.succeededFuture() : open.close();
    }

    boolean isUp() {
        return up;
    }

    /** Whether what is in the cache may be believed: no instance of this process has writes that are missing there. */
    boolean isTrusted() {
        return up && gate.isOpen();
    }

    /** For people. */
    String state() {
        if (!up) {
            return "away, serving without the cache";
        }
        return gate.isOpen() ? "up" : "up, but away for another instance here, serving without the cache";
    }

    String key(String suffix) {
        return prefix + suffix;
    }

    Future<@Nullable Response> send(Request request) {
        RedisConnection open = connection;
        if (!up || open == null || sentAt.size() >= MAX_IN_FLIGHT) {
            return Future.failedFuture(new CacheAwayException());
        }
        return sendOn(open, request).onFailure(cause -> suspect(open, cause));
    }

    Future<@Nullable Response> get(String key) {
        return reads.get(key);
    }

    Future<Void> putNewer(String key, long version, Buffer entry, Duration ttl) {
        return send(putNewerRequest(key, version, entry, ttl)).mapEmpty();
    }

    void repairLater(String suffix, Repair repair) {
        if (repairs.size() >= config.cacheRepairs()) {
            overflowed = true;
            repairs.clear();
        }
        if (!overflowed) {
            repairs.merge(suffix, repair, (held, added) -> held.version() > added.version() ? held : added);
        }
        if (up) {
            takeDown("a write did not reach the cache");
        }
    }

    private Request putNewerRequest(String key, long version, Buffer entry, Duration ttl) {
        return Request.cmd(Command.EVALSHA)
                .arg(script)
                .arg(1)
                .arg(key)
                .arg(version)
                .arg(entry)
                .arg(ttl.toMillis());
    }

    private Future<@Nullable Response> sendOn(RedisConnection open, Request request) {
        long now = System.nanoTime();
        sentAt.add(now);
        if (!watching) {
            watching = true;
            lookedAt = now;
            lookLater();
        }
        return open.send(request).onComplete(reply -> answered(open));
    }

    private void answered(RedisConnection open) {
        if (open == connection) {
            sentAt.poll();
        }
    }

    private void suspect(RedisConnection open, Throwable cause) {
        if (up && open == connection) {
            takeDown(String.valueOf(cause.getMessage()));
        }
    }

    private void lookLater() {
        vertx.setTimer(Math.max(10, redis.timeout().toMillis() / 5), timer -> watch());
    }

    /** Only while something is in flight: a node that has nothing to do sleeps. */
    private void watch() {
        long now = System.nanoTime();
        long timeout = redis.timeout().toNanos();
        if (now - lookedAt > timeout / 2) {
            lateAt = now;
        }
        lookedAt = now;
        Long oldest = sentAt.peek();
        // While it connects it is down already, and connecting has a time-out of its own.
        if (up && oldest != null && now - oldest > timeout && now - lateAt > timeout) {
            takeDown("no answer within " + redis.timeout().toMillis() + " ms");
        }
        watching = !sentAt.isEmpty();
        if (watching) {
            lookLater();
        }
    }

    /** Only what is up: the gate counts. */
    private void takeDown(String reason) {
        outage.failed("Redis is away (" + reason + "), going on without the cache");
        up = false;
        gate.goesAway();
        drop();
        connectLater();
    }

    private void drop() {
        Redis open = client;
        client = null;
        connection = null;
        sentAt.clear();
        if (open != null) {
            open.close();
        }
    }

    private void connectLater() {
        if (!closed) {
            vertx.setTimer(config.cacheRetry().toMillis(), timer -> connect());
        }
    }

    private Future<Void> connect() {
        if (closed || client != null) {
            return Future.succeededFuture();
        }
        Redis opening = Redis.createClient(vertx, options(redis));
        client = opening;
        return opening.connect()
                .compose(open -> wanted(opening, open))
                .compose(this::identify)
                .compose(open -> wanted(opening, open))
                .compose(this::loadScript)
                .compose(this::repair)
                .timeout(CONNECT_MILLIS, TimeUnit.MILLISECONDS)
                .onSuccess(this::bringUp)
                .recover(cause -> giveUp(opening, cause))
                .mapEmpty();
    }

    static RedisOptions options(RedisConfig redis) {
        RedisOptions options = new RedisOptions().setConnectionString(Objects.requireNonNull(redis.url(), "redis.url"));
        options.setPoolName("resource-cache").setMetricsName("resource-cache");
        options.setMaxPoolSize(1).setMaxPoolWaiting(1).setMaxWaitingHandlers(MAX_IN_FLIGHT * 2);
        options.getNetClientOptions()
                .setConnectTimeout(CONNECT_MILLIS)
                .setTcpNoDelay(true)
                .setHostnameVerificationAlgorithm("HTTPS");
        return options;
    }

    /** What comes after it was given up is not wanted any more: another client may be at it. */
    private Future<RedisConnection> wanted(Redis opening, RedisConnection open) {
        if (client == opening) {
            return Future.succeededFuture(open);
        }
        open.close();
        return Future.failedFuture(new CacheAwayException());
    }

    private Future<RedisConnection> identify(RedisConnection open) {
        connection = open;
        open.exceptionHandler(cause -> suspect(open, cause));
        open.endHandler(end -> suspect(open, new CacheAwayException()));
        return sendOn(open, Request.cmd(Command.INFO).arg("server")).map(info -> named(open, info));
    }

    private RedisConnection named(RedisConnection open, @Nullable Response info) {
        String text = String.valueOf(info);
        int at = text.indexOf("run_id:");
        String found = at < 0
                ? "unknown"
                : text.substring(at + 7, Math.min(text.length(), at + 47)).trim();
        prefix = PREFIX + found.substring(0, Math.min(12, found.length())) + ":";
        return open;
    }

    private Future<RedisConnection> loadScript(RedisConnection open) {
        return sendOn(open, Request.cmd(Command.SCRIPT).arg("LOAD").arg(PUT_NEWER))
                .map(sha -> {
                    script = String.valueOf(sha);
                    return open;
                });
    }

    private Future<RedisConnection> repair(RedisConnection open) {
        if (overflowed) {
            return new CacheSweep(request -> sendOn(open, request), prefix)
                    .run()
                    .map(done -> swept(open));
        }
        if (repairs.isEmpty()) {
            return Future.succeededFuture(open);
        }
        Map<String, Repair> batch = new LinkedHashMap<>();
        repairs.entrySet().stream().limit(REPAIR_BATCH).forEach(entry -> batch.put(entry.getKey(), entry.getValue()));
        List<Future<?>> sent = new ArrayList<>();
        batch.forEach((suffix, repair) -> sent.add(sendOn(open, repairRequest(suffix, repair))));
        return Future.all(sent).compose(done -> repairNext(open, batch));
    }

    private Request repairRequest(String suffix, Repair repair) {
        return putNewerRequest(key(suffix), repair.version(), repair.marker(), repair.ttl());
    }

    private Future<RedisConnection> repairNext(RedisConnection open, Map<String, Repair> done) {
        done.forEach(repairs::remove);
        return repair(open);
    }

    private RedisConnection swept(RedisConnection open) {
        overflowed = false;
        return open;
    }

    private void bringUp(RedisConnection open) {
        if (closed) {
            return; // The gate has been told.
        }
        up = true;
        gate.comesBack();
        if (!wasUp) {
            wasUp = true;
            LOG.info("Redis is there, the cache is in use");
        }
        vertx.setTimer(STEADY_MILLIS, timer -> tellSteady());
    }

    /** Not at once: where it comes and goes, that would be a line each time. */
    private void tellSteady() {
        if (up) {
            outage.succeeded();
        }
    }

    private Future<RedisConnection> giveUp(Redis opening, Throwable cause) {
        outage.failed("Redis cannot be used: " + cause.getMessage());
        if (client == opening) {
            drop();
            connectLater();
        }
        return Future.succeededFuture();
    }
}
