package io.corebus.http;

import io.corebus.bus.Failure;
import io.corebus.door.CommandName;
import io.corebus.door.Exchange;
import io.corebus.resource.ResourceMessages.Command;

/** Names the command a request gives: after its Idempotency-Key where it has one, so that a repeat of the request is a repeat of the command. */
final class Commands {
    private Commands() {}

    /** Fails with {@code bad-header} 400 where the key is empty, too long or not printable ASCII. */
    static Command of(Exchange exchange, byte[] body) {
        String key = exchange.header("idempotency-key");
        if (key == null) {
            return new Command(CommandName.random(), null);
        }
        if (!CommandName.isKey(key)) {
            throw new Failure("bad-header", 400, "Idempotency-Key takes 1 to 255 printable ASCII characters.")
                    .exception();
        }
        String what = exchange.request().method() + "\0" + exchange.request().path() + "\0";
        return new Command(CommandName.of(exchange.caller().user(), key), CommandName.requestHash(what, body));
    }
}
