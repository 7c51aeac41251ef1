package io.corebus.resource;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.corebus.bus.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The resources of a JSON array as storage made it: what they refer to, and each one by its id, byte for byte as it is. */
final class Referrers {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final byte[] array;

    Referrers(Json array) {
        this.array = array.utf8();
    }

    /** The different values of a field that refers; resources without a value are passed over. */
    Set<String> targets(String field) {
        Set<String> targets = new LinkedHashSet<>();
        each((parser, start) -> {
            String value = member(parser, field);
            if (!value.isEmpty()) {
                targets.add(value);
            }
        });
        return targets;
    }

    /** id -> the resource as JSON. */
    Map<String, String> byId() {
        Map<String, String> resources = new LinkedHashMap<>();
        each((parser, start) -> {
            String id = member(parser, "id");
            int end = (int) parser.currentLocation().getByteOffset();
            resources.put(id, new String(array, start, end - start, StandardCharsets.UTF_8));
        });
        return resources;
    }

    @FunctionalInterface
    private interface Visit {
        /** Reads an object, from behind its first brace to its last. */
        void resource(JsonParser parser, int start) throws IOException;
    }

    private void each(Visit visit) {
        try (JsonParser parser = FACTORY.createParser(array)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                visit.resource(parser, (int) parser.currentTokenLocation().getByteOffset());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }

    /** The text of a member, empty where it is not there; the object has been read to its end then. */
    private static String member(JsonParser parser, String name) throws IOException {
        String found = "";
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean wanted = name.equals(parser.currentName());
            parser.nextToken();
            found = wanted ? parser.getText() : found;
            parser.skipChildren();
        }
        return found;
    }
}
