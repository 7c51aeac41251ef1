package io.corebus.mcp;

import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Makes and writes the JSON of what is offered. */
final class AgentJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** Numbers with their exponents: one of a few characters may be too large to be written out. */
    private static final JsonMapper SORTED = JsonMapper.builder()
            .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private AgentJson() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Of one member. Nothing can be added to it. */
    static ObjectNode object(String name, JsonNode value) {
        return new ObjectNode(JsonNodeFactory.instance, Map.of(name, value));
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    static ArrayNode texts(Collection<String> texts) {
        ArrayNode array = array();
        texts.forEach(array::add);
        return array;
    }

    /** What another room sent. */
    static JsonNode tree(Json json) {
        try {
            return MAPPER.readTree(json.utf8());
        } catch (IOException e) {
            throw new UncheckedIOException("what a room sent is no JSON", e);
        }
    }

    static ObjectNode objectOf(Json json) {
        return tree(json) instanceof ObjectNode object ? object : object();
    }

    static List<String> names(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** As short as it can be written. */
    static byte[] bytes(JsonNode json) {
        return JsonBytes.of(json);
    }

    /** The same bytes for the same value, whatever the order of its members and however its numbers are written. */
    static byte[] canonical(JsonNode json) {
        try {
            return SORTED.writeValueAsBytes(withoutZeroes(json));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    private static JsonNode withoutZeroes(JsonNode value) {
        if (value instanceof ObjectNode object) {
            ObjectNode same = object();
            object.properties().forEach(member -> same.set(member.getKey(), withoutZeroes(member.getValue())));
            return same;
        }
        if (value instanceof ArrayNode array) {
            ArrayNode same = array();
            array.forEach(item -> same.add(withoutZeroes(item)));
            return same;
        }
        return value.isNumber() ? DecimalNode.valueOf(value.decimalValue().stripTrailingZeros()) : value;
    }

    /** Of what is seldom in a tree. */
    static byte[] byMapper(JsonNode json) {
        try {
            return MAPPER.writeValueAsBytes(json);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
    }

    static String text(JsonNode json) {
        return new String(bytes(json), StandardCharsets.UTF_8);
    }

    /** Whether an agent may be shown it as it is: it has nothing but printable ASCII, and no escapes that could stand for something else. */
    static boolean isPlain(byte[] json) {
        for (byte one : json) {
            if (one < ' ' || one > '~' || one == '\\') {
                return false;
            }
        }
        return true;
    }

    /** The tree of what {@link JsonBytes#raw} made; any other node as it is. */
    static JsonNode read(JsonNode node) {
        return node.isPojo() ? tree(Json.of(bytes(node))) : node;
    }

    /** A content block. */
    static ObjectNode textContent(String text) {
        return object().put("type", "text").put("text", text);
    }
}
