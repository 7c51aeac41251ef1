package io.corebus.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonBytesTest {
    private static final JsonMapper JACKSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                    .build())
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

    @Test
    void writesWhatJacksonWrites() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            JsonNode tree = tree(random, 4);
            assertThat(text(tree)).as("seed " + seed).isEqualTo(JACKSON.writeValueAsString(tree));
        }
    }

    @Test
    void writesEveryCharacter() throws Exception {
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                JsonNode text = NODES.textNode("a" + Character.toString(c) + "z");
                assertThat(JsonBytes.of(text)).as("U+%04X", c).isEqualTo(JACKSON.writeValueAsBytes(text));
            }
        }
    }

    @Test
    void escapesHalvesOfPairs() throws Exception {
        assertHalf("\uD83D", "\"\\uD83D\"");
        assertHalf("a\uDE00\uD83D", "\"a\\uDE00\\uD83D\"");
        assertHalf("\uD83D\uD83D\uDE00", "\"\\uD83D\uD83D\uDE00\"");
    }

    @Test
    void aTextThatBeginsWithinAnother_doesNotDisturbIt() {
        JsonBytes outer = new JsonBytes().add(JsonBytes.part("[")).add("outer");
        byte[] inner = JsonBytes.of(NODES.textNode("inner"));
        byte[] again = JsonBytes.of(NODES.textNode("another"));

        byte[] text = outer.add(JsonBytes.part("]")).toBytes();
        byte[] last = JsonBytes.of(NODES.textNode("last"));

        assertThat(text).asString().isEqualTo("[\"outer\"]");
        assertThat(inner).asString().isEqualTo("\"inner\"");
        assertThat(again).asString().isEqualTo("\"another\"");
        assertThat(last).asString().isEqualTo("\"last\"");
    }

    @Test
    void writesWhatIsLongerThanAnyArrayThatIsKept() {
        String huge = "x".repeat(200_000);

        assertThat(JsonBytes.of(NODES.textNode(huge))).asString().isEqualTo('"' + huge + '"');
        assertThat(JsonBytes.of(NODES.textNode("short"))).asString().isEqualTo("\"short\"");
    }

    private static void assertHalf(String text, String json) throws Exception {
        assertThat(text(NODES.textNode(text))).isEqualTo(json);
        assertThat(JACKSON.readTree(json).textValue()).isEqualTo(text);
    }

    @Test
    void keepsHugeExponents() throws Exception {
        for (String number : List.of("1E+1000000000", "-12E-100000", "1.5E+20000")) {
            String json = text(NODES.numberNode(new BigDecimal(number)));
            assertThat(json).hasSizeLessThan(20);
            assertThat(new BigDecimal(json)).isEqualByComparingTo(new BigDecimal(number));
        }
        assertThat(text(NODES.numberNode(new BigDecimal("1E+9")))).isEqualTo("1000000000");
    }

    @Test
    void takesOverWhatIsWritten() throws Exception {
        Json written = Json.of("{\"a\": [1, \"ä\\\"\"]}");
        ObjectNode tree = NODES.objectNode();
        tree.set("raw", JsonBytes.raw(written));
        tree.set("content", JsonBytes.content(written));
        assertThat(text(tree))
                .isEqualTo(
                        "{\"raw\":{\"a\": [1, \"ä\\\"\"]},\"content\":[{\"type\":\"text\",\"text\":\"{\\\"a\\\": [1, \\\"ä\\\\\\\"\\\"]}\"}]}");
    }

    /** A text inside a text inside a text comes back as it was. */
    @Test
    void quotesWhatCanBeReadAgain() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            JsonNode tree = tree(random, 3);
            Json once = Json.of(JsonBytes.of(JsonBytes.content(Json.of(JsonBytes.of(tree)))));
            byte[] twice = JsonBytes.of(JsonBytes.content(once));
            assertThat(inner(inner(JACKSON.readTree(twice)))).isEqualTo(JACKSON.readTree(JsonBytes.of(tree)));
        }
    }

    private static JsonNode inner(JsonNode content) throws Exception {
        return JACKSON.readTree(content.get(0).get("text").textValue());
    }

    private static String text(JsonNode tree) {
        return new String(JsonBytes.of(tree), StandardCharsets.UTF_8);
    }

    private static JsonNode tree(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 9 : 11)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(random.nextInt());
            case 3 -> NODES.numberNode(random.nextLong());
            case 4 -> NODES.numberNode(random.nextGaussian() * 1e20);
            case 5 -> NODES.numberNode(new BigDecimal(new BigInteger(90, random), random.nextInt(60) - 30));
            case 6 -> NODES.numberNode(new BigInteger(200, random));
            case 7, 8 -> NODES.textNode(text(random));
            case 9 -> array(random, depth - 1);
            default -> object(random, depth - 1);
        };
    }

    private static ArrayNode array(Random random, int depth) {
        ArrayNode array = NODES.arrayNode();
        for (int i = random.nextInt(5); i > 0; i--) {
            array.add(tree(random, depth));
        }
        return array;
    }

    private static ObjectNode object(Random random, int depth) {
        ObjectNode object = NODES.objectNode();
        for (int i = random.nextInt(5); i > 0; i--) {
            object.set(text(random), tree(random, depth));
        }
        return object;
    }

    /** Mostly plain, now and then with whatever Unicode has; now and then longer than what is reserved at first. */
    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(20) == 0 ? 3_000 : random.nextInt(12);
        boolean plain = random.nextBoolean();
        while (text.length() < length) {
            int c = plain ? ' ' + random.nextInt(95) : random.nextInt(Character.MAX_CODE_POINT + 1);
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                text.appendCodePoint(c);
            }
        }
        return text.toString();
    }
}
