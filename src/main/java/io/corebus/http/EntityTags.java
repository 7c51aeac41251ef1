package io.corebus.http;

import io.corebus.bus.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code If-Match} or {@code If-None-Match} names (RFC 9110, section 13.1). The entity tag of a resource is its version in quotes.
 *
 * @param any whether it is {@code *}, which stands for whatever is there
 * @param versions those whose tags are in the list
 */
record EntityTags(boolean any, List<Long> versions) {
    /** No resource has it: for an entity tag that cannot be one of ours. */
    static final long NO_VERSION = -1;

    /** A tag, or nothing (section 5.6.1.2), and what ends it. */
    private static final Pattern ELEMENT = Pattern.compile("[ \\t]*(?:(W/)?\"([^\"]*)\")?[ \\t]*(?:,|\\z)");

    static String tag(long version) {
        return "\"" + version + "\"";
    }

    /**
     * Fails with {@code bad-header} 400 where it is malformed, or names nothing.
     *
     * @param strong whether a weak tag matches nothing, as with {@code If-Match} (section 13.1.1)
     */
    static EntityTags read(String header, boolean strong) {
        if (header.trim().equals("*")) {
            return new EntityTags(true, List.of());
        }
        List<Long> versions = new ArrayList<>();
        Matcher element = ELEMENT.matcher(header);
        while (element.regionStart() < header.length()) {
            if (!element.lookingAt()) {
                throw malformed();
            }
            if (element.group(2) != null) {
                boolean weak = element.group(1) != null;
                versions.add(weak && strong ? NO_VERSION : version(element.group(2)));
            }
            element.region(element.end(), header.length());
        }
        if (versions.isEmpty()) {
            throw malformed();
        }
        return new EntityTags(false, versions);
    }

    boolean contain(long version) {
        return any || versions.contains(version);
    }

    /** Tags are compared character by character (section 8.8.3.2): "01" is not "1". */
    private static long version(String opaque) {
        try {
            long version = Long.parseLong(opaque);
            return Long.toString(version).equals(opaque) ? version : NO_VERSION;
        } catch (NumberFormatException e) {
            return NO_VERSION;
        }
    }

    private static RuntimeException malformed() {
        return new Failure("bad-header", 400, "An entity tag stands in double quotes: \"3\".").exception();
    }
}
