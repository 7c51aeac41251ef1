package io.corebus.feature;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.corebus.bus.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Leaves fields out of resources. What stays, stays byte for byte. */
public final class FieldMask {
    private static final JsonFactory FACTORY = new JsonFactory();

    private FieldMask() {}

    /**
     * The resource with these of its declared fields only; those that every resource has always stay.
     *
     * @param resource a JSON object that is well-formed
     */
    public static Json keep(Json resource, Set<String> fields) {
        byte[] json = resource.utf8();
        ByteArrayOutputStream kept = new ByteArrayOutputStream(json.length);
        try (JsonParser parser = FACTORY.createParser(json)) {
            parser.nextToken();
            kept.write('{');
            copyMembers(parser, json, fields, kept);
            kept.write('}');
        } catch (IOException e) {
            throw new UncheckedIOException("a resource is not well-formed", e);
        }
        return Json.of(kept.toByteArray());
    }

    /** The items of a JSON array, as they stand there. */
    public static List<Json> items(Json array) {
        byte[] json = array.utf8();
        List<Json> items = new ArrayList<>();
        try (JsonParser parser = FACTORY.createParser(json)) {
            parser.nextToken();
            JsonToken token = parser.nextToken();
            while (token != JsonToken.END_ARRAY) {
                int start = place(parser);
                parser.skipChildren();
                token = parser.nextToken();
                items.add(Json.of(Arrays.copyOfRange(json, start, withoutComma(json, place(parser)))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a list is not well-formed", e);
        }
        return items;
    }

    private static void copyMembers(JsonParser parser, byte[] json, Set<String> fields, ByteArrayOutputStream kept)
            throws IOException {
        JsonToken token = parser.nextToken();
        while (token == JsonToken.FIELD_NAME) {
            boolean keep = PlatformFields.isOne(parser.currentName()) || fields.contains(parser.currentName());
            int start = place(parser);
            parser.nextToken();
            parser.skipChildren();
            token = parser.nextToken();
            if (keep) {
                copy(json, start, withoutComma(json, place(parser)), kept);
            }
        }
    }

    private static int place(JsonParser parser) {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    private static int withoutComma(byte[] json, int end) {
        int last = end;
        while (json[last - 1] <= ' ' || json[last - 1] == ',') {
            last--;
        }
        return last;
    }

    private static void copy(byte[] json, int start, int end, ByteArrayOutputStream kept) {
        if (kept.size() > 1) {
            kept.write(',');
        }
        kept.write(json, start, end - start);
    }
}
