package io.corebus.resource;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.Service;
import io.corebus.feature.Feature;
import io.corebus.feature.Feature.Action;
import io.corebus.resource.ResourceMessages.BatchItem;
import io.corebus.resource.ResourceMessages.Resource;
import io.corebus.resource.ResourceMessages.WriteBatch;
import io.corebus.resource.ResourceMessages.WrittenBatch;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.FindCommands;
import io.corebus.storage.StorageMessages.WriteAll;
import io.corebus.storage.StorageMessages.WrittenRow;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * {@link ResourceMessages#BATCH}: every item passes what its command would pass alone, then all are written in one transaction. Where a patch was overtaken by
 * somebody else, and the caller named no version for it, all begins anew.
 */
final class BatchHandler implements Service<WriteBatch, WrittenBatch> {
    private static final int MAX_ROUNDS = 5;

    private final ServedFeature.Catalogue features;
    private final Bus bus;
    private final Reader reader;
    private final Contention contention;
    private final Cache cache;
    private final Logic logic;

    BatchHandler(ServedFeature.Catalogue features, Bus bus, Reader reader, Contention contention, Cache cache) {
        this.features = features;
        this.bus = bus;
        this.reader = reader;
        this.contention = contention;
        this.cache = cache;
        this.logic = new Logic(bus);
    }

    @Override
    public Future<WrittenBatch> handle(WriteBatch batch, Caller caller) {
        return permitted(batch, caller).compose(served -> write(served, batch, caller));
    }

    /** What the caller may do, for each action of the items. */
    private Future<Map<Action, ServedFeature>> permitted(WriteBatch batch, Caller caller) {
        Map<Action, BatchItem> first = new EnumMap<>(Action.class);
        batch.items().forEach(item -> first.putIfAbsent(BatchWrites.action(item), item));
        Map<Action, ServedFeature> permitted = new EnumMap<>(Action.class);
        Future<Void> asking = Future.succeededFuture();
        for (Map.Entry<Action, BatchItem> each : first.entrySet()) {
            asking = asking.compose(asked ->
                            features.permit(batch.feature(), each.getValue().id(), each.getKey(), caller))
                    .onSuccess(served -> permitted.put(each.getKey(), served))
                    .mapEmpty();
        }
        return asking.map(permitted);
    }

    private Future<WrittenBatch> write(Map<Action, ServedFeature> served, WriteBatch batch, Caller caller) {
        BatchWrites writes = new BatchWrites(reader, batch.items(), served, caller);
        return Future.succeededFuture(writes)
                .compose(unchecked -> checked(unchecked, batch, caller))
                .map(written -> answer(served, batch, written))
                .recover(refused -> denied(refused, served, batch, writes.faults(), caller));
    }

    private Future<List<WrittenRow>> checked(BatchWrites writes, WriteBatch batch, Caller caller) {
        writes.prepare();
        return round(batch, writes, caller, 1).recover(cause -> orRepeated(batch, caller, cause));
    }

    private Future<List<WrittenRow>> round(WriteBatch batch, BatchWrites writes, Caller caller, int round) {
        return writes.complete()
                .compose(all -> writes.decided(logic, all))
                .map(all -> new WriteAll(
                        batch.feature(),
                        all,
                        batch.requestHash(),
                        writes.feature().shape()))
                .compose(all -> bus.request(StorageMessages.WRITE_ALL, all, caller))
                .compose(written -> renewCache(batch, writes, written.rows()))
                .recover(cause -> again(batch, writes, caller, round, cause));
    }

    private Future<List<WrittenRow>> again(
            WriteBatch batch, BatchWrites writes, Caller caller, int round, Throwable cause) {
        if (!writes.wasOvertaken(FailureException.of(cause))) {
            return Future.failedFuture(cause);
        }
        return round < MAX_ROUNDS
                ? contention.pause(round).compose(paused -> round(batch, writes, caller, round + 1))
                : Future.failedFuture(Contention.lost());
    }

    /** What is refused for the state of one resource, or for a field, is journaled under that resource. */
    private Future<WrittenBatch> denied(
            Throwable refused, Map<Action, ServedFeature> served, WriteBatch batch, BatchFaults faults, Caller caller) {
        if (faults.isEmpty()) {
            return Future.failedFuture(told(refused, served));
        }
        BatchItem item = batch.items().get(faults.first());
        Action action = BatchWrites.action(item);
        return features.denied(refused, Objects.requireNonNull(served.get(action)), item.id(), action, caller);
    }

    /** What storage refuses speaks of fields, as it does of a single write. */
    private static Throwable told(Throwable refused, Map<Action, ServedFeature> served) {
        return refused instanceof FailureException failure && !served.isEmpty()
                ? served.values()
                        .iterator()
                        .next()
                        .access()
                        .told(failure.failure())
                        .exception()
                : refused;
    }

    private Future<List<WrittenRow>> renewCache(WriteBatch batch, BatchWrites writes, List<WrittenRow> written) {
        List<Future<Void>> renewed = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            renewed.add(renewCache(writes.feature(), batch.items().get(i), written.get(i)));
        }
        return Future.all(renewed).map(written);
    }

    private Future<Void> renewCache(Feature feature, BatchItem item, WrittenRow written) {
        return switch (item.operation()) {
            case CREATE -> {
                cache.putNew(feature, written);
                yield Future.succeededFuture();
            }
            case UPDATE, PATCH -> cache.put(feature, written);
            case DELETE -> cache.entomb(feature, written.id(), written.version());
        };
    }

    /** Of each resource what the caller may see. */
    private static WrittenBatch answer(Map<Action, ServedFeature> served, WriteBatch batch, List<WrittenRow> written) {
        List<Resource> resources = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            Action action = BatchWrites.action(batch.items().get(i));
            Access access = Objects.requireNonNull(served.get(action)).access();
            resources.add(access.written(Writes.resource(written.get(i))));
        }
        return new WrittenBatch(resources);
    }

    /** Before it is refused for the state it meets: it may be this very batch, done before, that brought the state about. */
    private Future<List<WrittenRow>> orRepeated(WriteBatch batch, Caller caller, Throwable cause) {
        Failure failure = FailureException.of(cause);
        if (failure.status() >= 500 && !LogicMessages.stands(failure)) {
            return Future.failedFuture(cause);
        }
        List<String> commands = batch.items().stream().map(BatchItem::commandId).toList();
        return bus.request(StorageMessages.FIND_COMMANDS, new FindCommands(commands, batch.requestHash()), caller)
                .compose(found ->
                        found.rows().isEmpty() ? Future.failedFuture(cause) : Future.succeededFuture(found.rows()));
    }
}
