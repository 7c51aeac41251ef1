package io.corebus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class McpLinesTest {
    private static final String MARK = "\uFEFF";

    /** Gives one part at a time, as a pipe does. */
    private static McpLines lines(String... parts) {
        List<InputStream> rest = new ArrayList<>();
        for (String part : parts) {
            rest.add(new ByteArrayInputStream(part.getBytes(StandardCharsets.UTF_8)));
        }
        return new McpLines(
                new InputStream() {
                    @Override
                    public int read() {
                        throw new AssertionError("one byte at a time");
                    }

                    @Override
                    public int read(byte[] into, int from, int length) throws IOException {
                        return rest.isEmpty() ? -1 : rest.remove(0).read(into, from, length);
                    }
                },
                10);
    }

    private static List<String> all(McpLines lines) throws IOException {
        List<String> all = new ArrayList<>();
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
            all.add(new String(line, StandardCharsets.UTF_8));
        }
        return all;
    }

    @Test
    void aLineEndsWithCr_Lf_both_orTheInput() throws IOException {
        assertThat(all(lines("a\nb\r\nc\rd\n\ne"))).containsExactly("a", "b", "c", "d", "", "e");
        assertThat(all(lines())).isEmpty();
        assertThat(all(lines("a\r\n"))).containsExactly("a");
    }

    @Test
    void aLineOfSeveralParts_isOne_alsoWhereTheyPartACharacter_orALineEnd() throws IOException {
        assertThat(all(lines("a", "b\r", "\nc", "\n"))).containsExactly("ab", "c");
        byte[] twoBytes = "é\n".getBytes(StandardCharsets.UTF_8);
        InputStream first = new ByteArrayInputStream(twoBytes, 0, 1);
        InputStream second = new ByteArrayInputStream(twoBytes, 1, 2);
        assertThat(all(new McpLines(new SequenceInputStream(first, second), 10)))
                .containsExactly("é");
    }

    @Test
    void aLineThatHasCome_isNotHeldBackForWhatFollows() throws IOException {
        McpLines lines = new McpLines(
                new InputStream() {
                    private boolean read;

                    @Override
                    public int read() {
                        throw new AssertionError("one byte at a time");
                    }

                    @Override
                    public int read(byte[] into, int from, int length) {
                        assertThat(read).isFalse();
                        read = true;
                        into[from] = 'a';
                        into[from + 1] = '\r';
                        return 2;
                    }
                },
                10);
        assertThat(lines.next()).isEqualTo(new byte[] {'a'});
    }

    @Test
    void aByteOrderMark_isLeftOut_atTheStartOnly() throws IOException {
        assertThat(all(lines(MARK + "a\n" + MARK + "b\n"))).containsExactly("a", MARK + "b");
        assertThat(all(lines(MARK))).containsExactly("");
    }

    @Test
    void aLineThatIsTooLong_isRefused_andTheNextOneIsRead() throws IOException {
        McpLines lines = lines("0123456789\n01234", "567", "89a\nb\n");
        assertThat(lines.next()).hasSize(10);
        assertThatThrownBy(lines::next).hasMessage("This line is longer than 10 bytes.");
        assertThat(all(lines)).containsExactly("b");
    }
}
