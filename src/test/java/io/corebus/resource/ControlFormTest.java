package io.corebus.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.corebus.bus.FailureException;
import io.corebus.feature.StrictJson;
import io.corebus.storage.ControlMessages.Controls;
import io.corebus.storage.ControlMessages.Rollout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlFormTest {
    private static Controls read(String body) {
        return new ControlForm(StrictJson.parseObject(body.getBytes(StandardCharsets.UTF_8))).read();
    }

    private static List<String> faults(String body) {
        FailureException refused = catchThrowableOfType(FailureException.class, () -> read(body));
        assertThat(refused.failure().code()).isEqualTo("validation");
        assertThat(refused.failure().status()).isEqualTo(422);
        return refused.failure().errors().stream()
                .map(fault -> fault.pointer() + " " + fault.code() + " " + fault.detail())
                .toList();
    }

    @Test
    void whatIsLeftOut_hasItsDefault() {
        assertThat(read("{}")).isEqualTo(Controls.DEFAULT);
        assertThat(read("{\"rollout\":{}}")).isEqualTo(Controls.DEFAULT);
    }

    @Test
    void everything() {
        assertThat(read("{\"enabled\":false,\"read_only\":true,\"reason\":\" why \","
                        + "\"rollout\":{\"percentage\":7,\"roles\":[\"crew\",\"beta\",\"crew\"]}}"))
                .isEqualTo(new Controls(false, true, "why", new Rollout(7, List.of("beta", "crew"))));
    }

    @Test
    void anAnswer_canBeSentBack() {
        assertThat(read("{\"feature\":\"papers\",\"enabled\":true,\"read_only\":true,\"rollout\":{\"percentage\":100,"
                        + "\"roles\":[]},\"version\":3,\"updated_at\":\"now\",\"updated_by\":\"ann\"}"))
                .isEqualTo(new Controls(true, true, null, Rollout.ALL));
    }

    @Test
    void everyFault_isToldWithItsPlace() {
        assertThat(faults("{\"enabled\":1,\"read_only\":\"no\",\"reason\":5,\"on~off\":true,"
                        + "\"rollout\":{\"percentage\":101,\"roles\":[\"ok\",7,\"Not OK\"],\"users\":[]}}"))
                .containsExactlyInAnyOrder(
                        "/on~0off unknown-field is not known here; known are enabled, limits, read_only, reason, rollout.",
                        "/enabled type must be true or false.",
                        "/read_only type must be true or false.",
                        "/reason type must be a text that says something; leave it out where there is none.",
                        "/rollout/users unknown-field is not known here; known are percentage, roles.",
                        "/rollout/percentage range must be a whole number from 0 to 100.",
                        "/rollout/roles/1 value must be the name of a role: a-z, 0-9, _ and -, beginning with a letter,"
                                + " at most 63 characters.",
                        "/rollout/roles/2 value must be the name of a role: a-z, 0-9, _ and -, beginning with a letter,"
                                + " at most 63 characters.");
    }

    @Test
    void numbersThatAreNone() {
        for (String number : List.of("-1", "50.5", "\"50\"", "null", "100000000000")) {
            assertThat(faults("{\"rollout\":{\"percentage\":" + number + "}}"))
                    .as(number)
                    .containsExactly("/rollout/percentage range must be a whole number from 0 to 100.");
        }
    }

    @Test
    void aReason_isOneLineOfAtMost200Characters() {
        String longest = "\ud83d\ude80".repeat(200);
        assertThat(read("{\"reason\":\"" + longest + "\"}").reason()).isEqualTo(longest);
        assertThat(faults("{\"reason\":\"" + longest + "x\"}"))
                .containsExactly("/reason max-length must have at most 200 characters.");
        assertThat(faults("{\"reason\":\"a\\nb\"}"))
                .containsExactly(
                        "/reason characters must be one line, without control characters and half characters.");
        assertThat(faults("{\"reason\":\"  \"}")).hasSize(1);
        assertThat(faults("{\"rollout\":[]}"))
                .containsExactly("/rollout type must be an object with percentage and roles.");
        assertThat(faults("{\"rollout\":{\"roles\":\"beta\"}}"))
                .containsExactly("/rollout/roles type must be an array of at most 20 names of roles.");
    }
}
