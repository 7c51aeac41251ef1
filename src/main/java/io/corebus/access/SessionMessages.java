package io.corebus.access;

import io.corebus.access.AccessMessages.Done;
import io.corebus.bus.Address;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the access room answers about sessions, which last from a sign-in to a sign-out, and about the password with which they begin. Everybody has its own
 * sessions, admins those of all.
 */
public final class SessionMessages {
    public static final Address<ListSessions, Sessions> LIST_SESSIONS =
            Address.of("corebus.access.list-sessions", ListSessions.class, Sessions.class);
    public static final Address<RevokeSession, Done> REVOKE_SESSION =
            Address.of("corebus.access.revoke-session", RevokeSession.class, Done.class);
    public static final Address<RevokeSessions, Done> REVOKE_SESSIONS =
            Address.of("corebus.access.revoke-sessions", RevokeSessions.class, Done.class);
    /** Hashes two passwords: more time for one attempt. */
    public static final Address<ChangePassword, Done> CHANGE_PASSWORD = Address.of(
                    "corebus.access.change-password", ChangePassword.class, Done.class)
            .withAttempt(Duration.ofSeconds(5));

    private SessionMessages() {}

    public record ListSessions(String user) {}

    /** Those that are alive, newest first. */
    public record Sessions(List<Session> sessions) {}

    /**
     * @param lastUsedAt RFC 3339, as are the others: when it began or was prolonged last
     * @param address from where it began; null where nobody knows
     * @param userAgent with what it began; null where nobody knows
     * @param current whether it is the one of the token that the caller showed
     */
    public record Session(
            String id,
            String createdAt,
            String lastUsedAt,
            String expiresAt,
            @Nullable String address,
            @Nullable String userAgent,
            boolean current) {}

    /** Ends one session, and its access tokens within two seconds. Fails with {@code not-found} 404. */
    public record RevokeSession(String user, String id) {}

    /** Ends all sessions of a user, but for the caller's own. */
    public record RevokeSessions(String user) {}

    /**
     * The caller's own. Ends its other sessions. Fails with {@code validation} 422 where the old one is wrong.
     *
     * @param password the new one
     */
    public record ChangePassword(String oldPassword, String password) {
        @Override
        public String toString() {
            return "ChangePassword[]";
        }
    }
}
