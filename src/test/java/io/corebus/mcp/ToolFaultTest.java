package io.corebus.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.bus.Failure;
import io.corebus.bus.FieldFault;
import io.corebus.bus.Trace;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolFaultTest {
    /** Rules go on after the name, business logic says whole sentences. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/status | must be open or closed. | status must be open or closed.",
                "/status | Only an admin may close it. | status: Only an admin may close it.",
                "'' | must be an object. | It must be an object.",
                "'' | Only an admin may do that. | Only an admin may do that."
            })
    void aRefusal_isOneSentence(String pointer, String detail, String message) {
        Failure refusal =
                new Failure("refused", 422, "No.", List.of(new FieldFault(pointer, "refused", detail)), null, null);
        assertThat(ToolFault.of(refusal, true, Trace.start())
                        .error()
                        .path("message")
                        .asText())
                .isEqualTo(message);
    }
}
