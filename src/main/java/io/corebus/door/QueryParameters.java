package io.corebus.door;

import io.corebus.bus.Failure;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The query of a request, of which only what is documented is taken. */
public final class QueryParameters {
    private static final int MAX_PARAMETERS = 1_000;
    /** Characters of an escape, such as %C3. */
    private static final int ESCAPE = 3;

    private final Map<String, List<String>> values;

    private QueryParameters(Map<String, List<String>> values) {
        this.values = values;
    }

    /** Fails with {@code unknown-parameter} or {@code bad-query} 400, naming the parameter. */
    public static QueryParameters only(Exchange exchange, Set<String> known) {
        String query = exchange.request().query();
        if (query == null || query.isEmpty()) {
            return new QueryParameters(Map.of());
        }
        Map<String, List<String>> values = parse(query);
        for (String name : values.keySet()) {
            requireKnown(name, known);
            if (values.getOrDefault(name, List.of()).size() > 1) {
                throw badQuery("The query parameter '" + name + "' stands there more than once.");
            }
        }
        return new QueryParameters(values);
    }

    public static void none(Exchange exchange) {
        only(exchange, Set.of());
    }

    /** A semicolon separates nothing: in RSQL it means "and". */
    static Map<String, List<String>> parse(String query) {
        Map<String, List<String>> values;
        try {
            values = new QueryStringDecoder(query, StandardCharsets.UTF_8, false, MAX_PARAMETERS, true).parameters();
            requireUtf8(query); // All of it, also what the decoder does not look at.
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw badQuery("The query is not properly percent-encoded.");
        }
        return values;
    }

    /** The decoder puts a replacement for what is no UTF-8, and so would ask for something else. */
    private static void requireUtf8(String query) {
        ByteBuffer run = ByteBuffer.allocate(query.length() / ESCAPE);
        for (int at = query.indexOf('%'); at >= 0; at = query.indexOf('%', at)) {
            run.clear();
            for (; at < query.length() && query.charAt(at) == '%'; at += ESCAPE) {
                run.put((byte) HexFormat.fromHexDigits(query, at + 1, at + ESCAPE));
            }
            requireUtf8(run.flip());
        }
    }

    private static void requireUtf8(ByteBuffer bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(bytes);
        } catch (CharacterCodingException e) {
            throw badQuery("What is percent-encoded in the query is not UTF-8.");
        }
    }

    private static void requireKnown(String name, Set<String> known) {
        if (!known.contains(name)) {
            String shown = name.length() > 60 ? name.substring(0, 60) + "..." : name;
            String advice = known.isEmpty()
                    ? "There are none here."
                    : "Known are: " + String.join(", ", new TreeSet<>(known)) + ".";
            throw new Failure("unknown-parameter", 400, "There is no query parameter '" + shown + "'. " + advice)
                    .exception();
        }
    }

    @Nullable
    public String text(String name) {
        List<String> found = values.get(name);
        return found == null ? null : found.get(0);
    }

    @Nullable
    public Integer number(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw badQuery("The query parameter '" + name + "' takes a whole number.");
        }
    }

    @Nullable
    public Long longNumber(String name) {
        String text = text(name);
        try {
            return text == null ? null : Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw badQuery("The query parameter '" + name + "' takes a whole number.");
        }
    }

    /** This query with another value for one of its parameters, as an address has it behind the question mark. */
    public String with(String name, String value) {
        StringBuilder query = new StringBuilder(encoded(name)).append('=').append(encoded(value));
        values.forEach((other, found) -> {
            if (!other.equals(name)) {
                query.append('&').append(encoded(other)).append('=').append(encoded(found.get(0)));
            }
        });
        return query.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static RuntimeException badQuery(String detail) {
        return new Failure("bad-query", 400, detail).exception();
    }
}
