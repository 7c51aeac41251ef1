package io.corebus.storage;

import io.corebus.bus.Address;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the storage room answers about the controls of features: what admins have set for them in the whole cluster, while it runs.
 *
 * <p>Failures: those of {@link StorageMessages}.
 */
public final class ControlMessages {
    private static final Duration ATTEMPT = Duration.ofMillis(400);

    /** Of all features for which there ever were any, in the order of their names. Cheap: many ask every second. */
    public static final Address<ReadControls, AllControls> READ_CONTROLS = Address.of(
                    "corebus.storage.read-controls", ReadControls.class, AllControls.class)
            .withAttempt(ATTEMPT);
    /**
     * Sets those of one feature, with the entry in the journal that tells of it. Fails with {@code version-mismatch} 412. A repeat is answered with what there is
     * now.
     */
    public static final Address<WriteControls, FeatureControls> WRITE_CONTROLS =
            Address.of("corebus.storage.write-controls", WriteControls.class, FeatureControls.class);

    private ControlMessages() {}

    public record ReadControls() {}

    /** @param generations of those features that have one; null from a node that knows of none */
    public record AllControls(
            List<FeatureControls> features, @Nullable List<Generation> generations) {
        public AllControls {
            features = List.copyOf(features);
            generations = generations == null ? null : List.copyOf(generations);
        }
    }

    /**
     * What came from storage before a number was counted up may look otherwise than what is there, version by version.
     *
     * @param number how often a migration has changed rows of the feature under the versions that they had
     */
    public record Generation(String feature, long number) {}

    /**
     * @param ifVersions it must have one of these versions now, 0 where there never were any; empty: any
     * @param commandId UUID that names the command
     */
    public record WriteControls(String feature, Controls controls, List<Long> ifVersions, String commandId) {
        public WriteControls {
            ifVersions = List.copyOf(ifVersions);
        }
    }

    /**
     * @param version 0 where there never were any
     * @param updatedAt RFC 3339, UTC; null where there never were any
     * @param updatedBy id of the user; null where there never were any
     */
    public record FeatureControls(
            String feature,
            Controls controls,
            long version,
            @Nullable String updatedAt,
            @Nullable String updatedBy) {

        /** Of a feature for which there never were any. */
        public static FeatureControls none(String feature) {
            return new FeatureControls(feature, Controls.DEFAULT, 0, null, null);
        }
    }

    /**
     * @param enabled false: it is served to nobody
     * @param readOnly true: nothing of it is changed
     * @param reason what callers are told who are refused; null: nothing more than that
     * @param requestsPerSecond how many requests are taken, over all nodes and callers; null: as many as come
     */
    public record Controls(
            boolean enabled,
            boolean readOnly,
            @Nullable String reason,
            Rollout rollout,
            @Nullable Integer requestsPerSecond) {
        /** As the feature was declared. */
        public static final Controls DEFAULT = new Controls(true, false, null, Rollout.ALL);

        /** Without a limit. */
        public Controls(boolean enabled, boolean readOnly, @Nullable String reason, Rollout rollout) {
            this(enabled, readOnly, reason, rollout, null);
        }

        /** Whether nobody is refused by it, however many requests there are. */
        public boolean isOpen() {
            return enabled && !readOnly && rollout.isToAll();
        }
    }

    /**
     * To whom a feature is served.
     *
     * @param percentage 0..100, of all users
     * @param roles whoever has one of them has the feature in any case
     */
    public record Rollout(int percentage, List<String> roles) {
        public static final Rollout ALL = new Rollout(100, List.of());

        public Rollout {
            roles = List.copyOf(roles);
        }

        public boolean isToAll() {
            return percentage >= 100;
        }
    }
}
