package io.corebus.resource;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.feature.Feature;
import io.corebus.feature.Feature.Action;
import io.corebus.feature.Features;
import io.corebus.feature.Grant;
import io.corebus.resource.ControlDeskMessages.Limit;
import io.corebus.resource.ControlDeskMessages.Limits;
import io.corebus.storage.ControlMessages;
import io.corebus.storage.ControlMessages.AllControls;
import io.corebus.storage.ControlMessages.Controls;
import io.corebus.storage.ControlMessages.FeatureControls;
import io.corebus.storage.ControlMessages.ReadControls;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gates of all features, each as admins have set it last: read when a bell rings, and every second besides, because the bell may get lost. While storage is away
 * they stay as they are. Belongs to one event loop.
 */
final class Gates {
    private static final Logger LOG = LoggerFactory.getLogger(Gates.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMillis(900);
    private static final long PAUSE_MILLIS = 250;
    private static final long STALE_SECONDS = 3;

    private final Vertx vertx;
    private final Bus bus;
    private final Generations generations;
    private final Map<String, Gate> gates = new HashMap<>();
    /** Features that are there for whoever comes. */
    private final Set<String> open = new HashSet<>();

    private List<String> closed = List.of();
    private Limits limits = new Limits(List.of());
    private boolean reading;
    private boolean rung;
    private long knownNanos;

    /** @param generations are told what storage says with it */
    Gates(Vertx vertx, Bus bus, Features features, Generations generations) {
        this.vertx = vertx;
        this.bus = bus;
        this.generations = generations;
        features.all().forEach(feature -> gates.put(feature.name(), new Gate(feature.name())));
        features.all().stream().filter(Gates::isOpen).map(Feature::name).forEach(open::add);
    }

    /** Whether somebody may do something with it who has not signed in. */
    private static boolean isOpen(Feature feature) {
        Stream<Grant> grants = Stream.concat(
                Stream.of(Action.values()).flatMap(action -> feature.grants(action).stream()),
                feature.actions().stream().flatMap(action -> action.grants().stream()));
        return grants.anyMatch(grant -> grant.role().equals(Grant.PUBLIC));
    }

    /** Those of which nothing can be changed at the moment: work on them has to wait. */
    List<String> closed() {
        return closed;
    }

    /** The one of a feature that is served here. */
    Gate of(String feature) {
        return Objects.requireNonNull(gates.get(feature));
    }

    Limits limits() {
        return limits;
    }

    /** Completes when it is known what is set: nobody must be served before. Waits for storage as long as it takes. */
    Future<Void> start() {
        return bus.subscribe(ControlDeskMessages.CHANGED, changed -> look())
                .compose(listening -> first())
                .onSuccess(known -> vertx.setPeriodic(LOOK.toMillis(), timer -> look()));
    }

    private Future<Void> first() {
        return read().recover(away -> {
            LOG.info("Waiting to be told what is set for the features: {}", away.getMessage());
            return vertx.timer(PAUSE_MILLIS).compose(paused -> first());
        });
    }

    /** For people. */
    String state() {
        long seconds = (System.nanoTime() - knownNanos) / 1_000_000_000L;
        return seconds > STALE_SECONDS ? "going on with those of " + seconds + " s ago" : "up to date";
    }

    /** One question at a time, so that no older answer comes after a newer one. */
    private void look() {
        rung = true;
        if (!reading) {
            reading = true;
            rung = false;
            read().onComplete(done -> looked());
        }
    }

    private void looked() {
        reading = false;
        if (rung) {
            look();
        }
    }

    private Future<Void> read() {
        return bus.request(ControlMessages.READ_CONTROLS, new ReadControls(), Caller.system(PATIENCE))
                .map(this::set)
                .mapEmpty();
    }

    private boolean set(AllControls all) {
        Map<String, Controls> found = new HashMap<>();
        for (FeatureControls one : all.features()) {
            found.put(one.feature(), one.controls());
        }
        gates.forEach((feature, gate) -> gate.set(found.get(feature)));
        generations.set(Objects.requireNonNullElse(all.generations(), List.of()));
        limits = limits(all);
        closed = all.features().stream()
                .filter(one -> !one.controls().enabled() || one.controls().readOnly())
                .map(FeatureControls::feature)
                .toList();
        knownNanos = System.nanoTime();
        return true;
    }

    private Limits limits(AllControls all) {
        List<Limit> limited = new ArrayList<>();
        for (FeatureControls one : all.features()) {
            Integer limit = one.controls().requestsPerSecond();
            if (limit != null) {
                limited.add(new Limit(one.feature(), limit, !open.contains(one.feature())));
            }
        }
        return new Limits(limited);
    }
}
