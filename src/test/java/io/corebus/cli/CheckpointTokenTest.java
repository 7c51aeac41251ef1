package io.corebus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Where {@code corebus audit checkpoint} has its token from: the environment, so that it need not be among the arguments that everybody sees. */
class CheckpointTokenTest {
    private final AuditCommand command = new AuditCommand(null);

    CheckpointTokenTest() {
        new CommandLine(command);
    }

    @Test
    void theVariable_isTaken_unlessTheOptionIsGiven() {
        Map<String, String> environment = Map.of("COREBUS_TOKEN", " of-the-variable\n");

        assertThat(command.token(null, environment)).isEqualTo("of-the-variable");
        assertThat(command.token("of-the-option", environment)).isEqualTo("of-the-option");
    }

    @Test
    void withoutOne_itSaysWhatToDo() {
        for (Map<String, String> environment : List.of(Map.<String, String>of(), Map.of("COREBUS_TOKEN", " "))) {
            assertThatThrownBy(() -> command.token(null, environment))
                    .hasMessage("There is no access token: set COREBUS_TOKEN to one of an admin or an auditor");
        }
        assertThatThrownBy(() -> command.token(null, Map.of("COREBUS_TOKEN", "a secret")))
                .hasMessageStartingWith("The variable COREBUS_TOKEN has blanks")
                .hasMessageNotContaining("secret");
    }
}
