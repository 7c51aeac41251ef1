package io.corebus.logic;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.bus.Failure;
import io.corebus.extension.RecordFailure;
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
}
