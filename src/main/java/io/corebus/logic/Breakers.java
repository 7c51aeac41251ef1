package io.corebus.logic;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.extension.LogicRefusal;
import io.corebus.extension.RecordFailure;
import io.corebus.resource.LogicMessages;
import io.corebus.resource.LogicMessages.AllBreakers;
import io.corebus.resource.LogicMessages.AskBreakers;
import io.corebus.resource.LogicMessages.BreakerChanged;
import io.corebus.resource.LogicMessages.BreakerState;
import io.corebus.resource.LogicMessages.CallsCounted;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The breakers of all features that have logic here, kept alike in the whole cluster: every instance tells the others twice a second how its calls ended, and at
 * once what a breaker came to. Where that is lost, each goes by what it knows. Belongs to one event loop.
 */
final class Breakers {
    private static final Logger LOG = LoggerFactory.getLogger(Breakers.class);
    private static final long TELL_MILLIS = 500;

    private final Vertx vertx;
    private final Bus bus;
    private final LogicMetrics metrics;
    private final String instance = UUID.randomUUID().toString();
    private final Map<String, Breaker> breakers = new TreeMap<>();
    /** How calls ended of which the others have not been told: failures and successes. */
    private final Map<String, int[]> untold = new HashMap<>();
    /** Read by other threads. */
    private volatile int resting;

    Breakers(Vertx vertx, Bus bus, BreakerLimits limits, List<String> features, LogicMetrics metrics) {
        this.vertx = vertx;
        this.bus = bus;
        this.metrics = metrics;
        features.forEach(feature -> breakers.put(feature, new Breaker(limits)));
    }

    Future<?> start() {
        vertx.setPeriodic(TELL_MILLIS, timer -> tell());
        return Future.all(
                bus.subscribe(LogicMessages.CALLS_COUNTED, this::heard),
                bus.subscribe(LogicMessages.BREAKER_CHANGED, this::heard),
                bus.serve(LogicMessages.BREAKERS, this::answer));
    }

    /** Features whose logic is not asked at the moment, or only to try. */
    int resting() {
        return resting;
    }

    /** Their names, for people. */
    String state() {
        List<String> names = new ArrayList<>();
        breakers.forEach((feature, breaker) -> {
            if (breaker.state() != Breaker.State.CLOSED) {
                names.add(feature);
            }
        });
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    /** Fails with {@code logic-resting} 503 where the logic of a feature is not asked at the moment. */
    void admit(String feature) {
        long now = now();
        Breaker breaker = of(feature);
        Breaker.State before = breaker.state();
        boolean admitted = breaker.admits(now);
        announce(feature, breaker, before);
        if (!admitted) {
            metrics.rested(feature);
            throw resting(feature, breaker.waits(now)).exception();
        }
    }

    private static Failure resting(String feature, long waitMillis) {
        int seconds = (int) Math.max(1, (waitMillis + 999) / 1_000);
        String detail = "The business logic of '" + feature
                + "' failed too often and is given a rest; nothing was written. Try again in " + seconds
                + (seconds == 1 ? " second." : " seconds.");
        return new Failure("logic-resting", 503, detail, List.of(), null, seconds);
    }

    /** The same call, whose end counts. That logic says no is no failure of it, and neither is what others could not do for it. */
    <T> Future<T> counted(String feature, Future<T> call) {
        return call.onComplete(done -> ended(feature, done.cause()));
    }

    private void ended(String feature, @Nullable Throwable cause) {
        boolean success = cause == null || cause instanceof LogicRefusal;
        // What a caller may not read, what is away, and who had to wait for a thread: none of that is a fault of this
        // logic.
        boolean others = cause instanceof FailureException
                || cause instanceof RecordFailure
                || (cause instanceof LogicCall.TooSlow slow && !slow.hadBegun());
        Breaker breaker = of(feature);
        Breaker.State before = breaker.state();
        if (others) {
            breaker.saidNothing(now());
            return;
        }
        breaker.ended(success, now());
        if (before == Breaker.State.CLOSED) {
            untold.computeIfAbsent(feature, none -> new int[2])[success ? 1 : 0]++;
        }
        announce(feature, breaker, before);
    }

    private Breaker of(String feature) {
        return Objects.requireNonNull(breakers.get(feature));
    }

    private static long now() {
        return System.currentTimeMillis();
    }

    private void announce(String feature, Breaker breaker, Breaker.State before) {
        Breaker.State now = breaker.state();
        if (now != before) {
            told(feature, now);
            bus.publish(LogicMessages.BREAKER_CHANGED, new BreakerChanged(instance, feature, now.name()));
        }
    }

    private void told(String feature, Breaker.State now) {
        resting = (int) breakers.values().stream()
                .filter(one -> one.state() != Breaker.State.CLOSED)
                .count();
        if (now == Breaker.State.OPEN) {
            LOG.warn("The logic of {} failed too often, and is not asked for a while", feature);
        } else if (now == Breaker.State.CLOSED) {
            LOG.info("The logic of {} is asked again", feature);
        }
    }

    private void tell() {
        untold.forEach((feature, ended) ->
                bus.publish(LogicMessages.CALLS_COUNTED, new CallsCounted(instance, feature, ended[0], ended[1])));
        untold.clear();
    }

    private void heard(CallsCounted elsewhere) {
        Breaker breaker = breakers.get(elsewhere.feature());
        if (breaker != null && !elsewhere.instance().equals(instance)) {
            Breaker.State before = breaker.state();
            breaker.count(elsewhere.failures(), elsewhere.successes(), now());
            announce(elsewhere.feature(), breaker, before);
        }
    }

    private void heard(BreakerChanged elsewhere) {
        Breaker breaker = breakers.get(elsewhere.feature());
        if (breaker == null || elsewhere.instance().equals(instance)) {
            return;
        }
        Breaker.State before = breaker.state();
        breaker.hear(Breaker.State.valueOf(elsewhere.state()), now());
        if (breaker.state() != before) {
            told(elsewhere.feature(), breaker.state());
        }
    }

    private Future<AllBreakers> answer(AskBreakers question, Caller caller) {
        List<BreakerState> states = new ArrayList<>();
        breakers.forEach((feature, breaker) -> states.add(state(feature, breaker)));
        return Future.succeededFuture(new AllBreakers(states));
    }

    private static BreakerState state(String feature, Breaker breaker) {
        Long since = breaker.since();
        String state = breaker.state().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return new BreakerState(
                feature,
                state,
                since == null ? null : Instant.ofEpochMilli(since).toString());
    }
}
