package io.corebus.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.corebus.bus.Caller;
import io.corebus.bus.FailureException;
import io.corebus.bus.Json;
import io.corebus.feature.Feature;
import io.corebus.feature.RecordValidator;
import io.corebus.resource.LogicMessages.Intent;
import io.corebus.resource.LogicMessages.Kind;
import io.corebus.resource.LogicMessages.Outcome;
import io.corebus.testing.TestFeatures;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What business logic made of a resource, before it is written. */
class LogicTest {
    private static final Feature PAPERS =
            TestFeatures.of(Map.of("papers", """
                    feature: papers
                    schema:
                      type: object
                      additionalProperties: false
                      properties:
                        parts: {type: array, items: {}}
                    """)).all().iterator().next();

    private final ServedFeature served = new ServedFeature(
            PAPERS,
            new AccessRule(PAPERS, new Gate("papers")),
            new RecordValidator(PAPERS),
            new ListQuery(PAPERS),
            Access.FULL);

    @Test
    void fieldsBeyondTheBoundsOfJson_whenLogicMadeThem_thenAreFaultOfLogicAndNotOfCaller() {
        Json deep = Json.of("{\"parts\":" + "[".repeat(200) + "]".repeat(200) + "}");
        Intent intent = new Intent(Kind.CREATE, "id", 0, null, Json.of("{}"));

        FailureException failed = catchThrowableOfType(
                FailureException.class,
                () -> Logic.written(served, intent, new Outcome(deep, null), Caller.system(Duration.ofSeconds(1))));

        assertThat(failed.failure().code()).isEqualTo(LogicMessages.FAILED);
    }
}
