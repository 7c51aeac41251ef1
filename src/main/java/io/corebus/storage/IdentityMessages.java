package io.corebus.storage;

import io.corebus.bus.Address;
import io.corebus.storage.StorageMessages.Done;
import io.corebus.storage.StorageMessages.FoundUser;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the storage room answers about the ways in which a user is recognised: API tokens, sessions, identities at providers elsewhere. Changes of them are in
 * the journal, in the same statement.
 *
 * <p>Failures: {@code not-found} 404, {@code too-many-tokens} 409, and those of {@link StorageMessages}.
 */
public final class IdentityMessages {
    private static final Duration ATTEMPT = Duration.ofMillis(300);

    public static final Address<InsertToken, ApiToken> INSERT_TOKEN =
            address("insert-token", InsertToken.class, ApiToken.class);
    public static final Address<FindToken, FoundToken> FIND_TOKEN =
            address("find-token", FindToken.class, FoundToken.class);
    public static final Address<ListTokens, ApiTokens> LIST_TOKENS =
            address("list-tokens", ListTokens.class, ApiTokens.class);
    public static final Address<DeleteToken, Done> DELETE_TOKEN =
            address("delete-token", DeleteToken.class, Done.class);
    public static final Address<TouchToken, Done> TOUCH_TOKEN = address("touch-token", TouchToken.class, Done.class);

    public static final Address<FindSession, FoundSession> FIND_SESSION =
            address("find-session", FindSession.class, FoundSession.class);
    public static final Address<ListSessions, Sessions> LIST_SESSIONS =
            address("list-sessions", ListSessions.class, Sessions.class);
    public static final Address<RevokeSession, Done> REVOKE_SESSION =
            address("revoke-session", RevokeSession.class, Done.class);
    public static final Address<RevokeOthers, Done> REVOKE_OTHERS =
            address("revoke-others", RevokeOthers.class, Done.class);

    public static final Address<FindLinked, FoundUser> FIND_LINKED =
            address("find-linked", FindLinked.class, FoundUser.class);
    public static final Address<ListIdentities, ForeignIdentities> LIST_IDENTITIES =
            address("list-identities", ListIdentities.class, ForeignIdentities.class);
    public static final Address<LinkUser, Done> LINK_USER = address("link-user", LinkUser.class, Done.class);
    public static final Address<UnlinkUser, Done> UNLINK_USER = address("unlink-user", UnlinkUser.class, Done.class);

    private IdentityMessages() {}

    private static <Q, R> Address<Q, R> address(String verb, Class<Q> request, Class<R> reply) {
        return Address.of("corebus.storage." + verb, request, reply).withAttempt(ATTEMPT);
    }

    // --- API tokens

    /**
     * The hash names the command: a repeat is answered with the token that is there.
     *
     * @param hash SHA-256 of the token, base64url
     * @param prefix how the token begins
     * @param scopes empty: all that the user may
     * @param rate requests a second; null: no rate of its own
     * @param expiresAt RFC 3339; null: never
     */
    public record InsertToken(
            String id,
            String user,
            String hash,
            String prefix,
            String name,
            List<String> scopes,
            @Nullable Integer rate,
            @Nullable String expiresAt) {
        @Override
        public String toString() {
            return "InsertToken[" + prefix + "]";
        }
    }

    /** Like {@link InsertToken}, without the hash. */
    public record ApiToken(
            String id,
            String user,
            String prefix,
            String name,
            List<String> scopes,
            @Nullable Integer rate,
            String createdAt,
            @Nullable String expiresAt,
            @Nullable String lastUsedAt) {}

    public record FindToken(String hash) {
        @Override
        public String toString() {
            return "FindToken[]";
        }
    }

    /** Also one that has expired; null where there is none. */
    public record FoundToken(@Nullable ApiToken token) {}

    public record ListTokens(String user) {}

    /** Oldest first. */
    public record ApiTokens(List<ApiToken> tokens) {}

    /** Fails with {@code not-found} 404 where the user has no such token. */
    public record DeleteToken(String id, String user) {}

    /** It was used just now; kept at most once a minute. */
    public record TouchToken(String id) {}

    // --- sessions

    public record FindSession(String id) {}

    /** @param alive whether it has neither ended nor expired */
    public record FoundSession(boolean alive) {}

    public record ListSessions(String user) {}

    /** Those that are alive, newest first, the newest 1000. */
    public record Sessions(List<Session> sessions) {}

    /**
     * @param lastUsedAt when it began or was prolonged last
     * @param address from where it began, and with what
     */
    public record Session(
            String id,
            String createdAt,
            String lastUsedAt,
            String expiresAt,
            @Nullable String address,
            @Nullable String userAgent) {}

    /** Fails with {@code not-found} 404 where the user has no such session that is alive. */
    public record RevokeSession(String id, String user) {}

    /**
     * Ends all sessions of a user but one.
     *
     * @param kept null: all
     */
    public record RevokeOthers(String user, @Nullable String kept) {}

    // --- identities elsewhere

    /** Who is known under this name at this provider? */
    public record FindLinked(String issuer, String subject) {}

    public record ListIdentities(String user) {}

    /** Oldest first; those of nobody are none. */
    public record ForeignIdentities(List<ForeignIdentity> identities) {}

    /** @param createdAt RFC 3339: when the user was linked */
    public record ForeignIdentity(String issuer, String subject, String createdAt) {}

    /**
     * Remembers under which name a provider knows a user; a name that is linked already stays as it is. Fails with {@code conflict} 409 where the provider knows the
     * user under another name.
     */
    public record LinkUser(String issuer, String subject, String user) {}

    /**
     * Forgets under which names providers know a user, all of them; each has an entry in the journal. Done as well where there are none. Fails with {@code not-found}
     * 404 where there is no such user.
     */
    public record UnlinkUser(String user) {}
}
