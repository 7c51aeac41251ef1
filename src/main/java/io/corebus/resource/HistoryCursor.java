package io.corebus.resource;

import io.corebus.bus.Failure;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a page of the history of a resource ended: the version of its last change, in a form that means nothing to clients. The next page begins before it. */
final class HistoryCursor {
    private static final Pattern CONTENT = Pattern.compile("history ([0-9a-f-]{36}) ([1-9][0-9]{0,17})");

    private HistoryCursor() {}

    static String write(String id, long version) {
        byte[] content = ("history " + id + " " + version).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(content);
    }

    /** The version. Fails with {@code bad-cursor} 400 where it is none, or one of another history. */
    static @Nullable Long read(@Nullable String cursor, String id) {
        if (cursor == null) {
            return null;
        }
        Matcher content = CONTENT.matcher(decoded(cursor));
        if (!content.matches() || !content.group(1).equals(id)) {
            throw bad();
        }
        return Long.valueOf(content.group(2));
    }

    private static String decoded(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw bad();
        }
    }

    private static RuntimeException bad() {
        String detail = "This cursor is not one of this history. Take it from the page before.";
        return new Failure("bad-cursor", 400, detail).exception();
    }
}
