package io.corebus.resource;

import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.storage.ControlMessages.Controls;
import io.corebus.storage.ControlMessages.Rollout;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a feature is served at the moment, and to whom: what admins have set for it, as far as this instance knows. Asked with every request, so where nothing is
 * set it costs a look at one field. Belongs to one event loop.
 */
final class Gate {
    private static final int RETRY_SECONDS = 30;

    private final String feature;
    /** Null where nobody is refused. */
    private @Nullable Controls controls;

    Gate(String feature) {
        this.feature = feature;
    }

    void set(@Nullable Controls now) {
        controls = now == null || now.isOpen() ? null : now;
    }

    /**
     * Why nobody is served, whoever asks; null where somebody may be. Corebus itself goes on reading: what was written before is still to be told to others.
     *
     * @param reads whether nothing is to be changed
     */
    @Nullable
    Failure closed(Caller caller, boolean reads) {
        Controls now = controls;
        return now == null || now.enabled() || (reads && isCorebus(caller))
                ? null
                : unavailable(ControlDeskMessages.OFF, "The feature '" + feature + "' is switched off", now.reason());
    }

    /**
     * Why one is not served who has the right; null where it is.
     *
     * @param reads whether nothing is to be changed
     */
    @Nullable
    Failure refusal(Caller caller, boolean reads) {
        Controls now = controls;
        if (now == null) {
            return null;
        }
        if (!now.rollout().isToAll() && !hasIt(now.rollout(), caller)) {
            return notRolledOut(caller, now.reason());
        }
        return now.readOnly() && !reads
                ? unavailable(
                        ControlDeskMessages.READ_ONLY, "The feature '" + feature + "' can only be read", now.reason())
                : null;
    }

    private static boolean isCorebus(Caller caller) {
        return caller.user().equals(Caller.SYSTEM);
    }

    private boolean hasIt(Rollout rollout, Caller caller) {
        return holdsOne(caller.roles(), rollout.roles())
                || (AccessRule.isSignedIn(caller) && Share.of(feature, caller.user()) < rollout.percentage());
    }

    private static boolean holdsOne(List<String> held, List<String> sufficient) {
        return held.contains(Caller.ADMIN_ROLE) || held.stream().anyMatch(sufficient::contains);
    }

    private Failure notRolledOut(Caller caller, @Nullable String reason) {
        String who = AccessRule.isSignedIn(caller) ? "you are not among them yet" : "only for those who have signed in";
        String detail = "The feature '" + feature + "' is being introduced step by step, and " + who;
        return new Failure("not-rolled-out", 403, detail + said(reason, "."));
    }

    private static Failure unavailable(String code, String what, @Nullable String reason) {
        String detail = what + " at the moment" + said(reason, ". Nothing is lost; try again later.");
        return new Failure(code, 503, detail, List.of(), null, RETRY_SECONDS);
    }

    private static String said(@Nullable String reason, String otherwise) {
        return reason == null ? otherwise : ": " + reason;
    }
}
