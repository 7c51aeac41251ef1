package io.corebus.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.FailureException;
import io.corebus.bus.FieldFault;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MergePatchTest {
    private static JsonNode json(String text) {
        return StrictJson.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The examples of RFC 7396, appendix A, in which both sides are objects. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":\"b\"} | {\"a\":\"c\"} | {\"a\":\"c\"}",
                "{\"a\":\"b\"} | {\"b\":\"c\"} | {\"a\":\"b\",\"b\":\"c\"}",
                "{\"a\":\"b\"} | {\"a\":null} | {}",
                "{\"a\":\"b\",\"b\":\"c\"} | {\"a\":null} | {\"b\":\"c\"}",
                "{\"a\":[\"b\"]} | {\"a\":\"c\"} | {\"a\":\"c\"}",
                "{\"a\":\"c\"} | {\"a\":[\"b\"]} | {\"a\":[\"b\"]}",
                "{\"a\":{\"b\":\"c\"}} | {\"a\":{\"b\":\"d\",\"c\":null}} | {\"a\":{\"b\":\"d\"}}",
                "{\"a\":[{\"b\":\"c\"}]} | {\"a\":[1]} | {\"a\":[1]}",
                "{\"e\":null} | {\"a\":1} | {\"e\":null,\"a\":1}",
                "{} | {\"a\":{\"bb\":{\"ccc\":null}}} | {\"a\":{\"bb\":{}}}",
                "{\"a\":1} | {\"a\":{\"b\":null,\"c\":2}} | {\"a\":{\"c\":2}}",
                "{\"a\":1} | {} | {\"a\":1}"
            })
    void theExamplesOfTheRfc_hold(String target, String patch, String result) {
        ObjectNode before = (ObjectNode) json(target);
        JsonNode changes = json(patch);

        ObjectNode merged = MergePatch.apply(before, changes);

        assertThat(merged).isEqualTo(json(result));
        assertThat(before).isEqualTo(json(target));
        assertThat(changes).isEqualTo(json(patch));
    }

    @Test
    void theResult_sharesNothingThatCanBeChanged() {
        ObjectNode target = (ObjectNode) json("{\"kept\":{\"a\":1}}");
        JsonNode patch = json("{\"list\":[{}],\"object\":{\"x\":{}}}");

        ObjectNode merged = MergePatch.apply(target, patch);
        ((ObjectNode) merged.get("kept")).put("a", 2);
        ((ObjectNode) merged.at("/list/0")).put("b", 2);
        ((ObjectNode) merged.at("/object/x")).put("c", 2);

        assertThat(target).isEqualTo(json("{\"kept\":{\"a\":1}}"));
        assertThat(patch).isEqualTo(json("{\"list\":[{}],\"object\":{\"x\":{}}}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "\"x\"", "1"})
    void aPatchThatIsNoObject_isInvalid(String patch) {
        FailureException refused = catchThrowableOfType(
                FailureException.class, () -> MergePatch.apply((ObjectNode) json("{}"), json(patch)));

        assertThat(refused.failure().code()).isEqualTo("validation");
        assertThat(refused.failure().status()).isEqualTo(422);
        assertThat(refused.failure().detail()).isEqualTo("A merge patch must be an object.");
        assertThat(refused.failure().errors()).containsExactly(new FieldFault("", "type", "must be an object."));
    }
}
