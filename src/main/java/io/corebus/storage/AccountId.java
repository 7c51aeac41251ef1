package io.corebus.storage;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ids of users and sessions. */
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
        UUID id = parse(text);
        if (id == null) {
            throw AccountFailures.malformedId();
        }
        return id;
    }
}
