package io.corebus.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.bus.Failure;
import org.junit.jupiter.api.Test;

class ExchangeTest {
    @Test
    void aReadThatWasLate_doesNotSpeakOfHavingBeenDone() {
        Failure late = new Failure("deadline-exceeded", 504, "No answer in time. It may still have been done.");

        assertThat(Exchange.asRead(late))
                .isEqualTo(new Failure("deadline-exceeded", 504, "No answer in time. Try again."));
        assertThat(Exchange.asRead(Failure.internal())).isEqualTo(Failure.internal());
    }
}
