package io.corebus.bus;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A well-formed JSON text that a room hands on without parsing it. Inside one process the bytes are shared, so nobody may change them; between
 * processes they travel as a part of the message's own JSON, byte for byte: hashes are made over them.
 */
@JsonSerialize(using = Json.Writer.class)
@JsonDeserialize(using = Json.Reader.class)
public final class Json {
    /** The attribute under which a reader finds the whole text that is being read. */
    static final Object SOURCE = new Object();

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
            if (!(context.getAttribute(SOURCE) instanceof byte[] source)) {
                throw new IllegalStateException("the text that is being read is not at hand");
            }
            int start = (int) parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            parser.finishToken();
            int end = (int) parser.currentLocation().getByteOffset();
            return new Json(withoutBlanksAtTheEnd(source, start, end));
        }

        /** Behind a number the parser has read one byte more. */
        private static byte[] withoutBlanksAtTheEnd(byte[] source, int start, int end) {
            int last = end;
            while (last > start && source[last - 1] <= ' ') {
                last--;
            }
            return Arrays.copyOfRange(source, start, last);
        }
    }
}
