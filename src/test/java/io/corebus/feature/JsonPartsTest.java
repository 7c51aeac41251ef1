package io.corebus.feature;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonPartsTest {
    private static final String RESOURCE =
            "{\"id\":\"1\",\"version\":2,\"a\":10.50,\"b\":{\"a\":[1,{\"c\":\"},\\\"\"}]},\"c\":\"ü😀\",\"updated_by\":\"x\"}";

    private static String keep(String... fields) {
        return JsonParts.keep(Json.of(RESOURCE), Set.of(fields)).toString();
    }

    @Test
    void whatStays_staysByteForByte() {
        assertThat(keep("a", "b", "c")).isEqualTo(RESOURCE);
        assertThat(keep("a")).isEqualTo("{\"id\":\"1\",\"version\":2,\"a\":10.50,\"updated_by\":\"x\"}");
        assertThat(keep("b"))
                .isEqualTo("{\"id\":\"1\",\"version\":2,\"b\":{\"a\":[1,{\"c\":\"},\\\"\"}]},\"updated_by\":\"x\"}");
        assertThat(keep("c")).isEqualTo("{\"id\":\"1\",\"version\":2,\"c\":\"ü😀\",\"updated_by\":\"x\"}");
        assertThat(keep()).isEqualTo("{\"id\":\"1\",\"version\":2,\"updated_by\":\"x\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | {}",
                "{\"a\":1} | {\"a\":1}",
                "{\"b\":1} | {}",
                "{ \"b\" : 1 , \"a\" : [ 2 ] } | {\"a\" : [ 2 ]}"
            })
    void aResourceOfAnyForm(String resource, String kept) {
        assertThat(JsonParts.keep(Json.of(resource), Set.of("a")).toString()).isEqualTo(kept);
    }

    @Test
    void items_areTakenApart() {
        assertThat(JsonParts.items(Json.of("[{\"a\":[1,2]}, {} ,{\"b\":\"],\"}]")))
                .extracting(Json::toString)
                .containsExactly("{\"a\":[1,2]}", "{}", "{\"b\":\"],\"}");
        assertThat(JsonParts.items(Json.of("[]"))).isEmpty();
    }

    @Test
    void aValue_isTextAsARuleComparesIt() {
        String resource =
                "{\"\\u0061b\":1,\"a\":10.50,\"b\" : true ,\"c\":null,\"d\":\"\\\"ü\\ud83d\\ude00\\\\\",\"e\":{\"f\":7}}";

        assertThat(JsonParts.value(Json.of(resource), "ab")).isEqualTo("1");
        assertThat(JsonParts.value(Json.of(resource), "a")).isEqualTo("10.50");
        assertThat(JsonParts.value(Json.of(resource), "b")).isEqualTo("true");
        assertThat(JsonParts.value(Json.of(resource), "c")).isNull();
        assertThat(JsonParts.value(Json.of(resource), "d")).isEqualTo("\"ü😀\\");
        assertThat(JsonParts.value(Json.of(resource), "f")).isNull();
    }

    /** Held against a parser that reads the whole text: by chance, with blanks, escapes and containers where a grammar allows them. */
    @Test
    void whatAParserFinds_isFound() throws Exception {
        Random random = new Random(20_261_126);
        ObjectMapper mapper = new ObjectMapper();
        for (int i = 0; i < 5_000; i++) {
            String text = object(random, 3);
            JsonNode whole = mapper.readTree(text);
            Set<String> fields = Set.of("a", "b\"", "ü");

            ObjectNode wanted = ((ObjectNode) whole.deepCopy()).retain(fields);
            assertThat(mapper.readTree(JsonParts.keep(Json.of(text), fields).utf8()))
                    .as(text)
                    .isEqualTo(wanted);
            assertThat(JsonParts.items(Json.of("[" + text + " , 1,[]," + text + "]")))
                    .extracting(Json::toString)
                    .containsExactly(text, "1", "[]", text);
            for (String field : fields) {
                JsonNode value = whole.path(field);
                String found = JsonParts.value(Json.of(text), field);
                if (value.isValueNode() && !value.isNull()) {
                    assertThat(found).as(text).isEqualTo(value.asText());
                } else {
                    assertThat(found == null).as(text).isEqualTo(!value.isContainerNode());
                }
            }
        }
    }

    /** More than can be kept in mind at once, so that some take the place of others. */
    @Test
    void manyNames_areToldApart() {
        for (int i = 0; i < 20_000; i++) {
            int number = i % 5_000;
            String name = (number % 3 == 0 ? "feld_ä" : "field_") + number;
            Json resource = Json.of("{\"" + name + "\":1,\"" + name + "x\":2}");

            assertThat(JsonParts.value(resource, name)).isEqualTo("1");
            assertThat(JsonParts.keep(resource, Set.of(name + "x"))).isEqualTo(Json.of("{\"" + name + "x\":2}"));
        }
    }

    private static String object(Random random, int depth) {
        StringJoiner members = new StringJoiner(",", "{" + blanks(random), "}");
        List<String> names = new ArrayList<>(List.of("a", "b\\\"", "\\u00fc", "c", "d\\\\"));
        Collections.shuffle(names, random);
        for (String name : names.subList(0, random.nextInt(names.size() + 1))) {
            members.add(blanks(random) + '"' + name + '"' + blanks(random) + ":" + blanks(random) + value(random, depth)
                    + blanks(random));
        }
        return members.toString();
    }

    private static String value(Random random, int depth) {
        List<String> plain = List.of(
                "1",
                "-20",
                "true",
                "false",
                "null",
                "\"\"",
                "\"x,}]\"",
                "\"\\\\\"",
                "\"\\\"{\"",
                "\"é\\n\"",
                "[]",
                "{}");
        return switch (depth == 0 ? 0 : random.nextInt(4)) {
            case 1 -> object(random, depth - 1);
            case 2 -> "[" + value(random, depth - 1) + blanks(random) + "," + value(random, depth - 1) + "]";
            default -> plain.get(random.nextInt(plain.size()));
        };
    }

    private static String blanks(Random random) {
        return List.of("", "", " ", "\n\t", "\r ").get(random.nextInt(5));
    }
}
