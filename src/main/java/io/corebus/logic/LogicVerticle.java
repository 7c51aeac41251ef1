package io.corebus.logic;

import io.corebus.audit.AuditMessages;
import io.corebus.bus.Bus;
import io.corebus.bus.Futures;
import io.corebus.feature.Features;
import io.corebus.resource.LogicMessages;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The logic room. One instance on each of any number of nodes; each feature's changes are told by one of them at a time. */
public final class LogicVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(LogicVerticle.class);

    private final LogicConfig config;
    private final Features features;
    private final Bus bus;
    private final MeterRegistry meters;
    private @Nullable Followings followings;
    private @Nullable Breakers breakers;
    private @Nullable ActsUnderWay acts;
    private List<Workers> allWorkers = List.of();
    private Supplier<Future<Void>> ending = Future::succeededFuture;

    public LogicVerticle(LogicConfig config, Features features, Bus bus, MeterRegistry meters) {
        this.config = config;
        this.features = features;
        this.bus = bus;
        this.meters = meters;
    }

    /** Looks whether all logic that features name is there. Blocks; for a check without a start. Fails with a message for people, one line for each fault. */
    public static void check(LogicConfig config, Features features) throws Exception {
        Extensions.load(config.dir(), features);
    }

    @Override
    public Future<?> start() {
        LogicMetrics metrics = LogicMetrics.of(vertx, meters);
        Workers before = new Workers(vertx, metrics, "corebus-logic");
        Workers after = new Workers(vertx, metrics, "corebus-logic-after");
        Workers ofLong = new Workers(vertx, metrics, "corebus-logic-long");
        Future<Void> serving = vertx.executeBlocking(() -> Extensions.load(config.dir(), features))
                .compose(extensions -> {
                    ending = () -> end(List.of(before, after, ofLong), extensions);
                    return before.start(extensions, config.threads())
                            .compose(started -> after.start(extensions, config.threads()))
                            .compose(started ->
                                    ofLong.start(extensions, features.haveLongActions() ? config.threads() : 0))
                            .compose(started -> serve(before, after, ofLong, extensions.features(), metrics));
                });
        return Futures.endingOnFailure(serving, this::end);
    }

    private Future<Void> end(List<Workers> all, Extensions extensions) {
        return Future.join(all.stream().map(Workers::stop).toList())
                .compose(ended -> vertx.executeBlocking(() -> {
                    extensions.close();
                    return null;
                }));
    }

    /** @param after a slow receiver of what was written must not keep others from writing */
    private Future<Void> serve(
            Workers workers, Workers after, Workers ofLong, List<String> served, LogicMetrics metrics) {
        LOG.info("There is business logic of {}", String.join(", ", served));
        AfterCommit afterCommit = new AfterCommit(vertx, bus, after, config, metrics);
        Followings following = new Followings(vertx, bus, served, afterCommit);
        followings = following;
        Breakers breaking = new Breakers(vertx, bus, BreakerLimits.of(config), served, metrics);
        breakers = breaking;
        ActsUnderWay under = new ActsUnderWay(vertx, bus);
        acts = under;
        allWorkers = List.of(workers, after, ofLong);
        metrics.begins(following, breaking, under, allWorkers);
        ServedLogic logic = new ServedLogic(vertx, bus, workers, ofLong, breaking, under, served);
        bus.onRetire("logic", under::interruptLongOnes);
        return following
                .start()
                .compose(looked -> breaking.start())
                .compose(looked -> under.start())
                .compose(looked -> Future.all(
                        bus.subscribe(AuditMessages.SEALED, following::heard),
                        bus.serve(LogicMessages.HEALTH, new HealthHandler(following, breaking, allWorkers)),
                        bus.serve(LogicMessages.DECIDE, new DecideHandler(logic, config.timeout())),
                        bus.serve(LogicMessages.ACT, new ActHandler(logic, config.actTimeout()))))
                .mapEmpty();
    }

    /** Lets the calls that are under way come to their end. */
    @Override
    public Future<?> stop() {
        return end();
    }

    private Future<Void> end() {
        Future<Void> told = Future.succeededFuture();
        if (followings != null) {
            LogicMetrics.of(vertx, meters)
                    .ends(followings, Objects.requireNonNull(breakers), Objects.requireNonNull(acts), allWorkers);
            told = followings.stop();
        }
        return told.compose(ended -> ending.get());
    }
}
