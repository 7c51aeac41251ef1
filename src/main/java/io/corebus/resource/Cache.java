package io.corebus.resource;

import io.corebus.bus.Json;
import io.corebus.feature.Feature;
import io.corebus.storage.StorageMessages.Row;
import io.corebus.storage.StorageMessages.WrittenRow;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The cache of single resources in Redis. An entry is {@code <version> <mark><JSON>}, or {@code <version> !} for a deleted resource, or {@code <version> ~}
 * where only the version is known. An entry is never replaced by one of an older version, so the order in which writers and readers arrive does not matter. One
 * with another {@link Generations#mark}, from before its descriptor or its rows were changed, tells the version and nothing else.
 *
 * <p>No method fails: where Redis does not answer, a read is {@link Found#BYPASS} and a write is remembered and made good when Redis is back.
 */
final class Cache {
    private static final byte TOMBSTONE = '!';
    private static final byte HOLE = '~';

    /** Replaces what is there and older by a marker of the version that is known; adds nothing. One round trip for many keys. */
    private static final String DROP_OLDER = """
            for i, key in ipairs(KEYS) do
              local version = tonumber(string.match(redis.call('GETRANGE', key, 0, 19), '^%d+'))
              if version and version < tonumber(ARGV[2 * i]) then
                redis.call('SET', key, ARGV[2 * i] .. ' ' .. ARGV[2 * i + 1], 'PX', ARGV[1])
              end
            end
            return 1
            """;
    /** Longer than any read takes that could still bring an older version. */
    private static final long MARKER_MILLIS = 60_000;

    private final RedisLink link;
    private final Generations generations;
    private final CacheMetrics metrics;
    private final Consumer<Known> missed;

    /** @param missed is told what was written while this instance does not reach Redis: another one may */
    Cache(RedisLink link, Generations generations, CacheMetrics metrics, Consumer<Known> missed) {
        this.link = link;
        this.generations = generations;
        this.metrics = metrics;
        this.missed = missed;
    }

    enum Found {
        /** Here it is. */
        HIT,
        /** It is known to be deleted. */
        DELETED,
        MISS,
        /** The cache cannot be asked. */
        BYPASS
    }

    /** @param row what was found, for a {@link Found#HIT} */
    record Lookup(Found found, @Nullable Row row) {
        static final Lookup MISS = new Lookup(Found.MISS, null);
        static final Lookup DELETED = new Lookup(Found.DELETED, null);
        static final Lookup BYPASS = new Lookup(Found.BYPASS, null);
    }

    Future<Lookup> get(Feature feature, String id) {
        if (feature.cacheTtl() == null || !link.isTrusted()) {
            return Future.succeededFuture(metrics.count(feature, Lookup.BYPASS));
        }
        return link.get(key(feature, id))
                .map(reply -> metrics.count(feature, lookup(feature, id, reply)))
                .otherwise(away -> metrics.count(feature, Lookup.BYPASS));
    }

    /** For a resource that was just created. Need not be waited for: nobody can have seen an older version of it. */
    void putNew(Feature feature, WrittenRow written) {
        Duration ttl = feature.cacheTtl();
        if (ttl != null && link.isUp() && !written.repeated() && generations.isSettled(feature)) {
            Buffer entry = entry(feature, written.version(), written.body());
            link.send(Request.cmd(Command.SET)
                    .arg(key(feature, written.id()))
                    .arg(entry)
                    .arg("NX")
                    .arg("PX")
                    .arg(ttl.toMillis()));
        }
    }

    /** Completes when no reader can get an older version from the cache any more; or, where Redis is away, when that is noted for repair. */
    Future<Void> put(Feature feature, WrittenRow written) {
        Buffer entry = generations.isSettled(feature)
                ? entry(feature, written.version(), written.body())
                : marker(written.version(), HOLE);
        return store(feature, written.id(), written.version(), entry, HOLE);
    }

    /** Like {@link #put}, for a resource that was deleted as this version. */
    Future<Void> entomb(Feature feature, String id, long version) {
        return store(feature, id, version, marker(version, TOMBSTONE), TOMBSTONE);
    }

    /** Keeps what was read from storage, unless the cache knows something newer. Need not be waited for. */
    void fill(Feature feature, Row row) {
        Duration ttl = feature.cacheTtl();
        if (ttl != null && link.isTrusted() && generations.isSettled(feature)) {
            link.putNewer(key(feature, row.id()), row.version(), entry(feature, row.version(), row.body()), ttl);
        }
    }

    /** A version of a resource that exists, or with which it was deleted. */
    record Known(Feature feature, String id, long version, boolean deleted) {}

    /** Completes when the cache holds nothing older than that. Fails where Redis is away. */
    Future<Void> dropOlder(List<Known> known) {
        if (known.isEmpty()) {
            return Future.succeededFuture();
        }
        Request request = Request.cmd(Command.EVAL).arg(DROP_OLDER).arg(known.size());
        known.forEach(one -> request.arg(key(one.feature(), one.id())));
        request.arg(MARKER_MILLIS);
        for (Known one : known) {
            request.arg(one.version()).arg(String.valueOf((char) (one.deleted() ? TOMBSTONE : HOLE)));
        }
        return link.send(request).mapEmpty();
    }

    private Future<Void> store(Feature feature, String id, long version, Buffer entry, byte marker) {
        Duration ttl = feature.cacheTtl();
        if (ttl == null) {
            return Future.succeededFuture();
        }
        if (!link.isUp()) {
            miss(feature, id, version, marker);
            return Future.succeededFuture();
        }
        return link.putNewer(key(feature, id), version, entry, ttl).otherwise(away -> {
            miss(feature, id, version, marker);
            return null;
        });
    }

    private void miss(Feature feature, String id, long version, byte marker) {
        Duration ttl = Objects.requireNonNull(feature.cacheTtl());
        link.repairLater(suffix(feature, id), new RedisLink.Repair(version, marker(version, marker), ttl));
        missed.accept(new Known(feature, id, version, marker == TOMBSTONE));
    }

    private String key(Feature feature, String id) {
        return link.key(suffix(feature, id));
    }

    private static String suffix(Feature feature, String id) {
        return feature.name() + ":" + id;
    }

    private Buffer entry(Feature feature, long version, Json body) {
        return Buffer.buffer(Long.toString(version))
                .appendByte((byte) ' ')
                .appendString(generations.mark(feature))
                .appendBytes(body.utf8());
    }

    private static Buffer marker(long version, byte marker) {
        return Buffer.buffer(Long.toString(version)).appendByte((byte) ' ').appendByte(marker);
    }

    private Lookup lookup(Feature feature, String id, @Nullable Response reply) {
        if (reply == null) {
            return Lookup.MISS;
        }
        Buffer entry = reply.toBuffer();
        int space = 0;
        while (space < entry.length() && entry.getByte(space) != ' ') {
            space++;
        }
        if (space + 1 >= entry.length() || entry.getByte(space + 1) == HOLE) {
            return Lookup.MISS;
        }
        if (entry.getByte(space + 1) == TOMBSTONE) {
            return Lookup.DELETED;
        }
        String mark = generations.mark(feature);
        int body = space + 1 + mark.length();
        if (!hasMark(entry, space + 1, mark)) {
            return Lookup.MISS;
        }
        long version = Long.parseLong(entry.getString(0, space));
        return new Lookup(Found.HIT, new Row(id, version, Json.of(entry.getBytes(body, entry.length()))));
    }

    private static boolean hasMark(Buffer entry, int at, String mark) {
        if (entry.length() < at + mark.length()) {
            return false;
        }
        for (int i = 0; i < mark.length(); i++) {
            if (entry.getByte(at + i) != mark.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
