package io.corebus.storage;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import io.corebus.bus.Json;
import java.io.IOException;

/**
 * How a payload travels whose hash must fit on the other side: as a text. As a part of the message's own JSON it would keep its meaning, but not its spaces and
 * escapes.
 */
final class ExactJson {
    private ExactJson() {}

    static final class Writer extends JsonSerializer<Json> {
        @Override
        public void serialize(Json value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeString(value.toString());
        }
    }

    static final class Reader extends JsonDeserializer<Json> {
        @Override
        public Json deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return Json.of(parser.getValueAsString());
        }
    }
}
