package io.corebus.webhook;

import io.corebus.bus.Failure;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a query says about the page it wants. */
final class Pages {
    private static final int LIMIT = 50;
    private static final int MAX_LIMIT = 1_000;

    private Pages() {}

    /** Fails with {@code bad-query} 400. */
    static int limit(@Nullable Integer limit) {
        int size = limit == null ? LIMIT : limit;
        if (size < 1 || size > MAX_LIMIT) {
            throw new Failure("bad-query", 400, "limit must be between 1 and 1000, not " + size + ".").exception();
        }
        return size;
    }

    /** Fails with {@code bad-cursor} 400. */
    static @Nullable String id(@Nullable String cursor) {
        try {
            return cursor == null ? null : UUID.fromString(cursor).toString();
        } catch (IllegalArgumentException e) {
            throw badCursor();
        }
    }

    /** Fails with {@code bad-cursor} 400. */
    static @Nullable Long number(@Nullable String cursor) {
        try {
            return cursor == null ? null : Long.valueOf(cursor);
        } catch (NumberFormatException e) {
            throw badCursor();
        }
    }

    private static RuntimeException badCursor() {
        return new Failure("bad-cursor", 400, "The cursor is none that a page of this list gave.").exception();
    }
}
