package io.corebus.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.config.RedisConfig;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisOptions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RateBucketsTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** A process with the live room alone needs no Redis. */
    @Test
    void withoutAnAddressOfRedis_theInstanceCounts() {
        RateBuckets buckets = new RateBuckets(vertx, new RedisConfig(null, Duration.ofMillis(300), 1));
        RatePolicy policy = new RatePolicy("caller", 1, 2);

        assertThat(buckets.draw("a", policy).result().got()).isEqualTo(1);
        assertThat(buckets.draw("a", policy).result().got()).isEqualTo(1);
        assertThat(buckets.draw("a", policy).result().got()).isZero();
        assertThat(buckets.draw("b", policy).result().got()).isEqualTo(1);
        assertThat(buckets.close().succeeded()).isTrue();
    }

    @Test
    void withTls_theCertificateMustBeForTheHost() {
        RedisOptions options = RateBuckets.options(
                "rediss://cache.internal:6380", new RedisConfig("unused", Duration.ofMillis(300), 1));

        assertThat(options.getNetClientOptions().getHostnameVerificationAlgorithm())
                .isEqualTo("HTTPS");
        assertThat(options.getNetClientOptions().isTrustAll()).isFalse();
    }
}
