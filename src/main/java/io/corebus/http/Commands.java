package io.corebus.http;

import io.corebus.bus.Failure;
import io.corebus.door.CommandName;
import io.corebus.door.Exchange;
import io.corebus.resource.ResourceMessages.Command;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Names the command a request gives: after its Idempotency-Key where it has one, so that a repeat of the request is a repeat of the command. */
final class Commands {
    private static final String KEY = "idempotency-key";

    private Commands() {}

    /** Fails with {@code bad-header} 400 where the key is empty, too long or not printable ASCII. */
    static Command of(Exchange exchange, byte[] body) {
        return of(exchange, "", body);
    }

    /** @param form the media type, where the same body means something else in another one */
    static Command of(Exchange exchange, String form, byte[] body) {
        String key = key(exchange);
        if (key == null) {
            return new Command(CommandName.random(), null);
        }
        String what = exchange.request().method() + "\0" + exchange.request().path() + "\0" + form;
        return new Command(CommandName.of(exchange.caller().user(), key), CommandName.requestHash(what, body));
    }

    /** The Idempotency-Key; null where there is none. Fails with {@code bad-header} 400 where it is empty, too long, not printable ASCII, or there twice. */
    static @Nullable String key(Exchange exchange) {
        String key = exchange.header(KEY);
        if (key != null && exchange.request().headers().getAll(KEY).size() > 1) {
            throw new Failure("bad-header", 400, "Idempotency-Key stands there more than once.").exception();
        }
        if (key != null && !CommandName.isKey(key)) {
            throw new Failure("bad-header", 400, "Idempotency-Key takes 1 to 255 printable ASCII characters.")
                    .exception();
        }
        return key;
    }

    /** For what is named by an id alone: a key that comes back with another body names another command. Fails like {@link #of}. */
    static String idWithBody(Exchange exchange) {
        Command command = of(exchange, exchange.body());
        String request = command.requestHash();
        return request == null
                ? command.id()
                : UUID.nameUUIDFromBytes((command.id() + request).getBytes(StandardCharsets.UTF_8))
                        .toString();
    }
}
