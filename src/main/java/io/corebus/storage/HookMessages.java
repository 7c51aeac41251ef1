package io.corebus.storage;

import io.corebus.bus.Address;
import io.corebus.storage.StorageMessages.Done;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the storage room answers about webhooks: it keeps them, what is to be sent to them, and which instance sends; the webhook room does the rest. A change of
 * a hook is in the journal in the same statement, without its secrets.
 *
 * <p>Failures: those of {@link StorageMessages}; {@code too-many-webhooks} 409.
 */
public final class HookMessages {
    private static final Duration ATTEMPT = Duration.ofMillis(500);

    public static final Address<InsertHook, Hook> INSERT_HOOK = address("insert-hook", InsertHook.class, Hook.class);
    public static final Address<FindHook, FoundHook> FIND_HOOK = address("find-hook", FindHook.class, FoundHook.class);
    public static final Address<ListHooks, HookPage> LIST_HOOKS =
            address("list-hooks", ListHooks.class, HookPage.class);
    public static final Address<UpdateHook, Hook> UPDATE_HOOK = address("update-hook", UpdateHook.class, Hook.class);
    public static final Address<RotateSecret, Hook> ROTATE_SECRET =
            address("rotate-hook-secret", RotateSecret.class, Hook.class);
    public static final Address<DisableHook, Done> DISABLE_HOOK =
            address("disable-hook", DisableHook.class, Done.class);
    public static final Address<DeleteHook, Done> DELETE_HOOK = address("delete-hook", DeleteHook.class, Done.class);
    public static final Address<RewindHook, Hook> REWIND_HOOK = address("rewind-hook", RewindHook.class, Hook.class);

    public static final Address<HoldHooks, HeldHooks> HOLD_HOOKS =
            address("hold-hooks", HoldHooks.class, HeldHooks.class);
    public static final Address<ReleaseHooks, Done> RELEASE_HOOKS =
            address("release-hooks", ReleaseHooks.class, Done.class);

    public static final Address<QueueDeliveries, Queued> QUEUE_DELIVERIES =
            address("queue-deliveries", QueueDeliveries.class, Queued.class);
    public static final Address<FindDue, Due> FIND_DUE = address("find-due", FindDue.class, Due.class);
    public static final Address<RecordAttempt, Recorded> RECORD_ATTEMPT =
            address("record-attempt", RecordAttempt.class, Recorded.class);
    public static final Address<ListDeliveries, DeliveryPage> LIST_DELIVERIES =
            address("list-deliveries", ListDeliveries.class, DeliveryPage.class);
    public static final Address<ReplayDelivery, Delivery> REPLAY_DELIVERY =
            address("replay-delivery", ReplayDelivery.class, Delivery.class);
    public static final Address<DropDeliveries, Done> DROP_DELIVERIES =
            address("drop-deliveries", DropDeliveries.class, Done.class);

    private HookMessages() {}

    private static <Q, R> Address<Q, R> address(String verb, Class<Q> request, Class<R> reply) {
        return Address.of("corebus.storage." + verb, request, reply).withAttempt(ATTEMPT);
    }

    // --- hooks

    /**
     * What an admin can set.
     *
     * @param features null: all
     * @param kinds of {@code created}, {@code updated}, {@code deleted}
     * @param filter RSQL, or null
     */
    public record HookSettings(
            String url,
            @Nullable List<String> features,
            List<String> kinds,
            @Nullable String filter,
            @Nullable String description,
            boolean active) {}

    /**
     * @param disabledReason why Corebus switched it off; null where it did not
     * @param previousSecret signs, too; null where there is none, or its time is over
     * @param cursor every event up to this {@code seq} that the hook wants is among its deliveries
     * @param failingSince RFC 3339; the moment since which no attempt has succeeded; null: the last one did
     * @param version one more with every change of the settings
     */
    public record Hook(
            String id,
            HookSettings settings,
            @Nullable String disabledReason,
            String secret,
            @Nullable String previousSecret,
            long cursor,
            @Nullable String failingSince,
            long version,
            String createdAt,
            String updatedAt,
            String createdBy) {
        @Override
        public String toString() {
            return "Hook[" + id + "]";
        }
    }

    /**
     * The id names the command.
     *
     * @param max how many hooks there may be; fails with {@code too-many-webhooks} 409
     */
    public record InsertHook(String id, HookSettings settings, String secret, long cursor, int max) {
        @Override
        public String toString() {
            return "InsertHook[" + id + "]";
        }
    }

    public record FindHook(String id) {}

    public record FoundHook(@Nullable Hook hook) {}

    /** @param after the id of the last hook of the page before */
    public record ListHooks(int limit, @Nullable String after) {}

    public record HookPage(List<Hook> hooks, @Nullable String next) {}

    /**
     * Replaces the settings. What makes it active again forgives what failed before. Fails with {@code not-found} 404, {@code version-mismatch} 412.
     *
     * @param version that it must have now
     */
    public record UpdateHook(String id, long version, HookSettings settings) {}

    /** Gives it another secret; the one before signs, too, for a while. The trace names the command: of a repeat the first secret counts. */
    public record RotateSecret(String id, String secret, long overlapMillis) {
        @Override
        public String toString() {
            return "RotateSecret[" + id + "]";
        }
    }

    /**
     * Switches it off, if it is on, and no attempt has succeeded for so long.
     *
     * @param failingMillis 0: in any case
     */
    public record DisableHook(String id, String reason, long failingMillis) {}

    /** With its deliveries. */
    public record DeleteHook(String id) {}

    /** Puts the cursor back, so that everything after {@code since} is sent once more. */
    public record RewindHook(String id, long since) {}

    // --- who sends

    /**
     * An instance says that it is alive, and gets its share of the active hooks.
     *
     * @param worker UUID of the instance
     * @param leaseMillis how long it may send without asking again
     * @param maxPending how far pending deliveries are counted
     */
    public record HoldHooks(String worker, long leaseMillis, int maxPending) {}

    public record HeldHooks(List<HeldHook> hooks) {}

    public record HeldHook(Hook hook, int pending) {}

    /** An instance ends. */
    public record ReleaseHooks(String worker) {}

    // --- deliveries

    /** @param kind of {@code created}, {@code updated}, {@code deleted} */
    public record Wanted(long seq, String feature, @Nullable String resourceId, String kind) {}

    /**
     * Moves the cursor, and keeps what lies between as pending deliveries, both or none of it.
     *
     * @param from where the cursor must be now
     * @param version that the hook must have now, by whose settings this was chosen; 0 for any
     */
    public record QueueDeliveries(String id, long from, long through, List<Wanted> wanted, long version) {}

    /** @param cursor where it is now; 0 where the hook is gone */
    public record Queued(boolean moved, long cursor) {}

    /**
     * What is to be sent now.
     *
     * @param firsts how many at most that were not tried yet
     * @param retries how many at most that were, and whose time has come
     * @param underWay none of these
     */
    public record FindDue(String id, int firsts, int retries, List<Long> underWay) {}

    /** @param deliveries by {@code seq} */
    public record Due(List<DueDelivery> deliveries) {}

    public record DueDelivery(long seq, int attempts) {}

    /**
     * What came of an attempt. Of one that somebody else made meanwhile nothing is kept.
     *
     * @param attempts how many there had been before
     * @param status {@code delivered}, {@code pending} or {@code failed}
     * @param nextMillis from now to the next one, where it is pending
     * @param responseStatus null where there was no answer
     */
    public record RecordAttempt(
            String id,
            long seq,
            int attempts,
            String status,
            long nextMillis,
            @Nullable Integer responseStatus,
            @Nullable String error) {}

    /** @param failingMillis how long no attempt had succeeded before this one */
    public record Recorded(long failingMillis) {}

    /**
     * Newest first.
     *
     * @param status null: all
     * @param before the {@code next} of the page before, or null
     */
    public record ListDeliveries(
            String id,
            @Nullable String status,
            int limit,
            @Nullable Long before) {}

    public record DeliveryPage(
            List<Delivery> deliveries, @Nullable Long next) {}

    /**
     * @param attempts since it was last put in line
     * @param nextAt RFC 3339; null where it is not pending
     * @param lastAt RFC 3339; null where it was not tried yet
     */
    public record Delivery(
            long seq,
            String feature,
            @Nullable String resourceId,
            String kind,
            String status,
            int attempts,
            @Nullable String nextAt,
            @Nullable String lastAt,
            @Nullable Integer responseStatus,
            @Nullable String error) {}

    /** Puts it in line again. Fails with {@code not-found} 404. */
    public record ReplayDelivery(String id, long seq) {}

    /** Forgets some of those that are done since longer than that. */
    public record DropDeliveries(long keepMillis) {}
}
