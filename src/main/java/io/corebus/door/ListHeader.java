package io.corebus.door;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A header whose value is a list. It may come in several lines, which mean the same as one with all their elements (RFC 9110, section 5.3). */
final class ListHeader {
    private ListHeader() {}

    /** All of it as one line; null where it is absent. */
    static @Nullable String of(HttpServerRequest request, CharSequence name) {
        String first = request.getHeader(name);
        if (first == null) {
            return null;
        }
        List<String> lines = request.headers().getAll(name);
        return lines.size() == 1 ? first : String.join(", ", lines);
    }
}
