package io.corebus.resource;

import io.corebus.bus.Bus;
import io.corebus.bus.Futures;
import io.corebus.bus.Health;
import io.corebus.config.RedisConfig;
import io.corebus.feature.Features;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The resource room. */
public final class ResourceVerticle extends VerticleBase {
    /** How many jobs of actions that may take long are done at a time. They wait for logic more than they do. */
    private static final int LONG_JOBS = 4;

    private final ResourceConfig config;
    private final RedisConfig redis;
    private final Features features;
    private final Bus bus;
    private final MeterRegistry meters;
    private @Nullable RedisLink link;
    private final List<LeasedRuns<?>> jobs = new ArrayList<>();
    private final List<LeasedRuns<?>> runs = new ArrayList<>();

    public ResourceVerticle(
            ResourceConfig config, RedisConfig redis, Features features, Bus bus, MeterRegistry meters) {
        this.config = config;
        this.redis = redis;
        this.features = features;
        this.bus = bus;
        this.meters = meters;
    }

    @Override
    public Future<?> start() {
        RedisLink opened = new RedisLink(vertx, redis, config);
        link = opened;
        Generations generations = new Generations(features, System::nanoTime);
        Cache cache = new Cache(opened, generations, new CacheMetrics(meters), SealedRepair.byOthers(bus));
        Gates gates = new Gates(vertx, bus, features, generations);
        Future<Void> serving =
                opened.open().compose(connected -> gates.start()).compose(known -> serve(opened, cache, gates));
        return Futures.endingOnFailure(serving, opened::close);
    }

    private Future<Void> serve(RedisLink opened, Cache cache, Gates gates) {
        Denials denials = new Denials(bus);
        ServedFeature.Catalogue served = new ServedFeature.Catalogue(features, gates, denials);
        NamedActions actions = new NamedActions(served, bus);
        Reader reader = new Reader(bus, cache);
        Contention contention = new Contention(vertx);
        Updater updater = new Updater(bus, reader, contention, cache, new Rehearsal(bus, served));
        Beginners beginners = new Beginners(bus);
        JobTargets targets = new JobTargets(served, bus);
        ActHandler acts = new ActHandler(served, bus, actions, reader, contention, cache);
        WatchedActs watched = new WatchedActs(vertx, bus);
        JobMetrics counted = new JobMetrics(meters);
        Function<Boolean, LeasedRuns<?>> worker = isLong -> new LeasedRuns<>(
                vertx,
                new JobWork(
                        vertx,
                        bus,
                        features,
                        gates,
                        beginners,
                        targets,
                        watched,
                        acts::watched,
                        counted,
                        config.jobTurn(),
                        isLong));
        jobs.add(worker.apply(false));
        for (int i = 0; i < LONG_JOBS && features.haveLongActions(); i++) {
            jobs.add(worker.apply(true));
        }
        runs.addAll(jobs);
        runs.add(new LeasedRuns<>(vertx, new ImportWork(vertx, bus, features, gates, beginners)));
        runs.forEach(LeasedRuns::start);
        bus.onRetire("resource", () -> runs.forEach(LeasedRuns::stop));
        Future<Void> repairing = CacheGate.of(vertx).claimRepair(bus)
                ? new SealedRepair(vertx, bus, features, cache).start()
                : Future.succeededFuture();
        return Future.all(List.of(
                        repairing,
                        watched.start(),
                        bus.serve(ResourceMessages.CREATE, new CreateHandler(served, bus, cache)),
                        bus.serve(ResourceMessages.GET, new GetHandler(served, reader)),
                        bus.serve(ResourceMessages.LIST, new ListHandler(served, bus)),
                        bus.serve(ResourceMessages.REPLACE, new ReplaceHandler(served, updater)),
                        bus.serve(ResourceMessages.PATCH, new PatchHandler(served, updater)),
                        bus.serve(ResourceMessages.DELETE, new DeleteHandler(served, bus, reader, contention, cache)),
                        bus.serve(ResourceMessages.COUNT, new CountHandler(served, bus)),
                        bus.serve(ResourceMessages.HISTORY, new HistoryHandler(served, bus)),
                        bus.serve(ResourceMessages.RESTORE, new RestoreHandler(served, bus, reader, contention, cache)),
                        bus.serve(ResourceMessages.BATCH, new BatchHandler(served, bus, reader, contention, cache)),
                        bus.serve(ResourceMessages.ACT, acts),
                        bus.serve(ResourceMessages.CHECK_ACT, new CheckActHandler(served, actions)),
                        bus.serve(ResourceMessages.CHECK_KEY, new CheckHandler(bus)),
                        ImportDesk.serve(served, bus),
                        JobDesk.serve(served, bus, actions, targets, acts),
                        ControlDesk.serve(served, bus, denials),
                        bus.serve(ControlDeskMessages.LIMITS, (ask, caller) -> Future.succeededFuture(gates.limits())),
                        bus.serve(ResourceMessages.MAY, new MayHandler(served)),
                        bus.serve(ResourceMessages.RIGHTS, new RightsHandler(served)),
                        bus.serve(ResourceMessages.WHY, new WhyHandler(served, reader, denials)),
                        bus.serve(
                                ResourceMessages.HEALTH,
                                (check, caller) -> Future.succeededFuture(health(opened, gates)))))
                .mapEmpty();
    }

    /** The room works without Redis, only slower, and with the controls it knew last: that is told, but it is no reason to take the room out of service. */
    private static Health.Report health(RedisLink link, Gates gates) {
        return new Health.Report(true, Map.of("redis", link.state(), "controls", gates.state()));
    }

    /** What a job has under way comes to its end here, so that it is told; what may take long is broken off. */
    @Override
    public Future<?> stop() {
        runs.forEach(LeasedRuns::stop);
        return Future.join(jobs.stream().map(LeasedRuns::stop).toList())
                .transform(ended -> link == null ? Future.succeededFuture() : link.close());
    }
}
