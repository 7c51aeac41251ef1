package io.corebus.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corebus.bus.FailureException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryCursorTest {
    private static final String ID = "019f0000-0000-7000-8000-000000000001";
    private static final String OTHER = "019f0000-0000-7000-8000-000000000002";

    @Test
    void itIsReadAsItWasWritten_andSaysNothingByItself() {
        String cursor = HistoryCursor.write(ID, 42);
        assertThat(cursor).matches("[A-Za-z0-9_-]+").doesNotContain("42");
        assertThat(HistoryCursor.read(cursor, ID)).isEqualTo(42L);
        assertThat(HistoryCursor.read(null, ID)).isNull();
    }

    @Test
    void oneOfAnotherHistoryIsRefused() {
        String cursor = HistoryCursor.write(OTHER, 42);
        assertThatThrownBy(() -> HistoryCursor.read(cursor, ID))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        refused -> assertThat(refused.failure().code()).isEqualTo("bad-cursor"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"history " + ID + " 0", "history " + ID + " -1", "history " + ID, "1", "", "[1]"})
    void whatNoPageGaveIsRefused(String content) {
        String forged = Base64.getUrlEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> HistoryCursor.read(forged, ID)).isInstanceOf(FailureException.class);
    }

    @Test
    void whatIsNoCursorAtAllIsRefused() {
        assertThatThrownBy(() -> HistoryCursor.read("what?", ID)).isInstanceOf(FailureException.class);
        assertThatThrownBy(() -> HistoryCursor.read("7", ID)).isInstanceOf(FailureException.class);
    }
}
