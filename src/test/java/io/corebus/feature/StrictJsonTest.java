package io.corebus.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.FieldFault;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Failure failure(Runnable read) {
        return catchThrowableOfType(FailureException.class, read::run).failure();
    }

    static Stream<Arguments> hostile() {
        String limit = "it exceeds a limit: 100 levels deep, numbers of 1000 characters, names of 50000.";
        return Stream.of(
                Arguments.of("", "it is empty."),
                Arguments.of(" \r\n\t", "it is empty."),
                Arguments.of("{\"name\":", "it ends too early, at line 1, column 9."),
                Arguments.of("{\"name\":\"x", "it ends too early, at line 1, column 11."),
                Arguments.of("{\"a\":1}{}", "after its end at line 1, column 8 there is more."),
                Arguments.of("{\"a\":1} 2", "after its end at line 1, column 9 there is more."),
                Arguments.of(
                        "{\"a\":1,\n\"a\":2}", "at line 2, column 5 an object has a second field of the same name."),
                Arguments.of(
                        "{\"o\":{\"a\":1,\"b\":2,\"c\":3,\"a\":4}}",
                        "at line 1, column 29 an object has a second field of the same name."),
                Arguments.of(
                        "{\"a\":1,\"\\u0061\":2}",
                        "at line 1, column 17 an object has a second field of the same name."),
                Arguments.of("{\"a\":NaN}", "at line 1, column 9 is something that does not belong there."),
                Arguments.of("{\"a\":-Infinity}", "at line 1, column 15 is something that does not belong there."),
                Arguments.of("{a:1}", "at line 1, column 2 is something that does not belong there."),
                Arguments.of("{'a':1}", "at line 1, column 2 is something that does not belong there."),
                Arguments.of("[1,]", "at line 1, column 4 is something that does not belong there."),
                Arguments.of("[01]", "at line 1, column 3 is something that does not belong there."),
                Arguments.of("[+1]", "at line 1, column 3 is something that does not belong there."),
                Arguments.of("[.5]", "at line 1, column 2 is something that does not belong there."),
                Arguments.of("// x\n{}", "at line 1, column 1 is something that does not belong there."),
                Arguments.of("[\"\t\"]", "at line 1, column 3 is something that does not belong there."),
                Arguments.of("[\"\\x\"]", "at line 1, column 4 is something that does not belong there."),
                Arguments.of("}", "at line 1, column 1 is something that does not belong there."),
                Arguments.of("{\"\\ud800\":1}", "at line 1, column 9 is something that does not belong there."),
                Arguments.of("[".repeat(101) + "]".repeat(101), "at line 1, column 102 " + limit),
                Arguments.of("{\"a\":".repeat(100_000), "at line 1, column 502 " + limit),
                Arguments.of("[" + "1".repeat(1001) + "]", "at line 1, column 1003 " + limit),
                Arguments.of(
                        "\uFEFF{}", "it starts with a byte order mark at line 1, column 1; send UTF-8 without one."));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    @Timeout(5)
    void whatIsNotJson_isRefusedWithItsPlace(String text, String why) {
        Failure expected = new Failure("malformed-json", 400, "The body is not well-formed JSON: " + why);
        Failure parsed = failure(() -> StrictJson.parse(utf8(text)));
        Failure checked = failure(() -> StrictJson.check(utf8(text)));

        assertThat(parsed.code() + checked.code()).isEqualTo("malformed-jsonmalformed-json");
        assertThat(withoutPlace(checked)).isEqualTo(withoutPlace(expected));
        assertThat(parsed).isEqualTo(expected);
    }

    /** A quick check and a full parse may see the same fault a few columns apart. */
    private static String withoutPlace(Failure failure) {
        return failure.detail().replaceAll("column \\d+", "column");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "C328",
                "C0AF",
                "E08080",
                "EDA080",
                "F08080AF",
                "F4908080",
                "F5808080",
                "FF",
                "E282",
                "80",
                "F09F98"
            })
    void whatIsNotUtf8_isRefused(String hex) {
        byte[] body = new byte[hex.length() / 2 + 4];
        System.arraycopy(utf8("[\""), 0, body, 0, 2);
        for (int i = 0; i < hex.length() / 2; i++) {
            body[i + 2] = (byte) Integer.parseInt(hex.substring(2 * i, 2 * i + 2), 16);
        }
        System.arraycopy(utf8("\"]"), 0, body, body.length - 2, 2);

        Failure refused = failure(() -> StrictJson.parse(body));

        assertThat(refused.code()).isEqualTo("malformed-json");
        assertThat(refused.detail())
                .isEqualTo("The body is not well-formed JSON: at line 1, column 3 is a byte that is not UTF-8.");
        assertThat(failure(() -> StrictJson.check(body))).isEqualTo(refused);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32BE", "UTF-32LE"})
    void otherEncodings_areRefused(String charset) {
        byte[] body = "{\"a\":1}".getBytes(Charset.forName(charset));

        assertThat(failure(() -> StrictJson.parse(body)).code()).isEqualTo("malformed-json");
        assertThat(failure(() -> StrictJson.check(body)).code()).isEqualTo("malformed-json");
    }

    @Test
    void everyCharacterOfUnicode_isRead() {
        String text = "a\u007F\u0080\u07FF\u0800\uD7FF\uE000\uFFFD\uFFFF\uD800\uDC00\uDBFF\uDFFF😀";

        assertThat(StrictJson.parse(utf8("\"" + text + "\"")).textValue()).isEqualTo(text);
    }

    @Test
    void numbersKeepTheirDigits() {
        JsonNode numbers = StrictJson.parse(utf8(
                "[0.10, 1.0, 123456789012345678901234567890, 0.1234567890123456789012345, -0, 9223372036854775807]"));

        assertThat(numbers.get(0).decimalValue().toString()).isEqualTo("0.10");
        assertThat(numbers.get(1).decimalValue().toString()).isEqualTo("1.0");
        assertThat(numbers.get(2).isBigInteger()).isTrue();
        assertThat(numbers.get(3).decimalValue().toString()).isEqualTo("0.1234567890123456789012345");
        assertThat(numbers.get(4).intValue()).isZero();
        assertThat(numbers.get(5).longValue()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    @Timeout(5)
    void aHugeExponent_isOnlyANumber() {
        assertThat(StrictJson.parse(utf8("[1e999999999, -1e-999999999]")).get(0).isNumber())
                .isTrue();
        assertThat(failure(() -> StrictJson.parse(utf8("[1e99999999999]"))).detail())
                .isEqualTo(
                        "The body is not well-formed JSON: at line 1, column 15 ends a number whose exponent is too large.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", " [ ] ", "null", "true", "1", "\"x\"", "{\"a\":{\"b\":[1,2,{}]},\"c\":null}"})
    void whatIsJson_passesTheCheck(String text) {
        assertThatCode(() -> StrictJson.check(utf8(text))).doesNotThrowAnyException();
        assertThatCode(() -> StrictJson.parse(utf8(text))).doesNotThrowAnyException();
    }

    @Test
    void aHundredLevels_areEnough() {
        byte[] body = utf8("[".repeat(100) + "]".repeat(100));

        StrictJson.check(body);
        assertThat(StrictJson.parse(body).isArray()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "1", "\"x\"", "true"})
    void anotherValueWhereAnObjectIsNeeded_isInvalid(String text) {
        Failure refused = failure(() -> StrictJson.parseObject(utf8(text)));

        assertThat(refused.code()).isEqualTo("validation");
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.detail()).isEqualTo("The body must be an object.");
        assertThat(refused.errors()).containsExactly(new FieldFault("", "type", "must be an object."));
    }

    @Test
    void anObject_isRead() {
        assertThat(StrictJson.parseObject(utf8("{\"a\":1}")).toString()).isEqualTo("{\"a\":1}");
    }

    @Test
    @Timeout(10)
    void manyNames_areReadInNoTime() {
        StringBuilder body = new StringBuilder("{");
        for (int i = 0; i < 200_000; i++) {
            body.append(i == 0 ? "" : ",")
                    .append('"')
                    .append("Aa".repeat(1))
                    .append(i)
                    .append("\":0");
        }
        assertThat(StrictJson.parse(utf8(body.append('}').toString())).size()).isEqualTo(200_000);
    }
}
