package io.corebus.logic;

import io.corebus.audit.AuditMessages.Sealed;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.FailureException;
import io.corebus.storage.FollowerMessages;
import io.corebus.storage.FollowerMessages.Follower;
import io.corebus.storage.FollowerMessages.HeldFollowers;
import io.corebus.storage.FollowerMessages.HoldFollowers;
import io.corebus.storage.FollowerMessages.ReleaseFollowers;
import io.corebus.storage.JournalMessages.SealedEntry;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The features whose changes this instance tells to their logic. Every two seconds it asks storage for those that it has or nobody has; an instance that does not
 * ask for six seconds has lost them, and knows it. Belongs to one event loop.
 */
final class Followings {
    private static final Logger LOG = LoggerFactory.getLogger(Followings.class);
    private static final Duration LOOK = Duration.ofSeconds(2);
    private static final Duration LEASE = Duration.ofSeconds(6);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final String STARTING = "starting";
    private static final String WORKS = "works";

    private final Vertx vertx;
    private final Bus bus;
    private final List<String> features;
    private final AfterCommit afterCommit;
    private final String worker = UUID.randomUUID().toString();
    private final Map<String, Following> followings = new HashMap<>();
    private final Promise<Void> first = Promise.promise();
    private long heldUntilNanos = System.nanoTime();
    private boolean looking;
    private boolean stopped;
    private String state = STARTING;
    /** Read by other threads. */
    private volatile long lag;

    private volatile int held;

    Followings(Vertx vertx, Bus bus, List<String> features, AfterCommit afterCommit) {
        this.vertx = vertx;
        this.bus = bus;
        this.features = features;
        this.afterCommit = afterCommit;
    }

    /** Completes when it has looked once, or after a while: what is written before that might come before the first cursor. Never fails. */
    Future<Void> start() {
        vertx.setPeriodic(LOOK.toMillis(), timer -> look());
        look();
        return first.future()
                .timeout(PATIENCE.toMillis() * 2, TimeUnit.MILLISECONDS)
                .otherwiseEmpty();
    }

    private boolean holds() {
        return heldUntilNanos - System.nanoTime() > 0;
    }

    /** {@code works}, {@code starting}, or the code of the failure that keeps it from working. */
    String state() {
        return state;
    }

    boolean works() {
        return state.equals(WORKS);
    }

    /** How many features it follows here. */
    int held() {
        return held;
    }

    /** How many entries the one that is furthest behind had not looked at when this instance last asked for its share. */
    long lag() {
        return lag;
    }

    /** Only those whose feature it is about: the others have nothing to do. */
    void heard(Sealed sealed) {
        Set<String> about = new HashSet<>();
        for (SealedEntry each : sealed.entries()) {
            about.add(each.entry().feature());
        }
        followings.forEach((feature, following) -> {
            if (about.contains(feature)) {
                following.ring();
            }
        });
    }

    private void look() {
        if (looking || stopped) {
            return;
        }
        looking = true;
        long asked = System.nanoTime();
        HoldFollowers question = new HoldFollowers(
                worker,
                LEASE.toMillis(),
                features.stream().map(AfterCommit::follower).toList());
        bus.request(FollowerMessages.HOLD_FOLLOWERS, question, Caller.system(PATIENCE))
                .onComplete(held -> looked(held, asked));
    }

    private void looked(AsyncResult<HeldFollowers> answer, long asked) {
        looking = false;
        if (answer.succeeded()) {
            first.tryComplete();
        }
        if (answer.succeeded() && !stopped) {
            heldUntilNanos = asked + LEASE.toNanos();
            hold(answer.result().followers());
            lag = followings.values().stream().mapToLong(Following::lag).max().orElse(0);
            held = followings.size();
            state = WORKS;
        } else if (answer.failed()) {
            failed(answer.cause());
        }
    }

    private void failed(Throwable cause) {
        if (works() || state.equals(STARTING)) {
            LOG.warn("No changes are told to business logic, trying on: {}", cause.getMessage());
        }
        state = FailureException.of(cause).code();
    }

    private void hold(List<Follower> held) {
        Map<String, Long> cursors = new HashMap<>();
        held.forEach(each -> cursors.put(each.name(), each.cursor()));
        for (String feature : features) {
            Long cursor = cursors.get(AfterCommit.follower(feature));
            if (cursor == null) {
                lose(feature);
            } else {
                follow(feature, cursor);
            }
        }
    }

    private void follow(String feature, long cursor) {
        Following known = followings.get(feature);
        Following following = known == null || known.isStopped()
                ? new Following(vertx, bus, worker, feature, cursor, afterCommit, this::holds)
                : known;
        followings.put(feature, following);
        following.ring();
    }

    private void lose(String feature) {
        Following lost = followings.remove(feature);
        if (lost != null) {
            lost.stop();
        }
    }

    /** Lets the calls that are under way come to their end, and gives the features back. Never fails. */
    Future<Void> stop() {
        stopped = true;
        List<Future<Void>> ending = new ArrayList<>();
        followings.values().forEach(following -> ending.add(following.stop()));
        return Future.join(ending).transform(ended -> release());
    }

    private Future<Void> release() {
        return bus.request(FollowerMessages.RELEASE_FOLLOWERS, new ReleaseFollowers(worker), Caller.system(PATIENCE))
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }
}
