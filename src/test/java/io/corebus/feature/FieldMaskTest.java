package io.corebus.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.corebus.bus.Json;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldMaskTest {
    private static final String RESOURCE =
            "{\"id\":\"1\",\"version\":2,\"a\":10.50,\"b\":{\"a\":[1,{\"c\":\"},\\\"\"}]},\"c\":\"ü😀\",\"updated_by\":\"x\"}";

    private static String keep(String... fields) {
        return FieldMask.keep(Json.of(RESOURCE), Set.of(fields)).toString();
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
        assertThat(FieldMask.keep(Json.of(resource), Set.of("a")).toString()).isEqualTo(kept);
    }

    @Test
    void items_areTakenApart() {
        assertThat(FieldMask.items(Json.of("[{\"a\":[1,2]}, {} ,{\"b\":\"],\"}]")))
                .extracting(Json::toString)
                .containsExactly("{\"a\":[1,2]}", "{}", "{\"b\":\"],\"}");
        assertThat(FieldMask.items(Json.of("[]"))).isEmpty();
    }
}
