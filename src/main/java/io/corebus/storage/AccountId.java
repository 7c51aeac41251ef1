package io.corebus.storage;

import io.corebus.bus.FailureException;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Ids of users, sessions and all else that is no resource. */
final class AccountId {
    private AccountId() {}

    /** Null where the text is no UUID: nothing can be stored under it. */
    static @Nullable UUID parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equalsIgnoreCase(text) ? id : null; // It takes shorter forms, too.
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Fails with {@code constraint} where the text is no UUID. */
    static UUID require(String text) {
        return require(text, AccountFailures::malformedId);
    }

    /** @param refusal what it fails with where the text is no UUID */
    static UUID require(@Nullable String text, Supplier<FailureException> refusal) {
        UUID id = parse(text);
        if (id == null) {
            throw refusal.get();
        }
        return id;
    }
}
