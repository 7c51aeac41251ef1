package io.corebus.bus;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A well-formed JSON text that a room hands on without parsing it. Inside one process the bytes are shared, so nobody may change them; between
 * processes they travel as a part of the message's own JSON.
 */
@JsonSerialize(using = Json.Writer.class)
@JsonDeserialize(using = Json.Reader.class)
public final class Json {
    private final byte[] utf8;

    private Json(byte[] utf8) {
        this.utf8 = utf8;
    }

    /** Takes the array as it is: the caller gives it away, and vouches that it is well-formed JSON in UTF-8. */
    public static Json of(byte[] utf8) {
        return new Json(utf8);
    }

    public static Json of(String text) {
        return new Json(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The text in UTF-8. Not a copy: read only. */
    public byte[] utf8() {
        return utf8;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Json json && Arrays.equals(utf8, json.utf8);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(utf8);
    }

    @Override
    public String toString() {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    static final class Writer extends JsonSerializer<Json> {
        @Override
        public void serialize(Json value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeRawValue(value.toString());
        }
    }

    static final class Reader extends JsonDeserializer<Json> {
        @Override
        public Json deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (JsonGenerator generator = parser.getCodec().getFactory().createGenerator(bytes)) {
                copyExactly(parser, generator);
            }
            return new Json(bytes.toByteArray());
        }

        /** Numbers keep every digit they have: a copy through {@code double} would not. */
        private static void copyExactly(JsonParser parser, JsonGenerator generator) throws IOException {
            int depth = 0;
            do {
                generator.copyCurrentEventExact(parser);
                depth += parser.currentToken().isStructStart()
                        ? 1
                        : parser.currentToken().isStructEnd() ? -1 : 0;
            } while (depth > 0 && parser.nextToken() != null);
        }
    }
}
