package io.corebus.access;

import io.corebus.bus.Caller;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Ids of access tokens (claim {@code jti}): the session's, a colon, and something of their own. So the id that a {@link Caller} carries, and that the journal shows,
 * tells to which session a request belonged. The id of an API token is its prefix.
 */
final class TokenIds {
    private TokenIds() {}

    static String create(String session) {
        return session + ':' + UUID.randomUUID();
    }

    /** Null where the token belongs to no session. */
    static @Nullable String session(@Nullable String tokenId) {
        int colon = tokenId == null ? -1 : tokenId.indexOf(':');
        return tokenId == null || colon < 0 ? null : tokenId.substring(0, colon);
    }

    static boolean isApiToken(@Nullable String tokenId) {
        return tokenId != null && TokenText.isMeant(tokenId);
    }
}
