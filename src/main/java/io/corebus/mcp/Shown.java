package io.corebus.mcp;

import io.corebus.access.AccessMessages.Identity;
import io.corebus.bus.Caller;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who came to the door. The token is kept to ask again while a subscription is open; it goes nowhere but to the access room.
 *
 * @param token null where none was asked for
 * @param identity null where no token was shown
 */
record Shown(@Nullable String token, @Nullable Identity identity) {
    static final Shown NOBODY = new Shown(null, null);

    static final String VIA = "mcp";

    Caller caller(String trace, long deadlineNanos) {
        if (identity == null) {
            return new Caller(Caller.ANONYMOUS, List.of(), null, VIA, trace, deadlineNanos);
        }
        return new Caller(
                identity.user(), identity.roles(), identity.tokenId(), identity.scopes(), VIA, trace, deadlineNanos);
    }

    @Override
    public String toString() {
        return "Shown[" + (identity == null ? Caller.ANONYMOUS : identity.user()) + "]";
    }
}
