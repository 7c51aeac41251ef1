package io.corebus.resource;

import static io.corebus.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.TestRedis;
import io.corebus.bus.Json;
import io.corebus.config.RedisConfig;
import io.corebus.feature.Feature;
import io.corebus.feature.FeatureReader;
import io.corebus.feature.Features;
import io.corebus.resource.Cache.Found;
import io.corebus.storage.ControlMessages.Generation;
import io.corebus.storage.StorageMessages.Row;
import io.corebus.storage.StorageMessages.WrittenRow;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What may be read of what was kept, after a migration that changed rows under their versions. */
class CacheTest {
    private static final Duration TIMEOUT = Duration.ofMillis(500);
    private static final ResourceConfig CONFIG =
            new ResourceConfig(Duration.ofMillis(50), 1_000, Duration.ofSeconds(1));

    private static TestRedis redis;

    private final String id = UUID.randomUUID().toString();
    private final Row row = new Row(id, 3, Json.of("{\"name\":\"n\"}"));

    private Vertx vertx;
    private Context loop;
    private Features features;
    private Feature feature;
    private RedisLink link;
    private volatile long now = 1;

    @BeforeAll
    static void startRedis() {
        redis = new TestRedis();
    }

    @AfterAll
    static void stopRedis() {
        redis.close();
    }

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        loop = vertx.getOrCreateContext();
        features = FeatureReader.read(Path.of("conf/features"));
        feature = Objects.requireNonNull(features.find("features"));
        RedisConfig config = new RedisConfig(redis.url(), TIMEOUT, 1);
        link = await(onLoop(() -> Future.succeededFuture(new RedisLink(vertx, config, CONFIG))));
        await(onLoop(link::open));
    }

    @AfterEach
    void stop() {
        await(onLoop(link::close));
        await(vertx.close());
    }

    private <T> Future<T> onLoop(Supplier<Future<T>> asked) {
        Promise<T> answer = Promise.promise();
        loop.runOnContext(turn -> asked.get().onComplete(answer));
        return answer.future();
    }

    private Generations generation(long number) {
        Generations generations = new Generations(features, () -> now);
        generations.set(number == 0 ? List.of() : List.of(new Generation(feature.name(), number)));
        return generations;
    }

    private Cache cache(Generations generations) {
        return new Cache(link, generations, new CacheMetrics(new SimpleMeterRegistry()), missed -> {});
    }

    private Found found(Cache cache) {
        return await(onLoop(() -> cache.get(feature, id))).found();
    }

    private void write(Cache cache) {
        await(onLoop(() -> cache.put(feature, new WrittenRow(id, row.version(), row.body(), false))));
    }

    @Test
    void whatWasKept_beforeRowsWereChanged_isReadNoMore() {
        Cache before = cache(generation(0));
        Cache after = cache(generation(1));
        write(before);
        assertThat(found(before)).isEqualTo(Found.HIT);

        assertThat(found(after)).isEqualTo(Found.MISS);
        write(after);
        assertThat(found(after)).isEqualTo(Found.HIT);
        assertThat(found(cache(generation(2)))).isEqualTo(Found.MISS);
        assertThat(found(before)).isEqualTo(Found.MISS);
    }

    @Test
    void whatWasUnderWay_whenRowsWereChanged_isNotKept() {
        Generations generations = generation(1);
        Cache cache = cache(generations);
        generations.set(List.of(new Generation(feature.name(), 2)));

        write(cache);
        assertThat(found(cache)).isEqualTo(Found.MISS);
        await(onLoop(() -> {
            cache.fill(feature, row);
            return cache.get(feature, id);
        }));
        assertThat(found(cache)).isEqualTo(Found.MISS);

        now += Duration.ofSeconds(61).toNanos();
        write(cache);
        assertThat(found(cache)).isEqualTo(Found.HIT);
    }
}
