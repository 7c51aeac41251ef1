package io.corebus.feature;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What it reads, the parser reads as the same; what the parser refuses, it does not read. */
class PlainJsonTest {
    private static final String[] BLANKS = {"", "", "", " ", "\n", "\t \r"};
    private static final String[] NAMES = {"a", "id", "name", "_meta", "io.example/x", "é", "q\\\"q", ""};
    private static final String[] SCALARS = {
        "0",
        "7",
        "-1",
        "-0",
        "00",
        "01",
        "2147483647",
        "2147483648",
        "-2147483648",
        "-2147483649",
        "999999999999999999",
        "1000000000000000000",
        "-999999999999999999",
        "9223372036854775808",
        "1.0",
        "1e3",
        "1E400",
        "-",
        "+1",
        ".5",
        "true",
        "false",
        "null",
        "tru",
        "nulll",
        "True",
        "\"\"",
        "\"x\"",
        "\"\u007f\"",
        "\"é\"",
        "\"\\u0061\"",
        "\"a\\\\b\"",
        "\"\t\"",
        "\"",
        "'x'",
        "NaN",
        "\"}\"",
        "\",\""
    };

    private final Random random = new Random(20_260_728);

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String blank() {
        return BLANKS[random.nextInt(BLANKS.length)];
    }

    /** Mostly well-formed. */
    private String value(int depth) {
        int kind = random.nextInt(depth > 4 ? 4 : 10);
        String value = kind < 4 ? SCALARS[random.nextInt(SCALARS.length)] : container(kind < 7, depth);
        return blank() + value + blank();
    }

    private String container(boolean object, int depth) {
        StringBuilder text = new StringBuilder(object ? "{" : "[").append(blank());
        int members = random.nextInt(4);
        for (int i = 0; i < members; i++) {
            text.append(i == 0 ? "" : ",");
            text.append(object ? blank() + "\"" + NAMES[random.nextInt(NAMES.length)] + "\"" + blank() + ":" : "");
            text.append(value(depth + 1));
        }
        return text.append(object ? "}" : "]").toString();
    }

    private byte[] damaged(byte[] text) {
        byte[] damaged = text.clone();
        for (int i = random.nextInt(3); i > 0 && damaged.length > 0; i--) {
            byte[] likely = utf8("{}[]\",:\\ 0-e.tn\u0000é");
            damaged[random.nextInt(damaged.length)] = likely[random.nextInt(likely.length)];
        }
        return damaged;
    }

    /** Null where the parser refuses it. */
    private static JsonNode byParser(byte[] text) {
        try {
            return StrictJson.parseByParser(text);
        } catch (RuntimeException refused) {
            return null;
        }
    }

    @Test
    void readsAsTheParserDoesOrNotAtAll() {
        int read = 0;
        int refused = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] text = damaged(utf8(value(0)));
            JsonNode plain = PlainJson.read(text);
            JsonNode parsed = byParser(text);
            read += plain == null ? 0 : 1;
            refused += parsed == null ? 1 : 0;
            if (plain != null) {
                assertThat(plain).as(new String(text, StandardCharsets.UTF_8)).isEqualTo(parsed);
            }
        }
        assertThat(read).isGreaterThan(10_000);
        assertThat(refused).isGreaterThan(10_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"get_record\",\"arguments\":{}}}",
                " [ 1 , -2 , 3000000000 , true , false , null , \"\" , { } , [ ] ]\r\n",
                "{\"a\":{\"a\":{\"a\":[[[\"b\"]]]}}}",
                "7",
                "\"x\""
            })
    void readsWhatIsPlain(String text) {
        assertThat(PlainJson.read(utf8(text))).isNotNull().isEqualTo(StrictJson.parseByParser(utf8(text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{\"a\":1,\"a\":2}",
                "{\"a\":1}{}",
                "{\"a\":1",
                "{\"a\"",
                "{\"",
                "{",
                "[1,]",
                "{,}",
                "{\"a\":1,}",
                "[1 2]",
                "-",
                "-0",
                "1.0",
                "tr",
                "\"é\"",
                "\"\\n\""
            })
    void leavesTheRestToTheParser(String text) {
        assertThat(PlainJson.read(utf8(text))).isNull();
    }

    @Test
    void leavesWhatIsLongOrDeepToTheParser() {
        String deep = "[".repeat(16) + "]".repeat(16);
        assertThat(PlainJson.read(utf8(deep))).isEqualTo(StrictJson.parseByParser(utf8(deep)));
        assertThat(PlainJson.read(utf8("[" + deep + "]"))).isNull();
        assertThat(PlainJson.read(utf8("\"" + "x".repeat(4_094) + "\""))).isNotNull();
        assertThat(PlainJson.read(utf8("\"" + "x".repeat(4_095) + "\""))).isNull();
    }
}
