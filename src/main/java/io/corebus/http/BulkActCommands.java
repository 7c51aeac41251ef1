package io.corebus.http;

import io.corebus.door.CommandName;
import io.corebus.door.Exchange;
import io.corebus.resource.ResourceMessages.Command;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Names the commands of one request to do something with many resources: after its Idempotency-Key and the resource, where there is a key. */
final class BulkActCommands {
    private final String user;
    private final @Nullable String key;
    private final @Nullable String requestHash;

    private BulkActCommands(String user, @Nullable String key, @Nullable String requestHash) {
        this.user = user;
        this.key = key;
        this.requestHash = requestHash;
    }

    /**
     * Fails with {@code bad-header} 400 like {@link Commands}.
     *
     * @param way in which it is done: the same request in another way would do everything again
     */
    static BulkActCommands of(Exchange exchange, String way) {
        String key = Commands.key(exchange);
        String what = "POST\0" + exchange.request().path() + "\0" + way + "\0";
        String hash = key == null ? null : CommandName.requestHash(what, exchange.body());
        return new BulkActCommands(exchange.caller().user(), key, hash);
    }

    /** Of the request as a whole. */
    Command whole() {
        return new Command(key == null ? CommandName.random() : CommandName.of(user, key), requestHash);
    }

    Command of(String id) {
        return new Command(key == null ? CommandName.random() : name(id), requestHash);
    }

    /** All names that the key gives. */
    List<String> names(List<String> resources) {
        return Stream.concat(Stream.of(whole().id()), resources.stream().map(this::name))
                .toList();
    }

    /** No key that a client can send has the character between its parts. */
    private String name(String id) {
        return CommandName.of(user, key + "\0" + id);
    }

    @Nullable
    String requestHash() {
        return requestHash;
    }
}
