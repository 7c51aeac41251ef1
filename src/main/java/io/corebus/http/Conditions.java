package io.corebus.http;

import io.corebus.bus.Failure;
import io.corebus.door.Exchange;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Conditional requests (RFC 9110, section 13). The entity tag of a resource is its version in quotes. */
final class Conditions {
    /** No resource has it: for an entity tag that cannot be one of ours. */
    private static final long NO_VERSION = -1;

    private Conditions() {}

    static String tag(long version) {
        return "\"" + version + "\"";
    }

    /** The versions If-Match names; empty where it is absent or {@code *}. Fails with {@code bad-header} 400 where it is malformed. */
    static List<Long> ifMatch(Exchange exchange) {
        String header = exchange.header(HttpHeaderNames.IF_MATCH);
        return header == null || header.trim().equals("*") ? List.of() : versions(header, true);
    }

    /** Whether If-None-Match says that the client has this version already. */
    static boolean isKnown(Exchange exchange, long version) {
        String header = exchange.header(HttpHeaderNames.IF_NONE_MATCH);
        if (header == null) {
            return false;
        }
        return header.trim().equals("*") || versions(header, false).contains(version);
    }

    /** A create with If-None-Match or If-Match makes no sense: the id is chosen here. */
    static @Nullable Failure onCreate(Exchange exchange) {
        return exchange.header(HttpHeaderNames.IF_MATCH) == null
                ? null
                : new Failure(
                        "version-mismatch",
                        412,
                        "If-Match cannot hold for a resource that does not exist yet. Leave it out.");
    }

    /** If-Match compares strongly, so a weak tag matches nothing there (RFC 9110, 13.1.1); If-None-Match compares weakly. */
    private static List<Long> versions(String header, boolean strong) {
        List<Long> versions = new ArrayList<>();
        for (String part : header.split(",", -1)) {
            String tag = part.trim();
            boolean weak = tag.startsWith("W/");
            String quoted = weak ? tag.substring(2) : tag;
            versions.add(weak && strong ? NO_VERSION : version(quoted));
        }
        return versions;
    }

    private static long version(String quoted) {
        if (quoted.length() < 2 || quoted.charAt(0) != '"' || quoted.charAt(quoted.length() - 1) != '"') {
            throw new Failure("bad-header", 400, "An entity tag stands in double quotes: \"3\".").exception();
        }
        try {
            return Long.parseLong(quoted.substring(1, quoted.length() - 1));
        } catch (NumberFormatException e) {
            return NO_VERSION;
        }
    }
}
