package io.corebus.mcp;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** An object that is written already: it goes out as it is, or as a text that says the same, and is not gone through member by member again. */
final class WrittenJson {
    private final byte[] utf8;

    private WrittenJson(byte[] utf8) {
        this.utf8 = utf8;
    }

    static WrittenJson of(ObjectNode object) {
        return new WrittenJson(AgentJson.bytes(object));
    }

    int bytes() {
        return utf8.length;
    }

    ObjectNode tree() {
        return AgentJson.objectOf(Json.of(utf8));
    }

    /** To be written, not to be read. */
    JsonNode node() {
        return AgentJson.written(text());
    }

    String text() {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /** A string with the JSON in it; to be written, not to be read. */
    JsonNode quoted() {
        return JsonNodeFactory.instance.pojoNode(new Quoted(utf8));
    }

    private static final class Quoted extends JsonSerializable.Base {
        private final byte[] utf8;

        Quoted(byte[] utf8) {
            this.utf8 = utf8;
        }

        @Override
        public void serialize(JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeUTF8String(utf8, 0, utf8.length);
        }

        @Override
        public void serializeWithType(JsonGenerator generator, SerializerProvider provider, TypeSerializer type)
                throws IOException {
            serialize(generator, provider);
        }
    }
}
