package io.corebus.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofSeconds(5), Duration.ofHours(24));

    @Test
    void pauses_growSixfold_upToTheLongest() {
        Percentage jitter = Percentage.withPercentage(10);
        assertThat(backoff.millis(1)).isCloseTo(5_000, jitter);
        assertThat(backoff.millis(2)).isCloseTo(30_000, jitter);
        assertThat(backoff.millis(3)).isCloseTo(180_000, jitter);
        assertThat(backoff.millis(6)).isCloseTo(38_880_000, jitter);
        assertThat(backoff.millis(7)).isCloseTo(86_400_000, jitter);
        assertThat(backoff.millis(100)).isCloseTo(86_400_000, jitter);
    }

    @Test
    void pauses_differ() {
        assertThat(backoff.millis(5)).isNotEqualTo(backoff.millis(5));
    }
}
