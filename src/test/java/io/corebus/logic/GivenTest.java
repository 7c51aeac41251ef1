package io.corebus.logic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
                .hasMessageContaining("/name ");
        ObjectNode nested = object();
        nested.putArray("lines").add("good").addObject().put("text", "a\u0000b");
        assertThatThrownBy(() -> Given.json(nested)).hasMessageContaining("/lines/1/text ");
        assertThatThrownBy(() -> Given.json(object().put("a\uDE00", 1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void text_whenOfCharacters_thenGoesOnAsItIs() {
        assertThat(Given.json(object().put("name", "\uD83D\uDE00 é")).toString())
                .isEqualTo("{\"name\":\"\uD83D\uDE00 é\"}");
    }
}
