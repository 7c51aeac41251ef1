package io.corebus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenMessageTest {
    private static WrittenMessage found(String text) {
        return Objects.requireNonNull(WrittenMessage.find(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"8", "-0", "7.50", "1E+3", "12345678901234567890", "\"a\\ud800 \\\" é\"", "\"\""})
    void anId_isAsItIsWritten(String id) {
        String far = "\"params\":{\"text\":\"" + "é\\\"".repeat(30_000) + "\"}";
        assertThat(found("{\"id\":" + id + "}").id()).isEqualTo(id);
        assertThat(found(" { \"id\" :\t" + id + " ,\"a\":1}").id()).isEqualTo(id);
        assertThat(found("{\"a\":[1,{\"id\":2}]," + far + ",\"id\":" + id + "\n}")
                        .id())
                .isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "true", "false", "{\"id\":1}", "[1]"})
    void whatIsNoStringAndNoNumber_isNoId(String id) {
        assertThat(found("{\"id\":" + id + "}").id()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "[]",
                "{",
                "{\"id\":8}x",
                "{\"id\":8}{}",
                "{\"id\":8,\"id\":9}",
                "{\"a\":01}",
                "{\"a\":NaN}"
            })
    void whatIsNoObject_orHasAMemberTwice_isNotFound(String text) {
        assertThat(WrittenMessage.find(text)).isNull();
    }

    @Test
    void onlyJsonRpc_isAMessage() {
        assertThat(found("{\"jsonrpc\":\"2.0\",\"method\":\"a\"}").isMessage()).isTrue();
        assertThat(found("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}").isMessage())
                .isTrue();
        assertThat(found("{\"error\":\"Bad gateway\"}").isMessage()).isFalse();
        assertThat(found("{\"jsonrpc\":\"2.0\"}").isMessage()).isFalse();
    }

    @Test
    void anAnswerWithoutAnId_getsTheOneOfItsRequest() {
        assertThat(found("{\"jsonrpc\":\"2.0\",\"error\":{}}").answerTo("7.5"))
                .isEqualTo("{\"id\":7.5,\"jsonrpc\":\"2.0\",\"error\":{}}");
        assertThat(found("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{}}").answerTo("\"$1\""))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"$1\",\"error\":{}}");
    }

    @Test
    void everythingElse_isPassedOnAsItIs_onOneLine() {
        assertThat(found("{\"jsonrpc\":\"2.0\",\r\n \"id\":1,\n\"result\":1.0}\n")
                        .answerTo("2"))
                .isEqualTo("{\"jsonrpc\":\"2.0\",   \"id\":1, \"result\":1.0}");
        assertThat(found("{\"method\":\"a\"}").answerTo("2")).isEqualTo("{\"method\":\"a\"}");
        assertThat(found("{\"error\":{}}").answerTo(null)).isEqualTo("{\"error\":{}}");
    }
}
