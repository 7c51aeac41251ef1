package io.corebus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The README test is only worth something if a wrong answer does not match. */
class ShownTest {
    private static Shown shown(String language, String text) {
        return new Shown(new Markdown.Block(language, text));
    }

    @Test
    void text_skipsLinesAndPieces_butNothingElse() {
        Shown shown = shown("text", "HTTP/1.1 200 OK\n...\nlocation: /api/...\netag: \"1\"\n...\n");

        assertThat(shown.matches("HTTP/1.1 200 OK\r\nx: y\r\nlocation: /api/7\r\netag: \"1\"\r\n\r\n{}"))
                .isTrue();
        assertThat(shown.matches("HTTP/1.1 200 OK\nlocation: /api/\netag: \"1\"\n"))
                .isTrue();
        assertThat(shown.matches("HTTP/1.1 404 Not Found\nlocation: /api/7\netag: \"1\"\n"))
                .isFalse();
        assertThat(shown.matches("HTTP/1.1 200 OK\nlocation: /api/7\netag: \"2\"\n"))
                .isFalse();
        assertThat(shown.matches("")).isFalse();
    }

    @Test
    void json_ignoresOrderAndSpace() {
        Shown shown = shown("json", "{\n \"id\": \"...\",\n \"rows\": [{\"value\": 1}],\n \"next\": null\n}\n");

        assertThat(shown.matches("{\"next\":null,\"rows\":[{\"value\":1}],\"id\":\"0190\"}"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"0190\",\"rows\":[{\"value\":2}],\"next\":null}",
                "{\"id\":\"0190\",\"rows\":[{\"value\":\"1\"}],\"next\":null}",
                "{\"id\":\"0190\",\"rows\":[],\"next\":null}",
                "{\"id\":\"0190\",\"rows\":[{\"value\":1},{\"value\":1}],\"next\":null}",
                "{\"id\":\"0190\",\"rows\":[{\"value\":1,\"more\":1}],\"next\":null}",
                "{\"id\":\"0190\",\"rows\":[{\"value\":1}]}",
                "{\"id\":7,\"rows\":[{\"value\":1}],\"next\":null}",
                "curl: (7) Failed to connect",
                ""
            })
    void json_ofAnotherContent_doesNotMatch(String printed) {
        Shown shown = shown("json", "{\"id\": \"...\", \"rows\": [{\"value\": 1}], \"next\": null}");

        assertThat(shown.matches(printed)).isFalse();
    }
}
