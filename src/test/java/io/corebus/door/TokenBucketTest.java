package io.corebus.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.door.TokenBucket.Draw;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private final RatePolicy policy = new RatePolicy("caller", 10, 20);
    private final TokenBucket bucket = new TokenBucket(policy, 0);

    @Test
    void aNewBucket_isFull() {
        assertThat(bucket.draw(50, 0)).isEqualTo(new Draw(20, 0, 0));
    }

    @Test
    void anEmptyBucket_saysHowLongToWait() {
        bucket.draw(20, 0);

        assertThat(bucket.draw(1, 0)).isEqualTo(new Draw(0, 0, 100));
        assertThat(bucket.draw(1, 60)).isEqualTo(new Draw(0, 0, 40));
        assertThat(bucket.draw(1, 100)).isEqualTo(new Draw(1, 0, 0));
    }

    @Test
    void aBucket_fillsAtItsRate_andNeverBeyondItsSize() {
        bucket.draw(20, 0);

        assertThat(bucket.draw(20, 500).got()).isEqualTo(5);
        assertThat(bucket.draw(100, 1_000_000).got()).isEqualTo(20);
    }

    @Test
    void aClockThatGoesBack_givesNothing() {
        bucket.draw(20, 1_000);

        assertThat(bucket.draw(1, 500).got()).isZero();
    }

    @Test
    void aSmallBucket_isDrawnFromOneByOne_aLargeOneInLeases() {
        assertThat(policy.lease()).isEqualTo(1);
        assertThat(new RatePolicy("caller", 1_000, 2_000).lease()).isEqualTo(40);
    }

    @Test
    void thePolicy_saysItself() {
        assertThat(policy.header()).isEqualTo("\"caller\";q=20;w=2");
        assertThat(RatePolicy.of("caller", 7, 0)).isEqualTo(new RatePolicy("caller", 7, 14));
        assertThat(policy.fullIn(20)).isZero();
        assertThat(policy.fullIn(9)).isEqualTo(2);
    }
}
