package io.corebus.resource;

import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.feature.Feature.Action;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a token is good for, within what its user may do: {@code read}, {@code write}, {@code <feature>:<action>}, {@code <feature>:*}. */
final class Scopes {
    private Scopes() {}

    /** A token without scopes is good for all that its user may. */
    static boolean cover(Caller caller, String feature, Action action) {
        List<String> scopes = caller.scopes();
        return scopes.isEmpty()
                || scopes.contains(general(action))
                || scopes.contains(feature + ":*")
                || scopes.contains(exact(feature, action));
    }

    /** Null where the token is good for it. */
    static @Nullable Failure refusal(Caller caller, String feature, Action action) {
        if (cover(caller, feature, action)) {
            return null;
        }
        return refusal(caller, feature, verb(action), general(action), exact(feature, action));
    }

    /** Null where the token is good for the actions that a feature declares. */
    static @Nullable Failure refusalToAct(Caller caller, String feature, String action) {
        List<String> scopes = caller.scopes();
        String exact = feature + ":act";
        if (scopes.isEmpty() || scopes.contains("write") || scopes.contains(feature + ":*") || scopes.contains(exact)) {
            return null;
        }
        return refusal(caller, feature, action, "write", exact);
    }

    private static Failure refusal(Caller caller, String feature, String verb, String general, String exact) {
        String detail = "To " + verb + " " + feature + " takes a token with the scope " + general + " or " + exact
                + "; yours has " + String.join(", ", caller.scopes()) + ".";
        return new Failure("insufficient-scope", 403, detail);
    }

    private static String general(Action action) {
        return action == Action.READ ? "read" : "write";
    }

    private static String exact(String feature, Action action) {
        return feature + ":" + verb(action);
    }

    private static String verb(Action action) {
        return action.name().toLowerCase(Locale.ROOT);
    }
}
