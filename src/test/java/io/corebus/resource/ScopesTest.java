package io.corebus.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.bus.Caller;
import io.corebus.feature.Feature.Action;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopesTest {
    private static List<String> covered(String... scopes) {
        Caller caller = new Caller("someone", List.of(), "token", List.of(scopes), "http", "trace", 0);
        return Stream.of(Action.values())
                .filter(action -> Scopes.cover(caller, "tasks", action))
                .map(Action::name)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "read | READ",
                "write | CREATE,UPDATE,DELETE",
                "tasks:* | READ,CREATE,UPDATE,DELETE",
                "tasks:update | UPDATE",
                "projects:* | ''",
                "admin | ''"
            })
    void aScope_coversItsActions(String scope, String actions) {
        assertThat(String.join(",", covered(scope))).isEqualTo(actions);
    }
}
