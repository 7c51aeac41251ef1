package io.corebus.live;

import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** The last event that a client knows: a whole number, not less than 0, and not beyond what there is. */
final class Since {
    private Since() {}

    /** @param value a number, a text or null. Fails with {@code bad-since} 400 */
    static @Nullable Long read(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof Integer || value instanceof Long) {
            return notNegative(((Number) value).longValue());
        }
        if (value instanceof String text && text.matches("-?[0-9]{1,18}")) {
            return notNegative(Long.parseLong(text));
        }
        throw refused("since must be a whole number: the seq of the last event you know.");
    }

    private static long notNegative(long since) {
        if (since < 0) {
            throw refused("since must not be negative; 0 asks for all events that the journal has.");
        }
        return since;
    }

    /** The place to begin at; fails with {@code bad-since} 400 where nothing is that far yet, with 503 where that cannot be known. */
    static Future<Long> place(Hub hub, @Nullable Long since) {
        return hub.position(since).map(head -> checked(since, head));
    }

    private static long checked(@Nullable Long since, long head) {
        if (since != null && since > head) {
            throw refused("since is " + since + ", but the newest event is " + head
                    + ". Read again, and subscribe without since.");
        }
        return since == null ? head : since;
    }

    private static FailureException refused(String detail) {
        return new Failure("bad-since", 400, detail).exception();
    }
}
