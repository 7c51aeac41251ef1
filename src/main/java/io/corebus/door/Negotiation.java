package io.corebus.door;

import io.corebus.bus.Failure;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a client accepts and what it sends (RFC 9110, sections 8.3 and 12.5.1). Every method fails with the failure that fits, or returns. */
public final class Negotiation {
    public static final Set<String> JSON = Set.of("application/json");
    /** RFC 7396. */
    public static final String MERGE_PATCH = "application/merge-patch+json";
    /** RFC 6902. */
    public static final String JSON_PATCH = "application/json-patch+json";

    public static final Set<String> MERGE = Set.of(MERGE_PATCH, "application/json");
    public static final Set<String> MERGE_OR_OPERATIONS = Set.of(MERGE_PATCH, "application/json", JSON_PATCH);

    private static final Pattern QUALITY = Pattern.compile("[qQ]=([01](\\.[0-9]{0,3})?)");
    private static final int FULL_QUALITY = 1_000;

    private Negotiation() {}

    /** {@code not-acceptable} 406, unless the client takes JSON. */
    public static void requireAccepts(Exchange exchange, String offered) {
        if (!accepts(exchange, offered)) {
            throw new Failure(
                            "not-acceptable",
                            406,
                            "This answer comes as " + offered + " only. Send 'Accept: " + offered + "'.")
                    .exception();
        }
    }

    /** Whether the client takes this media type. */
    public static boolean accepts(Exchange exchange, String offered) {
        String first = exchange.header(HttpHeaderNames.ACCEPT);
        if (first == null || first.equals("*/*") || beginsWith(first, offered)) {
            return true; // As nearly every client has it: nothing more is looked at.
        }
        return quality(exchange, offered) > 0;
    }

    /** How much the client likes this media type, in thousandths; 0 where it does not take it. What it says most closely counts. */
    public static int quality(Exchange exchange, String offered) {
        String accept = exchange.list(HttpHeaderNames.ACCEPT);
        return accept == null ? FULL_QUALITY : quality(offered, accept);
    }

    private static int quality(String offered, String accept) {
        List<String> closest = List.of("*/*", offered.substring(0, offered.indexOf('/')) + "/*", offered);
        int closeness = -1;
        int quality = 0;
        for (String range : accept.split(",", -1)) {
            String[] parts = range.split(";", -1);
            int close = closest.indexOf(parts[0].trim().toLowerCase(Locale.ROOT));
            if (close > closeness) {
                closeness = close;
                quality = quality(parts);
            } else if (close >= 0 && close == closeness) {
                quality = Math.max(quality, quality(parts));
            }
        }
        return quality;
    }

    private static int quality(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            Matcher quality = QUALITY.matcher(parts[i].trim());
            if (quality.matches()) {
                return Math.min(
                        FULL_QUALITY,
                        new BigDecimal(quality.group(1)).movePointRight(3).intValue());
            }
        }
        return FULL_QUALITY;
    }

    /** Whether it is the first one that is named, with nothing to its disadvantage. */
    private static boolean beginsWith(String accept, String offered) {
        return accept.startsWith(offered)
                && (accept.length() == offered.length() || accept.charAt(offered.length()) == ',');
    }

    /** Whether the body comes in this media type, whatever its parameters are. */
    public static boolean comesAs(Exchange exchange, String type) {
        String header = exchange.header(HttpHeaderNames.CONTENT_TYPE);
        return header != null && header.split(";", -1)[0].trim().equalsIgnoreCase(type);
    }

    /** {@code unsupported-media-type} 415, unless the body comes in one of these types, uncompressed, in UTF-8. */
    public static void requireContent(Exchange exchange, Set<String> types) {
        String header = exchange.header(HttpHeaderNames.CONTENT_TYPE);
        if (header == null || !types.contains(header)) {
            requireType(header, types);
        }
        String encoding = exchange.header(HttpHeaderNames.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw unsupported("Send the body without Content-Encoding.");
        }
    }

    private static void requireType(@Nullable String header, Set<String> types) {
        String[] parts = header == null ? new String[] {""} : header.split(";", -1);
        if (!types.contains(parts[0].trim().toLowerCase(Locale.ROOT))) {
            String wanted = String.join(" or ", types.stream().sorted().toList());
            throw unsupported("Send the body with 'Content-Type: " + wanted + "'.");
        }
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].trim().toLowerCase(Locale.ROOT);
            if (parameter.startsWith("charset=") && !parameter.replace("\"", "").equals("charset=utf-8")) {
                throw unsupported("Send the body in UTF-8.");
            }
        }
    }

    private static RuntimeException unsupported(String detail) {
        return new Failure("unsupported-media-type", 415, detail).exception();
    }
}
