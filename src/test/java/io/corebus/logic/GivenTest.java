package io.corebus.logic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

/** What logic gives, before it goes on. */
class GivenTest {
    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    @Test
    void text_whenItHasWhatIsNoCharacter_thenIsRefusedWithItsField() {
        assertThatThrownBy(() -> Given.json(object().put("name", "a\uD83D")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/name");
        ObjectNode nested = object();
        nested.putArray("lines").add("good").addObject().put("text", "a\u0000b");
        assertThatThrownBy(() -> Given.json(nested)).hasMessageContaining("/lines/1/text");
        assertThatThrownBy(() -> Given.json(object().put("a\uDE00", 1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void text_whenOfCharacters_thenGoesOnAsItIs() {
        assertThat(Given.json(object().put("name", "\uD83D\uDE00 é")).toString())
                .isEqualTo("{\"name\":\"\uD83D\uDE00 é\"}");
    }

    @Test
    void fields_whenHuge_thenAreRefusedWithTheirNameBeforeTheyAreWritten() {
        ObjectNode huge = object();
        String text = "x".repeat(1_000_000);
        for (int i = 0; i < 1_000; i++) {
            huge.withArray("parts").add(text);
        }
        ObjectNode deep = object();
        ObjectNode last = deep;
        for (int i = 0; i < 100_000; i++) {
            last = last.putObject("a");
        }

        assertThatThrownBy(() -> Given.json(huge))
                .hasMessageContaining("16000000")
                .hasMessageContaining("/parts/");
        assertThatThrownBy(() -> Given.json(deep)).hasMessageContaining("too deep");
        assertThatThrownBy(() -> Given.json(object().put("n", BigInteger.ONE.shiftLeft(1_000_000))))
                .hasMessageContaining("digits at /n");
        assertThat(Given.json(object().put("text", "x".repeat(17_000_000)), 10_000_000)
                        .utf8())
                .hasSizeGreaterThan(17_000_000);
    }
}
