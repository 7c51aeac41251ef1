package io.corebus.live;

import io.corebus.bus.Failure;
import java.util.Set;

/** Counts the messages in a row that make no sense: whoever sends so many of them speaks something else. What was understood and refused is no mistake. */
final class Mistakes {
    private static final int MAX = 10;
    /** Tokens that are not valid are among them: nobody should try many on one connection. */
    private static final Set<String> CODES = Set.of(
            "malformed-json",
            "malformed-message",
            "unknown-message",
            "validation",
            "address-not-allowed",
            "invalid-token");

    private int row;

    void understood() {
        row = 0;
    }

    /** Whether with this one there are too many. */
    boolean areTooMany(Failure refusal) {
        row = CODES.contains(refusal.code()) ? row + 1 : 0;
        return row >= MAX;
    }
}
