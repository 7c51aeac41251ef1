package io.corebus.bus;

import io.vertx.core.MultiMap;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a {@link Caller} travels in the headers of a message. The time left travels, not the deadline: clocks of two nodes differ. */
final class Envelope {
    private static final String USER = "user";
    private static final String ROLES = "roles";
    private static final String TOKEN = "token";
    private static final String SCOPES = "scopes";
    private static final String VIA = "via";
    private static final String TRACE = "traceparent";
    private static final String MILLIS_LEFT = "millis-left";

    private Envelope() {}

    static DeliveryOptions write(Caller caller, long timeoutMillis, boolean localOnly) {
        DeliveryOptions options = new DeliveryOptions()
                .setSendTimeout(timeoutMillis)
                .setLocalOnly(localOnly)
                .addHeader(USER, caller.user())
                .addHeader(ROLES, String.join(",", caller.roles()))
                .addHeader(VIA, caller.via())
                .addHeader(TRACE, caller.trace())
                .addHeader(MILLIS_LEFT, Long.toString(caller.millisLeft()));
        if (!caller.scopes().isEmpty()) {
            options.addHeader(SCOPES, String.join(",", caller.scopes()));
        }
        String token = caller.token();
        return token == null ? options : options.addHeader(TOKEN, token);
    }

    /** Fails with {@link IllegalArgumentException} where the message is not one of ours. */
    static Caller read(MultiMap headers) {
        return new Caller(
                required(headers.get(USER), USER),
                list(headers.get(ROLES)),
                headers.get(TOKEN),
                list(headers.get(SCOPES)),
                required(headers.get(VIA), VIA),
                required(headers.get(TRACE), TRACE),
                System.nanoTime() + Long.parseLong(required(headers.get(MILLIS_LEFT), MILLIS_LEFT)) * 1_000_000);
    }

    private static List<String> list(@Nullable String text) {
        return text == null || text.isEmpty() ? List.of() : List.of(text.split(",", -1));
    }

    private static String required(@Nullable String value, String name) {
        if (value == null) {
            throw new IllegalArgumentException("a message without the header " + name);
        }
        return value;
    }
}
