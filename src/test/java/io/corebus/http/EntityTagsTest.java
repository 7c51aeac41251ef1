package io.corebus.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"\"1\"", "\"7\", \"1\"", "\"1\",", ",\"1\"", " , \"7\" ,,\t\"1\" , ", "\"a,b\",\"1\"", "*", " * "
            })
    void aList_namesItsVersions_andEmptyElementsNothing(String header) {
        assertThat(EntityTags.read(header, true).contain(1)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"01\"",
                "\"+1\"",
                "\" 1\"",
                "\"1 \"",
                "\"2\"",
                "\"\"",
                "\"1.0\"",
                "\"x,1\"",
                "\"99999999999999999999\""
            })
    void aTagThatIsWrittenOtherwise_isAnother(String header) {
        assertThat(EntityTags.read(header, false).contain(1)).isFalse();
    }

    @Test
    void aWeakTag_isOnlyWeaklyTheSame() {
        assertThat(EntityTags.read("W/\"1\"", false).contain(1)).isTrue();
        assertThat(EntityTags.read("W/\"1\"", true).contain(1)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                "1",
                "\"1",
                "1\"",
                "\"1\" \"2\"",
                "\"1\";\"2\"",
                "w/\"1\"",
                "W/ \"1\"",
                "*, \"1\"",
                "\"1\"x"
            })
    void whatIsNoList_isRefused_andSoIsAnEmptyOne(String header) {
        assertThatThrownBy(() -> EntityTags.read(header, true))
                .hasMessage("bad-header: An entity tag stands in double quotes: \"3\".");
    }
}
