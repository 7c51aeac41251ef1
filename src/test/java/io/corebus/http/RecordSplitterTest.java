package io.corebus.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.corebus.bus.FailureException;
import io.corebus.storage.ImportMessages.SentRecord;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordSplitterTest {
    private static List<String> split(boolean csv, String text) {
        RecordSplitter splitter = new RecordSplitter(csv, 1_000);
        splitter.add(Buffer.buffer(text));
        splitter.end();
        return splitter.taken().stream()
                .map(record -> record.line() + " " + record.bytes())
                .toList();
    }

    @Test
    void aQuotationMark_opensACellOnlyAtItsBegin() {
        assertThat(split(true, "12\" pipe,1\n14\" pipe,2\na\"b,\"c\nd\"\n16,3"))
                .containsExactly("1 12\" pipe,1", "2 14\" pipe,2", "3 a\"b,\"c\nd\"", "5 16,3");
    }

    @Test
    void aQuotedCell_mayHaveEndsOfLinesAndQuotationMarks() {
        assertThat(split(true, "\"a\"\"\n\"\"b\",1\r\n\"\",\"\"\nc,2\n"))
                .containsExactly("1 \"a\"\"\n\"\"b\",1", "3 \"\",\"\"", "4 c,2");
    }

    @Test
    void whatFollowsAClosedCell_isLeftToTheReader() {
        assertThat(split(true, "\"a\"b\",1\nc,2\n")).containsExactly("1 \"a\"b\",1", "2 c,2");
    }

    @Test
    void linesOfNdjson_endAtTheirEndWhateverTheyHave() {
        assertThat(split(false, "\ufeff{\"a\n\r\n\"b\"\r\n")).containsExactly("1 {\"a", "3 \"b\"");
    }

    @Test
    void nul_becomesNothingThatIsText() {
        assertThat(split(true, "a\0b,1\n")).containsExactly("1 a" + SentRecord.NUL + "b,1");
    }

    @Test
    void aRecordThatIsTooLong_isRefused() {
        FailureException refusal =
                catchThrowableOfType(FailureException.class, () -> split(true, "a\n\"" + "x\n".repeat(500) + "\"\n"));

        assertThat(refusal.failure().detail()).isEqualTo("The record in line 2 has more than 1000 bytes.");
    }
}
