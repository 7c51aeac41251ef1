package io.corebus.feature;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.corebus.bus.FailureException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Our own rules against a JSON Schema library that others wrote, on values that a seeded generator makes up around the limits. */
class ValidatorAgreementTest {
    private static final long SEED = 20261101L;
    private static final int ROUNDS = 20_000;
    private static final Feature FEATURE = Descriptors.things(
            "text: {type: string, minLength: 2, maxLength: 4, pattern: '^[ab]*$'}",
            "whole: {type: integer, minimum: -2, exclusiveMaximum: 6, multipleOf: 2}",
            "floating: {type: number, exclusiveMinimum: -1.5, maximum: 2.5}",
            "flag: {type: boolean}",
            "choice: {type: string, enum: [a, b, aa]}",
            "day: {type: string, format: date}",
            "key: {type: string, format: uuid}",
            "list: {type: array, maxItems: 2, items: {type: [integer, string], maximum: 3}}");
    private static final List<String> VALUES = List.of(
            "true",
            "false",
            "[]",
            "{}",
            "0",
            "-0.0",
            "1",
            "2",
            "2.0",
            "20e-1",
            "-2",
            "-2.5",
            "-1.5",
            "-1.4999",
            "2.5",
            "2.50001",
            "3",
            "4",
            "5",
            "6",
            "1e2",
            "\"2\"",
            "[1]",
            "[1,\"a\",2]",
            "[3.0]",
            "[4]",
            "[\"a\",\"b\"]",
            "[[]]",
            "\"2024-02-29\"",
            "\"2023-02-29\"",
            "\"2023-13-01\"",
            "\"2023-1-01\"",
            "\"2023-01-01T00:00:00Z\"",
            "\"0190b8a0-0000-7000-8000-000000000000\"",
            "\"0190B8A0-0000-7000-8000-00000000ABCD\"",
            "\"0190b8a0-0000-7000-8000-00000000000\"",
            "\"0190b8a00000-7000-8000-0000000000000\"");

    private final Random random = new Random(SEED);
    private final RecordValidator validator = new RecordValidator(FEATURE);
    private final JsonSchema library = JsonSchemaFactory.getInstance(VersionFlag.V202012)
            .getSchema(
                    FEATURE.schema(),
                    SchemaValidatorsConfig.builder()
                            .formatAssertionsEnabled(true)
                            .losslessNarrowing(true)
                            .build());

    @Test
    void bothAgreeOnWhatIsValid() {
        int valid = 0;
        for (int i = 0; i < ROUNDS; i++) {
            String text = resource();
            JsonNode resource = StrictJson.parse(text.getBytes(StandardCharsets.UTF_8));
            boolean allowed = library.validate(resource).isEmpty();
            assertThat(isValid((ObjectNode) resource)).as(text).isEqualTo(allowed);
            valid += allowed ? 1 : 0;
        }
        assertThat(valid).isBetween(ROUNDS / 20, ROUNDS * 19 / 20);
    }

    @Test
    void whatIsStored_isValidAgainAndStoredTheSame() {
        int seen = 0;
        for (int i = 0; i < ROUNDS; i++) {
            ObjectNode resource = StrictJson.parseObject(resource().getBytes(StandardCharsets.UTF_8));
            if (isValid(resource)) {
                byte[] stored = validator.canonical(resource);
                ObjectNode again = validator.validForCreate(StrictJson.parseObject(stored));
                assertThat(new String(validator.canonical(again), StandardCharsets.UTF_8))
                        .isEqualTo(new String(stored, StandardCharsets.UTF_8));
                assertThat(library.validate(again)).isEmpty();
                seen++;
            }
        }
        assertThat(seen).isGreaterThan(ROUNDS / 20);
    }

    private boolean isValid(ObjectNode resource) {
        try {
            validator.validForCreate(resource);
            return true;
        } catch (FailureException e) {
            return false;
        }
    }

    /** One or two members: with more, hardly one would be valid. */
    private String resource() {
        String first = name();
        String second = name();
        String member = "\"" + first + "\":" + value(first);
        return first.equals(second) || random.nextInt(3) > 0
                ? "{" + member + "}"
                : "{" + member + ",\"" + second + "\":" + value(second) + "}";
    }

    private String name() {
        int at = random.nextInt(FEATURE.fields().size() * 8 + 1);
        return at == 0
                ? "unknown"
                : FEATURE.fields().get(at % FEATURE.fields().size()).name();
    }

    private String value(String name) {
        if (random.nextInt(4) > 0) {
            switch (name) {
                case "text", "choice" -> {
                    return "\"" + text() + "\"";
                }
                case "whole" -> {
                    return String.valueOf(random.nextInt(14) - 5);
                }
                case "floating" -> {
                    return String.valueOf((random.nextInt(60) - 25) / 10.0);
                }
                default -> {}
            }
        }
        return VALUES.get(random.nextInt(VALUES.size()));
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(List.of("a", "b", "a", "b", "c", "😀", "d").get(random.nextInt(7)));
        }
        return text.toString();
    }
}
