package io.corebus.access;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.InsertKey;
import io.corebus.storage.StorageMessages.Keys;
import io.corebus.storage.StorageMessages.ListKeys;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signing keys as this node knows them. They are kept in the database: the first node that finds none makes one, all look again every {@link
 * #LOOK_EVERY}, and at once when a token names a key they have not seen. The newest key signs; one that was replaced verifies as long as a token it signed
 * can still be good.
 */
final class SigningKeys {
    private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);

    static final Duration LOOK_EVERY = Duration.ofSeconds(10);
    /** Tokens that name keys nobody has must not make a node ask storage for each. */
    private static final Duration LOOK_AT_MOST_EVERY = Duration.ofMillis(500);

    private static final int MAX_WAITING_FOR_A_LOOK = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** Nodes that have not looked again yet still sign with the key before. */
    private static final Duration HANDOVER = LOOK_EVERY.plusSeconds(50);

    private final Vertx vertx;
    private final Bus bus;
    private final Clock clock;
    private final Duration tokenLife;
    private final Duration lookEvery;
    private List<SigningKey> keys = List.of();
    private @Nullable Future<Void> look;
    private @Nullable Future<Void> nextLook;
    private long lastLookNanos = System.nanoTime() - LOOK_AT_MOST_EVERY.toNanos();
    private int waiting;
    private boolean stopped;

    SigningKeys(Vertx vertx, Bus bus, AccessConfig config, Clock clock, Duration lookEvery) {
        this.vertx = vertx;
        this.bus = bus;
        this.clock = clock;
        this.tokenLife = config.tokenLife();
        this.lookEvery = lookEvery;
    }

    /** Begins to look, now and from time to time. Nobody waits for the first look: storage may start later than this room. */
    void start() {
        vertx.setPeriodic(0, lookEvery.toMillis(), timer -> look().onFailure(this::logFailure));
    }

    /** A look that is broken off with the room is no failure, and says nothing. */
    void stop() {
        stopped = true;
    }

    boolean isLoaded() {
        return !keys.isEmpty();
    }

    /** Whether there are keys, after a look where there were none. */
    Future<Boolean> isLoadedOrLoad() {
        return signing().map(true).otherwise(false);
    }

    /** The key that signs. Waits for the first look where there was none yet. */
    Future<SigningKey> signing() {
        return isLoaded() ? Future.succeededFuture(keys.get(0)) : look().map(done -> keys.get(0));
    }

    /** The keys whose tokens may be good, the signing one first. */
    Future<List<SigningKey>> verifying() {
        return signing().map(signing -> inUse());
    }

    /** The key of that name; looks again, at a bounded rate, where this node has not seen it. Empty where nobody has. */
    Future<Optional<SigningKey>> find(String kid) {
        Optional<SigningKey> known = known(kid);
        return known.isPresent() ? Future.succeededFuture(known) : lookSoon().map(done -> known(kid));
    }

    /** Makes a new key. This node signs with it from now on. */
    Future<Void> rotate(Caller caller) {
        return insert(SigningKey.generate(clock.instant()), false, caller).compose(done -> lookAfresh());
    }

    /** A look that began before now may not see what is there now. */
    private Future<Void> lookAfresh() {
        return look == null ? look() : look.otherwiseEmpty().compose(done -> look());
    }

    private Future<Void> look() {
        if (look != null) {
            return look;
        }
        lastLookNanos = System.nanoTime();
        Caller caller = Caller.system(PATIENCE);
        Future<Void> begun =
                list(caller).compose(found -> ensureOne(found, caller)).<Void>map(this::take);
        look = begun;
        return begun.onComplete(done -> look = null);
    }

    private Future<Void> lookSoon() {
        if (waiting >= MAX_WAITING_FOR_A_LOOK) {
            return Future.succeededFuture();
        }
        if (nextLook == null) {
            long sinceLast = (System.nanoTime() - lastLookNanos) / 1_000_000;
            long pause = Math.max(1, LOOK_AT_MOST_EVERY.toMillis() - sinceLast);
            nextLook = vertx.timer(pause).compose(timer -> beginNextLook());
        }
        waiting++;
        return nextLook.onComplete(done -> waiting--);
    }

    private Future<Void> beginNextLook() {
        nextLook = null;
        return look();
    }

    private Future<Keys> list(Caller caller) {
        return bus.request(StorageMessages.LIST_KEYS, new ListKeys(), caller);
    }

    private Future<Keys> ensureOne(Keys found, Caller caller) {
        if (!found.keys().isEmpty()) {
            return Future.succeededFuture(found);
        }
        return insert(SigningKey.generate(clock.instant()), true, caller).compose(done -> list(caller));
    }

    private Future<StorageMessages.Done> insert(SigningKey key, boolean onlyIfNone, Caller caller) {
        InsertKey command = new InsertKey(key.kid(), key.privateJwk(), onlyIfNone);
        return bus.request(StorageMessages.INSERT_KEY, command, caller);
    }

    private @Nullable Void take(Keys found) {
        List<SigningKey> usable = new ArrayList<>();
        for (StorageMessages.Key key : found.keys()) {
            read(key).ifPresent(usable::add);
        }
        if (usable.isEmpty()) {
            throw new IllegalStateException("none of the " + found.keys().size() + " stored signing keys is usable");
        }
        keys = List.copyOf(usable);
        return null;
    }

    /** A newer version of Corebus may have added keys that this one cannot use: that is no reason to stop. */
    private static Optional<SigningKey> read(StorageMessages.Key key) {
        try {
            Instant createdAt = OffsetDateTime.parse(key.createdAt()).toInstant();
            return Optional.of(SigningKey.read(key.jwk(), createdAt));
        } catch (RuntimeException e) {
            LOG.warn("the signing key {} is left out: {}", key.kid(), e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<SigningKey> known(String kid) {
        return inUse().stream().filter(key -> key.kid().equals(kid)).findFirst();
    }

    private List<SigningKey> inUse() {
        List<SigningKey> inUse = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            if (i == 0 || !isRetired(keys.get(i - 1))) {
                inUse.add(keys.get(i));
            }
        }
        return inUse;
    }

    private boolean isRetired(SigningKey successor) {
        return clock.instant().isAfter(successor.createdAt().plus(tokenLife).plus(HANDOVER));
    }

    private void logFailure(Throwable cause) {
        if (stopped) {
            return;
        }
        LOG.warn(
                "the signing keys could not be listed, trying again in {} ms: {}",
                lookEvery.toMillis(),
                cause.getMessage());
    }
}
