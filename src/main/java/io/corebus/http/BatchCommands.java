package io.corebus.http;

import io.corebus.door.CommandName;
import io.corebus.door.Exchange;
import io.corebus.resource.ResourceMessages.Command;
import org.jspecify.annotations.Nullable;

/** Names the commands of one batch: after the item's own key, else after the Idempotency-Key of the request and the place of the item. */
final class BatchCommands {
    private final String user;
    private final String what;
    private final @Nullable String key;
    private final @Nullable String requestHash;

    private BatchCommands(String user, String what, @Nullable String key, @Nullable String requestHash) {
        this.user = user;
        this.what = what;
        this.key = key;
        this.requestHash = requestHash;
    }

    /** Fails with {@code bad-header} 400 like {@link Commands}. */
    static BatchCommands of(Exchange exchange, String mode) {
        String key = Commands.key(exchange);
        String what = "POST\0" + exchange.request().path() + "\0" + mode + "\0";
        String hash = key == null ? null : CommandName.requestHash(what, exchange.body());
        return new BatchCommands(exchange.caller().user(), what, key, hash);
    }

    Command of(int index, BatchItemForm item) {
        String own = item.key();
        if (own != null) {
            return new Command(CommandName.of(user, own), CommandName.requestHash(what, item.bytes()));
        }
        return new Command(id(index), requestHash);
    }

    /** No key that a client can send has the character between its parts. */
    String id(int index) {
        return key == null ? CommandName.random() : CommandName.of(user, key + "\0" + index);
    }

    @Nullable
    String requestHash() {
        return requestHash;
    }
}
