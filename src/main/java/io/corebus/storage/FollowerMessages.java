package io.corebus.storage;

import io.corebus.bus.Address;
import io.corebus.storage.StorageMessages.Done;
import java.time.Duration;
import java.util.List;

/**
 * What the storage room answers about those who follow the sealed journal, each with one instance at a time: how far they have come, and whose turn it is.
 *
 * <p>Failures: those of {@link StorageMessages}.
 */
public final class FollowerMessages {
    private static final Duration ATTEMPT = Duration.ofMillis(500);

    public static final Address<HoldFollowers, HeldFollowers> HOLD_FOLLOWERS =
            address("hold-followers", HoldFollowers.class, HeldFollowers.class);
    public static final Address<MoveFollower, Moved> MOVE_FOLLOWER =
            address("move-follower", MoveFollower.class, Moved.class);
    public static final Address<ReleaseFollowers, Done> RELEASE_FOLLOWERS =
            address("release-followers", ReleaseFollowers.class, Done.class);

    private FollowerMessages() {}

    private static <Q, R> Address<Q, R> address(String verb, Class<Q> request, Class<R> reply) {
        return Address.of("corebus.storage." + verb, request, reply).withAttempt(ATTEMPT);
    }

    /**
     * An instance says that it is alive, and gets those that it has, that nobody has, or has no longer. A new one begins behind the newest entry, and can be had
     * at the next question.
     *
     * @param worker UUID of the instance
     * @param leaseMillis how long it may work without asking again
     * @param names those that it could do
     */
    public record HoldFollowers(String worker, long leaseMillis, List<String> names) {
        public HoldFollowers {
            names = List.copyOf(names);
        }
    }

    public record HeldFollowers(List<Follower> followers) {}

    /** @param cursor everything up to this {@code seq} is done */
    public record Follower(String name, long cursor) {}

    /** It has come further. */
    public record MoveFollower(String worker, String name, long cursor) {}

    /** @param moved false where it is somebody else's by now */
    public record Moved(boolean moved) {}

    /** An instance ends. */
    public record ReleaseFollowers(String worker) {}
}
