package io.corebus.logic;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.extension.LogicRefusal;
import io.corebus.extension.RecordFailure;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LogicFailuresTest {

    @Test
    void whatIsAway_whenAsked_thenPassesByItself() {
        assertThat(LogicFailures.passesByItself(new RecordFailure("storage-unavailable", 503, "Away.")))
                .isTrue();
        assertThat(LogicFailures.passesByItself(new RecordFailure("timeout", 504, "Away.")))
                .isTrue();
        assertThat(LogicFailures.passesByItself(
                        Failure.unavailable("overloaded", "Too many.").exception()))
                .isTrue();
        assertThat(LogicFailures.passesByItself(new LogicCall.TooSlow(false))).isTrue();
    }

    @Test
    void faultOfWhatWasAskedFor_whenItStays_thenIsNotWaitedForForever() {
        assertThat(LogicFailures.passesByItself(new RecordFailure("logic-failed", 500, "It failed.")))
                .isFalse();
        assertThat(LogicFailures.passesByItself(new RecordFailure("validation", 422, "It does not fit.")))
                .isFalse();
        assertThat(LogicFailures.passesByItself(new LogicCall.TooSlow(true))).isFalse();
    }

    @Test
    void refusal_whenLongAndWithManyReasons_thenIsCut() {
        LogicRefusal refusal = new LogicRefusal("/a", "long", "x".repeat(998) + "\uD83D\uDE00" + "y".repeat(1_000_000));
        for (int i = 0; i < 1_000; i++) {
            refusal.and("", "more", "More.");
        }

        Failure told = LogicFailures.of(refusal, "orders", Duration.ofSeconds(1), Caller.system(Duration.ofSeconds(1)))
                .result();

        assertThat(told.errors()).hasSize(100);
        assertThat(told.errors().get(0).detail()).isEqualTo("x".repeat(998) + "…");
        assertThat(told.detail()).hasSizeLessThan(1_100);
    }

    @Test
    void faultOfWhatWasAskedFor_whenBeforeAChange_thenIsFaultOfTheLogicAndNothingThatPasses() {
        Caller caller = Caller.system(Duration.ofSeconds(1));
        Duration time = Duration.ofSeconds(1);

        Failure told = LogicFailures.of(new RecordFailure("internal", 500, "It failed."), "orders", time, caller)
                .result();

        assertThat(told.code()).isEqualTo("logic-failed");
        assertThat(told.status()).isEqualTo(500);
        assertThat(LogicFailures.of(new RecordFailure("storage-unavailable", 503, "Away."), "orders", time, caller)
                        .cause())
                .isInstanceOf(FailureException.class);
    }
}
