package io.corebus.resource;

import com.github.f4b6a3.uuid.UuidCreator;
import io.corebus.bus.Failure;
import io.vertx.core.Future;
import java.util.Locale;

/** The ids of resources: UUIDs, version 7 (RFC 9562) where we make them, in lower case. */
final class Identifier {
    private static final int LENGTH = 36;

    private Identifier() {}

    static String next() {
        return UuidCreator.getTimeOrderedEpoch().toString();
    }

    /** The id in its canonical form; fails with {@code not-found} where it is no UUID: nothing can be stored under it. */
    static Future<String> read(String text) {
        if (!isUuid(text)) {
            return Future.failedFuture(notFound());
        }
        return Future.succeededFuture(text.toLowerCase(Locale.ROOT));
    }

    static RuntimeException notFound() {
        return new Failure("not-found", 404, "There is no resource with this id, or it was deleted.").exception();
    }

    private static boolean isUuid(String text) {
        if (text.length() != LENGTH) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(i);
            boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
            if (dash ? c != '-' : Character.digit(c, 16) < 0 || c > 'f') {
                return false;
            }
        }
        return true;
    }
}
