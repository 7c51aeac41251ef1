package io.corebus.resource;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Service;
import io.corebus.resource.ResourceMessages.Change;
import io.corebus.resource.ResourceMessages.HistoryPage;
import io.corebus.resource.ResourceMessages.ReadHistory;
import io.corebus.storage.JournalMessages;
import io.corebus.storage.JournalMessages.Changes;
import io.corebus.storage.JournalMessages.Entry;
import io.corebus.storage.JournalMessages.ReadChanges;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@link ResourceMessages#HISTORY}. */
final class HistoryHandler implements Service<ReadHistory, HistoryPage> {
    private final ServedFeature.Catalogue features;
    private final Bus bus;

    HistoryHandler(ServedFeature.Catalogue features, Bus bus) {
        this.features = features;
        this.bus = bus;
    }

    @Override
    public Future<HistoryPage> handle(ReadHistory request, Caller caller) {
        return features.permitHistory(request.feature(), request.id(), caller)
                .compose(served -> read(served, request, caller));
    }

    private Future<HistoryPage> read(ServedFeature served, ReadHistory request, Caller caller) {
        int limit = ListQuery.limit(request.limit());
        return Identifier.read(request.id()).compose(id -> {
            Long before = HistoryCursor.read(request.before(), id);
            return known(served, id, before, caller)
                    .compose(known -> changes(served, id, limit, before, caller))
                    .compose(changes -> page(served, id, changes, before));
        });
    }

    /** A cursor says nothing of who may go on with it: where not everybody may, what stands newest is looked at anew. */
    private Future<?> known(ServedFeature served, String id, @Nullable Long before, Caller caller) {
        return before == null || !served.access().isLimited()
                ? Future.succeededFuture()
                : changes(served, id, 1, null, caller).compose(newest -> page(served, id, newest, null));
    }

    private Future<Changes> changes(ServedFeature served, String id, int limit, @Nullable Long before, Caller caller) {
        return bus.request(JournalMessages.READ_CHANGES, new ReadChanges(served.name(), id, limit, before), caller);
    }

    /** Who may not read the resource as it is now, or was at last, is told nothing of it; of what was before, what it might have read then. */
    private static Future<HistoryPage> page(ServedFeature served, String id, Changes changes, @Nullable Long before) {
        List<Entry> entries = changes.entries();
        List<Change> told = entries.stream()
                .flatMap(entry -> Stream.ofNullable(served.access().seen(Changed.of(served.feature(), entry))))
                .toList();
        boolean newestTold = !told.isEmpty()
                && Objects.equals(told.get(0).version(), entries.get(0).version());
        if (before == null && !newestTold) {
            return Future.failedFuture(Identifier.notFound());
        }
        String next = changes.more()
                ? HistoryCursor.write(
                        id,
                        Objects.requireNonNull(entries.get(entries.size() - 1).version()))
                : null;
        return Future.succeededFuture(new HistoryPage(told, next));
    }
}
