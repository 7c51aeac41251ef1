package io.corebus.logic;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.logic.Breaker.State;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private static final long NOW = 1_800_000_000_000L;

    private final Breaker breaker = new Breaker(new BreakerLimits(20, 10_000, 10_000));

    private void fail(int times, long now) {
        for (int i = 0; i < times; i++) {
            breaker.ended(false, now);
        }
    }

    private void succeed(int times, long now) {
        for (int i = 0; i < times; i++) {
            breaker.ended(true, now);
        }
    }

    @Test
    void itOpens_withTheTwentiethFailure() {
        fail(19, NOW);
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        assertThat(breaker.since()).isNull();
        fail(1, NOW + 5);
        assertThat(breaker.state()).isEqualTo(State.OPEN);
        assertThat(breaker.since()).isEqualTo(NOW + 5);
        assertThat(breaker.admits(NOW + 6)).isFalse();
        assertThat(breaker.waits(NOW + 6)).isEqualTo(9_999);
    }

    @Test
    void asManySuccesses_keepItClosed_oneFailureMoreOpensIt() {
        succeed(25, NOW);
        fail(25, NOW);
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        fail(1, NOW);
        assertThat(breaker.state()).isEqualTo(State.OPEN);
    }

    @Test
    void whatIsLongAgo_doesNotCount() {
        fail(15, NOW);
        fail(15, NOW + 11_000);
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        fail(5, NOW + 15_000);
        assertThat(breaker.state()).isEqualTo(State.OPEN);
    }

    @Test
    void successesLongAgo_doNotCountEither() {
        succeed(1_000, NOW);
        fail(20, NOW + 11_000);
        assertThat(breaker.state()).isEqualTo(State.OPEN);
    }

    @Test
    void whatEndedElsewhere_countsTheSame() {
        breaker.count(10, 3, NOW);
        fail(9, NOW);
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        breaker.count(1, 0, NOW);
        assertThat(breaker.state()).isEqualTo(State.OPEN);
    }

    @Test
    void afterTheRest_oneIsLetThrough_andItsSuccessClosesIt() {
        fail(20, NOW);
        assertThat(breaker.admits(NOW + 9_999)).isFalse();
        assertThat(breaker.admits(NOW + 10_000)).isTrue();
        assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
        assertThat(breaker.admits(NOW + 10_001)).isFalse();

        breaker.ended(true, NOW + 10_050);

        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        assertThat(breaker.admits(NOW + 10_051)).isTrue();
        fail(19, NOW + 10_100);
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void theOneThatTries_fails_anotherRest() {
        fail(20, NOW);
        breaker.admits(NOW + 10_000);

        breaker.ended(false, NOW + 10_050);

        assertThat(breaker.state()).isEqualTo(State.OPEN);
        assertThat(breaker.admits(NOW + 20_049)).isFalse();
        assertThat(breaker.admits(NOW + 20_050)).isTrue();
    }

    @Test
    void theOneThatTries_isNotHeardOf_andAnotherOneMayTry() {
        fail(20, NOW);
        assertThat(breaker.admits(NOW + 10_000)).isTrue();
        assertThat(breaker.admits(NOW + 19_999)).isFalse();
        assertThat(breaker.admits(NOW + 20_000)).isTrue();
    }

    @Test
    void theOneThatTries_endsForReasonsOfOthers_andTheNextOneMayTryAtOnce() {
        fail(20, NOW);
        assertThat(breaker.admits(NOW + 10_000)).isTrue();
        breaker.saidNothing(NOW + 10_001);
        assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
        assertThat(breaker.admits(NOW + 10_001)).isTrue();
        assertThat(breaker.admits(NOW + 10_002)).isFalse();
        breaker.ended(true, NOW + 10_003);
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void whatOthersCameTo_isTakenOver_andTheirTryIsNotDecidedHere() {
        breaker.hear(State.HALF_OPEN, NOW);
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        breaker.hear(State.OPEN, NOW);
        assertThat(breaker.admits(NOW + 1)).isFalse();
        breaker.hear(State.HALF_OPEN, NOW + 10_000);
        assertThat(breaker.admits(NOW + 10_001)).isFalse();
        breaker.ended(false, NOW + 10_002);
        breaker.ended(true, NOW + 10_002);
        assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
        breaker.hear(State.CLOSED, NOW + 10_003);
        assertThat(breaker.admits(NOW + 10_004)).isTrue();
    }

    @Test
    void switchedOff_itNeverOpens() {
        Breaker none = new Breaker(new BreakerLimits(0, 10_000, 10_000));
        for (int i = 0; i < 1_000; i++) {
            none.ended(false, NOW);
        }
        assertThat(none.admits(NOW)).isTrue();
    }
}
