package io.corebus.bus;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * On whose behalf a message travels, and until when an answer is of use. Goes with every message, in its headers.
 *
 * @param user id of the user, or {@link #SYSTEM}, or {@link #ANONYMOUS}
 * @param roles the roles it has; {@code admin} may do everything
 * @param token id of the token it showed, where it showed one
 * @param scopes what that token is good for, within what the user may do: {@code read}, {@code write}, {@code admin} or {@code <feature>:<action>};
 *     empty: all that the user may
 * @param via the door it came through: {@code http}, {@code mcp}, {@code live}, {@code system}
 * @param trace W3C {@code traceparent}
 * @param deadlineNanos the moment, on this process's {@link System#nanoTime()}, after which nobody waits for the answer. Between processes the time that
 *     is left travels, not the moment
 */
public record Caller(
        String user,
        List<String> roles,
        @Nullable String token,
        List<String> scopes,
        String via,
        String trace,
        long deadlineNanos) {
    public static final String SYSTEM = "system";
    public static final String ANONYMOUS = "anonymous";
    public static final String ADMIN_ROLE = "admin";

    public Caller {
        roles = List.copyOf(roles);
        scopes = List.copyOf(scopes);
    }

    /** A caller whose token has no scopes, or who has none. */
    public Caller(
            String user, List<String> roles, @Nullable String token, String via, String trace, long deadlineNanos) {
        this(user, roles, token, List.of(), via, trace, deadlineNanos);
    }

    /** Corebus itself: start-up, upkeep, health checks. */
    public static Caller system(Duration patience) {
        return new Caller(
                SYSTEM, List.of(ADMIN_ROLE), null, "system", Trace.start(), System.nanoTime() + patience.toNanos());
    }

    /** Somebody who has shown no token. */
    public static Caller anonymous(String via, String trace, Duration patience) {
        return new Caller(ANONYMOUS, List.of(), null, via, trace, System.nanoTime() + patience.toNanos());
    }

    /** The same caller, who waits so long from now: for one step of what may take longer than a request. */
    public Caller waiting(Duration patience) {
        return new Caller(user, roles, token, scopes, via, trace, System.nanoTime() + patience.toNanos());
    }

    /** Whether it may administer: it has the role, and its token is good for that. */
    public boolean isAdmin() {
        return roles.contains(ADMIN_ROLE) && (scopes.isEmpty() || scopes.contains(ADMIN_ROLE));
    }

    /** Milliseconds until the deadline; zero or less when it has passed. */
    public long millisLeft() {
        return (deadlineNanos - System.nanoTime()) / 1_000_000;
    }
}
