package io.corebus.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.FailureException;
import io.corebus.bus.Service;
import io.corebus.feature.StrictJson;
import io.corebus.resource.ResourceMessages.ActOnResource;
import io.corebus.resource.ResourceMessages.Acted;
import io.corebus.storage.ActMessages;
import io.corebus.storage.ActMessages.FindAct;
import io.corebus.storage.ActMessages.WriteAct;
import io.corebus.storage.ActMessages.WrittenAct;
import io.corebus.storage.StorageMessages.Row;
import io.corebus.storage.StorageMessages.WrittenRow;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@link ResourceMessages#ACT}: looks at the resource, asks the feature's logic, and writes only if it is still the version that was looked at. Where somebody else
 * was faster and the caller asked for no version of its own, asks again. What was done before is answered before anything is asked: logic would refuse to do it twice.
 */
final class ActHandler implements Service<ActOnResource, Acted> {
    private static final int MAX_ROUNDS = 5;
    /** For one question of a job to another room. */
    private static final Duration STEP = Duration.ofSeconds(8);

    private final ServedFeature.Catalogue features;
    private final Bus bus;
    private final Reader reader;
    private final Contention contention;
    private final Cache cache;
    private final NamedActions actions;

    ActHandler(
            ServedFeature.Catalogue features,
            Bus bus,
            NamedActions actions,
            Reader reader,
            Contention contention,
            Cache cache) {
        this.features = features;
        this.bus = bus;
        this.actions = actions;
        this.reader = reader;
        this.contention = contention;
        this.cache = cache;
    }

    @Override
    public Future<Acted> handle(ActOnResource request, Caller caller) {
        return with(request, caller, null, Acting::start);
    }

    /** As a job does it, which may take longer than its caller says: each step has a time of its own. */
    Future<Acted> watched(ActOnResource request, Caller caller, WatchedActs.Watch watch) {
        return with(request, caller, watch, Acting::start);
    }

    /** Fails where it would be refused as things are now, without asking the logic. */
    Future<Void> admit(ActOnResource request, Caller caller) {
        return with(request, caller, null, Acting::admit);
    }

    private <T> Future<T> with(
            ActOnResource request, Caller caller, WatchedActs.@Nullable Watch watch, Function<Acting, Future<T>> step) {
        return features.permitAct(request.feature(), request.id(), request.action(), caller)
                .compose(served -> Identifier.read(request.id())
                        .map(id -> new Acting(served, id, request, caller, watch))
                        .compose(step)
                        .recover(refused -> features.denied(refused, served, request.id(), request.action(), caller)));
    }

    /** The rounds of one action. */
    private final class Acting {
        private final ServedFeature served;
        private final String id;
        private final ActLogic asked;
        private final ObjectNode input;
        private final ActOnResource request;
        private final Caller caller;
        private final WatchedActs.@Nullable Watch watch;
        private int round;
        private boolean isInTurn;

        Acting(
                ServedFeature served,
                String id,
                ActOnResource request,
                Caller caller,
                WatchedActs.@Nullable Watch watch) {
            this.served = served;
            this.id = id;
            this.asked = actions.of(request.feature(), request.action());
            this.input = StrictJson.parseObject(request.input().utf8());
            this.request = request;
            this.caller = caller;
            this.watch = watch;
        }

        private Caller caller() {
            return watch == null ? caller : caller.waiting(STEP);
        }

        Future<Void> admit() {
            asked.requireInput(input);
            return reader.readStorage(served.feature(), id, caller).map(current -> {
                requireFitting(current);
                return null;
            });
        }

        Future<Acted> start() {
            asked.requireInput(input);
            FindAct question = new FindAct(
                    served.name(),
                    id,
                    request.action(),
                    request.command().id(),
                    request.command().requestHash());
            return bus.request(ActMessages.FIND_ACT, question, caller())
                    .compose(found -> found.detail() == null ? next() : repeated(ActLogic.acted(found.detail(), true)));
        }

        private Future<Acted> next() {
            round++;
            return reader.readStorage(served.feature(), id, caller())
                    .compose(this::actOn)
                    .recover(this::again);
        }

        private void requireFitting(Row current) {
            if (served.access().isLimited()) {
                new RowRule(served, request.action()).reach(current.body());
            }
            if (!request.ifVersions().isEmpty() && !request.ifVersions().contains(current.version())) {
                throw Writes.mismatch(current.version());
            }
        }

        private Future<Acted> actOn(Row current) {
            requireFitting(current);
            boolean dryRun = request.command().dryRun();
            return asked.ask(current, input, dryRun, caller, watch)
                    .compose(outcome ->
                            dryRun ? Future.succeededFuture(outcome.acted(current)) : mayWrite(current, outcome));
        }

        /** Much may have happened meanwhile. */
        private Future<Acted> mayWrite(Row current, ActLogic.Result outcome) {
            return watch == null || !asked.isLong()
                    ? write(current, outcome)
                    : watch.mayWrite().compose(still -> write(current, outcome));
        }

        private Future<Acted> write(Row current, ActLogic.Result outcome) {
            WriteAct command = new WriteAct(
                    served.name(),
                    id,
                    current.version(),
                    outcome.data(),
                    request.action(),
                    outcome.detail(current, input),
                    request.command().id(),
                    request.command().requestHash(),
                    served.shape());
            return bus.request(ActMessages.WRITE_ACT, command, caller()).compose(this::renewCache);
        }

        private Future<Acted> renewCache(WrittenAct written) {
            Acted acted = ActLogic.acted(written.detail(), written.repeated());
            if (written.repeated()) {
                return repeated(acted);
            }
            WrittenRow row = written.row();
            return row == null
                    ? Future.succeededFuture(acted)
                    : cache.put(served.feature(), row).map(acted);
        }

        /** Whoever did it may not have come to the cache any more. */
        private Future<Acted> repeated(Acted acted) {
            return reader.readStorage(served.feature(), id, caller())
                    .compose(row ->
                            cache.put(served.feature(), new WrittenRow(row.id(), row.version(), row.body(), true)))
                    .transform(renewed -> Future.succeededFuture(acted));
        }

        private Future<Acted> again(Throwable cause) {
            boolean overtaken = FailureException.of(cause).code().equals("version-mismatch");
            if (!overtaken || !request.ifVersions().isEmpty()) {
                return Future.failedFuture(cause);
            }
            if (!isInTurn && !asked.isLong()) {
                isInTurn = true;
                return contention.inTurn(id, this::next);
            }
            return round < MAX_ROUNDS
                    ? contention.pause(round).compose(paused -> next())
                    : Future.failedFuture(Contention.lost());
        }
    }
}
