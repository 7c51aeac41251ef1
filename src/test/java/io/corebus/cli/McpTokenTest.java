package io.corebus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corebus.Corebus;
import io.corebus.testing.Jvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class McpTokenTest {
    private static final String ADVICE = ": it must hold one access token and nothing else.";

    @TempDir
    Path directory;

    private Path file(String content) throws IOException {
        return Files.writeString(directory.resolve("token"), content);
    }

    @Test
    void aFile_isReadWithoutBlanksAround_andWithoutAByteOrderMark() throws IOException {
        assertThat(McpToken.ofFile(file("cbt_abc.DEF-1~+/=\n"))).isEqualTo("cbt_abc.DEF-1~+/=");
        assertThat(McpToken.ofFile(file("\uFEFF cbt_abc\r\n"))).isEqualTo("cbt_abc");
    }

    @Test
    void aFileOfMoreThanOneLine_isRefused() throws IOException {
        Path file = file("first-secret\nsecond-secret\n");
        assertThatThrownBy(() -> McpToken.ofFile(file))
                .hasMessage("The token file " + file + " has more than one line" + ADVICE);
    }

    @ParameterizedTest
    @CsvSource({"a secret", "a\u0000secret", "a\u00e9secret", "a\u2028secret", "a\u007fsecret"})
    void aFileWithWhatNoTokenHas_isRefused(String content) throws IOException {
        Path file = file(content);
        assertThatThrownBy(() -> McpToken.ofFile(file))
                .hasMessage(
                        "The token file " + file + " has blanks or other characters that no access token has" + ADVICE);
    }

    @Test
    void aFileInUtf16_isRefused() throws IOException {
        Path file = Files.write(directory.resolve("token"), "secret".getBytes(StandardCharsets.UTF_16));
        assertThatThrownBy(() -> McpToken.ofFile(file)).hasMessageEndingWith("that no access token has" + ADVICE);
    }

    @Test
    void anEmptyFile_andOneThatIsTooLong_areRefused() throws IOException {
        Path empty = file(" \n");
        assertThatThrownBy(() -> McpToken.ofFile(empty)).hasMessage("The token file " + empty + " is empty" + ADVICE);
        Path tooLong = file("x".repeat(65_537));
        assertThatThrownBy(() -> McpToken.ofFile(tooLong))
                .hasMessage("The token file " + tooLong + " is longer than 65536 bytes" + ADVICE);
    }

    @Test
    void aFileThatCannotBeRead_isRefusedWithTheReason() {
        Path missing = directory.resolve("missing");
        assertThatThrownBy(() -> McpToken.ofFile(missing))
                .hasMessage("The token file " + missing + " cannot be read: there is no such file.");
        assertThatThrownBy(() -> McpToken.ofFile(directory))
                .hasMessage("The token file " + directory + " cannot be read: Is a directory.");
    }

    @Test
    void aVariable_isTrimmed_andMayBeMissing() {
        assertThat(McpToken.ofVariable("COREBUS_TOKEN", null)).isNull();
        assertThat(McpToken.ofVariable("COREBUS_TOKEN", " ")).isNull();
        assertThat(McpToken.ofVariable("COREBUS_TOKEN", "cbt_abc\n")).isEqualTo("cbt_abc");
    }

    @Test
    void aVariableOfMoreThanOneLine_endsTheBridgeAtOnce_withoutTheToken() throws Exception {
        Map<String, String> environment = Map.of("COREBUS_TOKEN", "first-secret\nsecond-secret");
        try (Jvm bridge = Jvm.start(Corebus.class, environment, "mcp")) {
            assertThat(bridge.awaitExit(60)).isEqualTo(2);
            assertThat(bridge.output()).isEmpty();
            assertThat(bridge.errors())
                    .isEqualTo(
                            "The variable COREBUS_TOKEN has more than one line: set it to one access token and nothing else. See ./corebus mcp --help.\n");
        }
    }
}
