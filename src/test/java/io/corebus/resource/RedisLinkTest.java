package io.corebus.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.config.RedisConfig;
import io.vertx.redis.client.RedisOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RedisLinkTest {
    @Test
    void withTls_theCertificateMustBeForTheHost() {
        RedisOptions options =
                RedisLink.options(new RedisConfig("rediss://cache.internal:6380", Duration.ofMillis(300), 1));

        assertThat(options.getNetClientOptions().getHostnameVerificationAlgorithm())
                .isEqualTo("HTTPS");
        assertThat(options.getNetClientOptions().isTrustAll()).isFalse();
    }
}
