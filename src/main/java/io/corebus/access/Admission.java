package io.corebus.access;

import io.corebus.bus.Caller;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who may do what with accounts and keys. Each check throws the refusal. */
final class Admission {
    private Admission() {}

    /** @param reason what the refused one reads: who may do this */
    static void requireAdmin(Caller caller, String reason) {
        requireSignedIn(caller);
        if (!caller.roles().contains(Caller.ADMIN_ROLE)) {
            throw Refusals.forbidden(reason);
        }
        if (!caller.isAdmin()) {
            throw Refusals.insufficientScope(caller, "admin");
        }
    }

    /** From where somebody signs in, and with what, is nothing for a token that is good for something else. */
    static void requireReading(Caller caller) {
        List<String> scopes = caller.scopes();
        if (!scopes.isEmpty() && !scopes.contains("read") && !scopes.contains(Caller.ADMIN_ROLE)) {
            throw Refusals.insufficientScope(caller, "read or admin");
        }
    }

    /** What a token that leaked must not be able to do. An admin's program may, and so may Corebus itself. */
    static void requireSession(Caller caller, String reason) {
        boolean narrow = !caller.scopes().isEmpty() || TokenIds.isApiToken(caller.token());
        if (narrow && !caller.isAdmin()) {
            throw Refusals.forbidden(reason);
        }
    }

    /** A token that is good for some things only changes nothing about who may do what. */
    static void requireUnscoped(Caller caller) {
        if (!caller.scopes().isEmpty() && !caller.isAdmin()) {
            throw Refusals.forbidden("The scopes of this token do not allow it: use a token without scopes.");
        }
    }

    static void requireSignedIn(Caller caller) {
        if (caller.user().equals(Caller.ANONYMOUS)) {
            throw Refusals.unauthenticated();
        }
    }

    static void requireSelfOrAdmin(@Nullable String id, Caller caller, String reason) {
        requireSignedIn(caller);
        if (!isSelf(id, caller)) {
            requireAdmin(caller, reason);
        }
    }

    private static boolean isSelf(@Nullable String id, Caller caller) {
        return caller.user().equalsIgnoreCase(id);
    }

    /** The id in the form in which storage has it. Fails with {@code not-found} 404 where it cannot be anybody's. */
    static String userId(@Nullable String id) {
        if (id == null || !UserIds.isId(id)) {
            throw Refusals.noSuchUser();
        }
        return id.toLowerCase(Locale.ROOT);
    }
}
