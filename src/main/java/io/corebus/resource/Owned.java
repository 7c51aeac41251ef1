package io.corebus.resource;

import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What somebody has begun, such as an import: others but admins do not get to know of it. */
final class Owned {
    private Owned() {}

    /** Fails with {@code unauthenticated} 401: nobody is no owner. */
    static void requireSignedIn(Caller caller) {
        if (!AccessRule.isSignedIn(caller)) {
            throw Failure.unauthenticated().exception();
        }
    }

    /**
     * Fails with {@code not-found} 404.
     *
     * @param user who began it
     * @param what it is: {@code import}
     */
    static <T> T visible(T found, String user, Caller caller, String what) {
        if (!caller.isAdmin() && !user.equals(caller.user())) {
            String detail = "There is no " + what + " with this id, or it is not kept any more.";
            throw new Failure("not-found", 404, detail).exception();
        }
        return found;
    }

    /** A list names what was begun with all features. Fails with {@code insufficient-scope} 403. */
    static void requireListing(Caller caller, String what) {
        List<String> scopes = caller.scopes();
        if (!scopes.isEmpty() && !caller.isAdmin() && !scopes.contains("read") && !scopes.contains("write")) {
            String detail = "To list " + what + "s takes a token with the scope read or write; yours has "
                    + String.join(", ", scopes) + ".";
            throw new Failure("insufficient-scope", 403, detail).exception();
        }
    }

    /** Whose of them the caller sees; null: of all. */
    static @Nullable String user(Caller caller) {
        return caller.isAdmin() ? null : caller.user();
    }

    /** The id behind which a page of a list begins. Fails with {@code bad-cursor} 400. */
    static @Nullable String cursor(@Nullable String before) {
        if (before != null && Identifier.read(before).failed()) {
            throw badCursor();
        }
        return before;
    }

    static FailureException badCursor() {
        return new Failure("bad-cursor", 400, "The cursor is none that a page of this list gave.").exception();
    }
}
