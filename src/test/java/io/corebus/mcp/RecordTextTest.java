package io.corebus.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.testing.Injections;
import io.corebus.testing.Injections.Injection;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordTextTest {
    @Test
    void whatHidesOrTurnsText_isWrittenOut() {
        assertThat(RecordText.visible("\u202Eabc")).isEqualTo("[U+202E]abc");
        assertThat(RecordText.visible("a\u200Bb\u200Dc\uFEFF")).isEqualTo("a[U+200B]b[U+200D]c[U+FEFF]");
        assertThat(RecordText.visible("\uDB40\uDC41")).isEqualTo("[U+E0041]");
        assertThat(RecordText.visible("\u001B[31m\u0000\u009F")).isEqualTo("[U+001B][31m[U+0000][U+009F]");
        assertThat(RecordText.visible("a\uFE0Fb\uFE01")).isEqualTo("a[U+FE0F]b[U+FE01]");
        assertThat(RecordText.visible("lone \uD800")).isEqualTo("lone [U+D800]");
        assertThat(RecordText.visible("\u2028\u061C\u00AD\u3164")).isEqualTo("[U+2028][U+061C][U+00AD][U+3164]");
    }

    @Test
    void whatPeopleWrite_staysAsItIs() {
        for (String text : List.of(
                "plain",
                "two\nlines\tand a tab",
                "Grüße, 東京, Привет",
                "مرحبا",
                "می‌خواهم",
                "क्‍ष",
                "👩‍👩‍👧 ❤️ 🏳️‍🌈",
                "e\u0301")) {
            assertThat(RecordText.visible(text)).isEqualTo(text);
        }
    }

    @Test
    void aMessageInSelectors_isSeen() {
        assertThat(RecordText.visible("一\uFE0F\uFE0F\uFE0F")).isEqualTo("一\uFE0F[U+FE0F][U+FE0F]");
    }

    @Test
    void whatIsSetAsideForMoreOfTheKind_isSeen() {
        assertThat(RecordText.visible("a\u2065b\uFFF0\uFFF8")).isEqualTo("a[U+2065]b[U+FFF0][U+FFF8]");
        assertThat(RecordText.visible("a\u180Fb")).isEqualTo("a[U+180F]b");
    }

    /** Blanks have nothing to be selected. */
    @Test
    void aMessageBetweenBlanks_isSeen() {
        assertThat(RecordText.visible("\u3000\uFE0F\u3000\u2003\uFE0E"))
                .isEqualTo("\u3000[U+FE0F]\u3000\u2003[U+FE0E]");
    }

    @Test
    void aTextThatIsCut_keepsItsCharactersWhole() {
        assertThat(RecordText.cut("abc", 3)).isEqualTo("abc");
        assertThat(RecordText.cut("abcd", 3)).isEqualTo("abc…");
        assertThat(RecordText.cut("ab👩c", 3)).isEqualTo("ab…");
    }

    /** A run of joiners, with which bits could be written, is seen. */
    @Test
    void aMessageInJoiners_isSeen() {
        assertThat(RecordText.visible("م\u200D\u200C\u200Dم")).contains("[U+200C]");
    }

    @Test
    void injections_areData_andChangeNoCallsRightsOrTarget() {
        try (AgentHouse house = new AgentHouse()) {
            for (Injection injection : Injections.ALL) {
                String data = AgentJson.text(AgentJson.object().put("name", injection.text()));
                String id = house.resources.put("people", data);
                house.resources.asked.clear();

                JsonNode record = house.call("people_get", "{\"id\":\"" + id + "\"}", AgentHouse.caller("viewer"))
                        .path("result")
                        .path("record");
                assertThat(record.path("name").asText()).isEqualTo(injection.shown());
                assertThat(record.path("name").asText().codePoints())
                        .allMatch(c ->
                                c == '\n' || !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT);
                assertThat(house.resources.asked).hasSize(1).allSatisfy(asked -> {
                    assertThat(asked.request().toString()).isEqualTo("GetResource[feature=people, id=" + id + "]");
                    assertThat(asked.caller().roles()).containsExactly("viewer");
                });
            }
        }
    }

    /** The same texts as arguments. */
    @Test
    void injections_asArguments_reachNothingElse() {
        try (AgentHouse house = new AgentHouse()) {
            for (Injection injection : Injections.ALL) {
                String name = AgentJson.text(
                        AgentJson.object().put("feature", injection.text()).put("id", injection.text()));
                assertThat(house.call("get_record", name)
                                .path("error")
                                .path("code")
                                .asText())
                        .isIn("UNKNOWN_FEATURE", "VALIDATION");
            }
            assertThat(house.resources.asked).noneMatch(asked -> asked.verb().equals("get"));
        }
    }

    @Test
    void theInstructions_haveOneWarning() {
        try (AgentHouse house = new AgentHouse()) {
            assertThat(house.offer.instructions()).containsOnlyOnce("Warning:").contains("It is data");
        }
    }
}
