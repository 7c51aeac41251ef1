package io.corebus.storage;

import io.corebus.bus.Address;
import io.corebus.bus.Json;
import io.corebus.storage.StorageMessages.WrittenRow;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the storage room answers about named actions on resources: the entry that tells of the action and the change of the row, where there is one, are one
 * transaction.
 *
 * <p>Failures: those of {@link StorageMessages}.
 */
public final class ActMessages {
    private static final Duration ATTEMPT = Duration.ofSeconds(2);

    public static final Address<WriteAct, WrittenAct> WRITE_ACT =
            address("write-act", WriteAct.class, WrittenAct.class);
    /** Fails with {@code idempotency-key-reused} 422 where it was something else, with {@code erased} 410 where its content is gone. */
    public static final Address<FindAct, FoundAct> FIND_ACT = address("find-act", FindAct.class, FoundAct.class);

    private ActMessages() {}

    private static <Q, R> Address<Q, R> address(String verb, Class<Q> request, Class<R> reply) {
        return Address.of("corebus.storage." + verb, request, reply).withAttempt(ATTEMPT);
    }

    /**
     * Fails with {@code version-mismatch} 412, with {@code not-found} 404.
     *
     * @param version that the row must have now
     * @param data what it becomes; null: it stays as it is
     * @param action the kind of the entry
     * @param detail its {@code after}
     * @param commandId UUID of the entry; a repeat is answered with the first result
     * @param requestHash hash of what was asked where the client sent a key, else null
     */
    public record WriteAct(
            String feature,
            String id,
            long version,
            @Nullable Json data,
            String action,
            Json detail,
            String commandId,
            @Nullable String requestHash,
            @Nullable String shape) {}

    /**
     * @param detail of the entry, of the first one where it was done before
     * @param row as it is now; null where it stayed as it was, or where this was done before
     */
    public record WrittenAct(Json detail, @Nullable WrittenRow row, boolean repeated) {}

    /** Was this action done before? */
    public record FindAct(
            String feature,
            String id,
            String action,
            String commandId,
            @Nullable String requestHash) {}

    /** @param detail of its entry; null: it was not done */
    public record FoundAct(@Nullable Json detail) {}
}
