package io.corebus.resource;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.FailureException;
import io.corebus.bus.Service;
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
import java.util.List;

/**
 * {@link ResourceMessages#BATCH}: every item passes what its command would pass alone, then all are written in one transaction. Where a patch was overtaken by
 * somebody else, and the caller named no version for it, all begins anew.
 */
final class BatchHandler implements Service<WriteBatch, WrittenBatch> {
    private static final int MAX_ROUNDS = 5;

    private final ServedFeature.Catalogue features;
    private final Bus bus;
    private final Reader reader;
    private final Cache cache;

    BatchHandler(ServedFeature.Catalogue features, Bus bus, Reader reader, Cache cache) {
        this.features = features;
        this.bus = bus;
        this.reader = reader;
        this.cache = cache;
    }

    @Override
    public Future<WrittenBatch> handle(WriteBatch batch, Caller caller) {
        return permitted(batch, caller).compose(served -> write(served, batch, caller));
    }

    /** Each item as if it came alone. */
    private Future<ServedFeature> permitted(WriteBatch batch, Caller caller) {
        Future<ServedFeature> permitted = permit(batch, batch.items().get(0), caller);
        for (BatchItem item : batch.items().subList(1, batch.items().size())) {
            permitted = permitted.compose(served -> permit(batch, item, caller));
        }
        return permitted;
    }

    private Future<ServedFeature> permit(WriteBatch batch, BatchItem item, Caller caller) {
        Action action = switch (item.operation()) {
            case CREATE -> Action.CREATE;
            case UPDATE, PATCH -> Action.UPDATE;
            case DELETE -> Action.DELETE;
        };
        return features.permit(batch.feature(), item.id(), action, caller);
    }

    private Future<WrittenBatch> write(ServedFeature served, WriteBatch batch, Caller caller) {
        BatchWrites writes = new BatchWrites(served, reader, batch.items(), caller);
        writes.prepare();
        return round(served, batch, writes, caller, 1).recover(cause -> orRepeated(batch, caller, cause));
    }

    private Future<WrittenBatch> round(
            ServedFeature served, WriteBatch batch, BatchWrites writes, Caller caller, int round) {
        return writes.merge()
                .map(merged -> new WriteAll(batch.feature(), merged, batch.requestHash()))
                .compose(all -> bus.request(StorageMessages.WRITE_ALL, all, caller))
                .compose(written -> renewCache(served, batch, written.rows()))
                .recover(cause -> again(served, batch, writes, caller, round, cause));
    }

    private Future<WrittenBatch> again(
            ServedFeature served, WriteBatch batch, BatchWrites writes, Caller caller, int round, Throwable cause) {
        return round < MAX_ROUNDS && writes.wasOvertaken(FailureException.of(cause))
                ? round(served, batch, writes, caller, round + 1)
                : Future.failedFuture(cause);
    }

    private Future<WrittenBatch> renewCache(ServedFeature served, WriteBatch batch, List<WrittenRow> written) {
        List<Future<Void>> renewed = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            renewed.add(renewCache(served, batch.items().get(i), written.get(i)));
        }
        return Future.all(renewed).map(done -> answer(written));
    }

    private Future<Void> renewCache(ServedFeature served, BatchItem item, WrittenRow written) {
        return switch (item.operation()) {
            case CREATE -> {
                cache.putNew(served.feature(), written);
                yield Future.succeededFuture();
            }
            case UPDATE, PATCH -> cache.put(served.feature(), written);
            case DELETE -> cache.entomb(served.feature(), written.id(), written.version());
        };
    }

    private static WrittenBatch answer(List<WrittenRow> written) {
        List<Resource> resources = written.stream().map(Writes::resource).toList();
        return new WrittenBatch(resources);
    }

    /** Before it is refused for the state it meets: it may be this very batch, done before, that brought the state about. */
    private Future<WrittenBatch> orRepeated(WriteBatch batch, Caller caller, Throwable cause) {
        if (FailureException.of(cause).status() >= 500) {
            return Future.failedFuture(cause);
        }
        List<String> commands = batch.items().stream().map(BatchItem::commandId).toList();
        return bus.request(StorageMessages.FIND_COMMANDS, new FindCommands(commands, batch.requestHash()), caller)
                .compose(found -> found.rows().isEmpty()
                        ? Future.failedFuture(cause)
                        : Future.succeededFuture(answer(found.rows())));
    }
}
