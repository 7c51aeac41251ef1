package io.corebus.resource;

import io.corebus.bus.Address;
import io.corebus.bus.Json;
import io.corebus.bus.Topic;
import io.corebus.resource.LogicMessages.BreakerState;
import io.corebus.storage.ControlMessages.FeatureControls;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the resource room answers about the controls of features: what can be set for one in the whole cluster while it runs. For admins only.
 *
 * <p>Failures besides those of storage: {@code unauthenticated} 401, {@code forbidden} and {@code insufficient-scope} 403, {@code unknown-feature} 404.
 */
public final class ControlDeskMessages {
    public static final Address<ListControls, ControlsList> LIST =
            address("list-controls", ListControls.class, ControlsList.class);
    public static final Address<GetControls, ControlsView> GET =
            address("get-controls", GetControls.class, ControlsView.class);
    /** Fails also with {@code validation} 422, with one error per fault, and {@code version-mismatch} 412. */
    public static final Address<SetControls, ControlsView> SET =
            address("set-controls", SetControls.class, ControlsView.class);
    /** The feature is as it was declared. Fails also with {@code version-mismatch} 412. */
    public static final Address<ResetControls, ControlsView> RESET =
            address("reset-controls", ResetControls.class, ControlsView.class);

    /** For the doors, which keep to them. Answered from memory, to whoever asks: many ask every second. */
    public static final Address<AskLimits, Limits> LIMITS = address("limits", AskLimits.class, Limits.class);

    /** Those of a feature were changed. May get lost: who has to know looks every second besides. */
    public static final Topic<ControlsChanged> CHANGED =
            new Topic<>("corebus.resource.controls-changed", ControlsChanged.class);

    /** The code where a feature is switched off. */
    public static final String OFF = "feature-off";

    /** The code where nothing of a feature is changed. */
    public static final String READ_ONLY = "feature-read-only";

    private ControlDeskMessages() {}

    private static <Q, R> Address<Q, R> address(String verb, Class<Q> request, Class<R> reply) {
        return Address.of("corebus.resource." + verb, request, reply);
    }

    public record ListControls() {}

    /** Of all features, in the order of their names. */
    public record ControlsList(List<ControlsView> features) {
        public ControlsList {
            features = List.copyOf(features);
        }
    }

    /** @param breaker of its logic; null where it has none, or where nobody could tell */
    public record ControlsView(
            FeatureControls controls, @Nullable BreakerState breaker) {}

    public record GetControls(String feature) {}

    /**
     * @param body what the caller sent: well-formed JSON, nothing more is known of it. What is left out gets its default
     * @param ifVersions they must have one of these versions now; empty: any
     * @param commandId UUID that names the command
     */
    public record SetControls(String feature, Json body, List<Long> ifVersions, String commandId) {
        public SetControls {
            ifVersions = List.copyOf(ifVersions);
        }
    }

    /** As {@link SetControls}, without a body. */
    public record ResetControls(String feature, List<Long> ifVersions, String commandId) {
        public ResetControls {
            ifVersions = List.copyOf(ifVersions);
        }
    }

    public record AskLimits() {}

    /** Of those features that have one. */
    public record Limits(List<Limit> features) {
        public Limits {
            features = List.copyOf(features);
        }
    }

    /**
     * @param requestsPerSecond over all nodes and callers; at least 1
     * @param forSignedIn whether whoever has not signed in is refused in any case, so that its requests take nothing from others
     */
    public record Limit(String feature, int requestsPerSecond, boolean forSignedIn) {}

    public record ControlsChanged(String feature) {}
}
