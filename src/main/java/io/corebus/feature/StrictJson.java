package io.corebus.feature;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.FieldFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Reads JSON (RFC 8259) from people we do not know: one value in UTF-8, no key twice, at most {@value #MAX_DEPTH} levels deep, numbers of at most {@value
 * #MAX_NUMBER_LENGTH} characters, which keep every digit they have. Everything else fails with {@code malformed-json} 400 and the place.
 */
public final class StrictJson {
    static final int MAX_DEPTH = 100;
    static final int MAX_NUMBER_LENGTH = 1_000;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .build())
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES) // What strangers call their fields is not worth keeping.
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    /** For what holds values that were read by the other one. */
    private static final JsonFactory DEEPER = FACTORY.rebuild()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH + 10)
                    .maxNumberLength(MAX_NUMBER_LENGTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private static final ObjectReader TREES = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build()
            .readerFor(JsonNode.class);

    private StrictJson() {}

    /** The value as a tree. Its numbers may have huge exponents: compare them, but do not write them out before their size is known. */
    public static JsonNode parse(byte[] utf8) {
        JsonNode plain = PlainJson.read(utf8);
        return plain == null ? parseByParser(utf8) : plain;
    }

    /** The same for what we have made ourselves around such values, which is some levels deeper and has texts of any length: rows in a page, the input and output of an
     * action, lines of an export. */
    public static JsonNode parseOwn(byte[] utf8) {
        JsonNode plain = PlainJson.read(utf8);
        return plain == null ? read(DEEPER, utf8, TREES::readTree) : plain;
    }

    static JsonNode parseByParser(byte[] utf8) {
        return read(FACTORY, utf8, TREES::readTree);
    }

    /** The object; fails with {@code validation} 422 where it is another value. */
    public static ObjectNode parseObject(byte[] utf8) {
        if (parse(utf8) instanceof ObjectNode object) {
            return object;
        }
        FieldFault fault = new FieldFault("", "type", "must be an object.");
        throw new Failure("validation", 422, "The body must be an object.", List.of(fault), null, null).exception();
    }

    /** Only looks whether it could be parsed, without making anything of it; of the exponents of numbers it does not know how large they are. */
    public static void check(byte[] utf8) {
        read(FACTORY, utf8, parser -> skip(parser));
    }

    /**
     * A refusal as it reads where the JSON is one line of many.
     *
     * @param line what it is called, such as {@code Line 7}
     */
    public static FailureException ofLine(String line, FailureException refused) {
        Failure failure = refused.failure();
        String detail = failure.detail().replace("The body", line).replace("line 1, column", "column");
        return new Failure(failure.code(), failure.status(), detail, failure.errors(), null, null).exception();
    }

    private static JsonParser skip(JsonParser parser) throws IOException {
        parser.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
        parser.nextToken();
        return parser.skipChildren();
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read(JsonParser parser) throws IOException;
    }

    private static <T> T read(JsonFactory factory, byte[] utf8, Reading<T> reading) {
        requireText(utf8);
        try (JsonParser parser = factory.createParser(utf8)) {
            return readAll(parser, reading);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }

    private static <T> T readAll(JsonParser parser, Reading<T> reading) throws IOException {
        try {
            T value = reading.read(parser);
            if (parser.nextToken() != null) {
                throw malformed("after its end at " + place(parser.currentTokenLocation()) + " there is more.");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw malformed(e, parser);
        } catch (NumberFormatException e) {
            throw malformed("at " + place(parser.currentLocation()) + " ends a number whose exponent is too large.");
        }
    }

    private static void requireText(byte[] utf8) {
        if (Utf8.isBlank(utf8)) {
            throw malformed("it is empty.");
        }
        if (Utf8.hasByteOrderMark(utf8)) {
            throw malformed("it starts with a byte order mark at line 1, column 1; send UTF-8 without one.");
        }
        int wrong = Utf8.firstFault(utf8);
        if (wrong >= 0) {
            throw malformed("at " + Utf8.place(utf8, wrong) + " is a byte that is not UTF-8.");
        }
    }

    private static FailureException malformed(JsonProcessingException cause, JsonParser parser) {
        JsonLocation location = cause.getLocation();
        String place = place(location == null ? parser.currentLocation() : location);
        if (cause instanceof JsonEOFException) {
            return malformed("it ends too early, at " + place + ".");
        }
        if (cause instanceof StreamConstraintsException) {
            return malformed("at " + place + " it exceeds a limit: " + MAX_DEPTH + " levels deep, numbers of "
                    + MAX_NUMBER_LENGTH + " characters, names of "
                    + StreamReadConstraints.DEFAULT_MAX_NAME_LEN + ".");
        }
        String told = String.valueOf(cause.getOriginalMessage());
        if (told.startsWith("Duplicate")) {
            return malformed("at " + place + " an object has a second field of the same name.");
        }
        return malformed("at " + place + " is something that does not belong there.");
    }

    private static FailureException malformed(String why) {
        return new Failure("malformed-json", 400, "The body is not well-formed JSON: " + why).exception();
    }

    private static String place(JsonLocation location) {
        return "line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
