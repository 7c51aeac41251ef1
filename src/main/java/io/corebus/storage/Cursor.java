package io.corebus.storage;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.storage.StorageMessages.ListRows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a page ended: the sort keys of its last row and a mark of the list they belong to, in a form that means nothing to clients. As long as these values are: what
 * is given out is taken back. Who sends one is bounded by the line or the body of a request.
 */
final class Cursor {
    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build());

    private Cursor() {}

    static String write(ListRows request, List<@Nullable String> keys) {
        ArrayNode content = JsonNodeFactory.instance.arrayNode();
        keys.forEach(content::add);
        content.add(mark(request));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(content.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The keys. Fails with {@code bad-cursor} 400 where it is none, or one of another list. */
    static List<@Nullable String> read(String cursor, ListRows request, int keys) {
        JsonNode content = content(cursor);
        if (!content.isArray()
                || content.size() != keys + 1
                || !content.get(keys).asText().equals(mark(request))) {
            throw bad();
        }
        List<@Nullable String> values = new ArrayList<>();
        for (int i = 0; i < keys; i++) {
            JsonNode key = content.get(i);
            if ((!key.isNull() && !key.isTextual()) || key.asText().indexOf('\0') >= 0) {
                throw bad();
            }
            values.add(key.isNull() ? null : key.asText());
        }
        return values;
    }

    private static JsonNode content(String cursor) {
        try {
            return MAPPER.readTree(Base64.getUrlDecoder().decode(cursor));
        } catch (IOException | IllegalArgumentException e) {
            throw bad();
        }
    }

    /** Another order, filter or search makes another list, in which the place means nothing. */
    private static String mark(ListRows request) {
        String list = request.sort() + " " + request.filter();
        return Integer.toHexString((request.search() == null ? list : list + " " + request.search()).hashCode());
    }

    static FailureException bad() {
        return new Failure(
                        "bad-cursor",
                        400,
                        "This cursor is not one of this list. Take it from the page before, with the same sort and filter.")
                .exception();
    }
}
