package io.corebus.mcp;

import io.corebus.access.AccessMessages.Identity;
import io.corebus.bus.Caller;
import io.corebus.door.Authentication;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who came to the door. What was shown is kept to ask again while a subscription is open; it goes nowhere but to the access room.
 *
 * @param authorization the header; null where none was asked for
 * @param identity null where no token was shown
 */
record Shown(@Nullable String authorization, @Nullable Identity identity) {
    static final Shown NOBODY = new Shown(null, null);

    static final String VIA = "mcp";

    @Nullable
    String token() {
        return authorization == null ? null : Authentication.token(authorization);
    }

    Caller caller(String trace, long deadlineNanos) {
        if (identity == null) {
            return new Caller(Caller.ANONYMOUS, List.of(), null, VIA, trace, deadlineNanos);
        }
        return new Caller(
                identity.user(), identity.roles(), identity.tokenId(), identity.scopes(), VIA, trace, deadlineNanos);
    }

    /** The same, of whom this is known now. */
    Shown again(Identity known) {
        return new Shown(authorization, known);
    }

    @Override
    public String toString() {
        return "Shown[" + (identity == null ? Caller.ANONYMOUS : identity.user()) + "]";
    }
}
