package io.corebus.resource;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.feature.Feature;
import io.corebus.resource.Cache.Found;
import io.corebus.resource.Cache.Lookup;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.FindRow;
import io.corebus.storage.StorageMessages.FoundRow;
import io.corebus.storage.StorageMessages.Row;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Reads single resources: from the cache, else from storage. Belongs to one event loop. */
final class Reader {
    private final Bus bus;
    private final Cache cache;
    private final Map<String, Future<Row>> flights = new HashMap<>();

    Reader(Bus bus, Cache cache) {
        this.bus = bus;
        this.cache = cache;
    }

    /** Fails with {@code not-found}. */
    Future<Row> read(Feature feature, String id, Caller caller) {
        return cache.get(feature, id).compose(lookup -> use(lookup, feature, id, caller));
    }

    private Future<Row> use(Lookup lookup, Feature feature, String id, Caller caller) {
        Found found = lookup.found();
        if (found == Found.HIT) {
            return Future.succeededFuture(Objects.requireNonNull(lookup.row()));
        }
        if (found == Found.DELETED) {
            return Future.failedFuture(Identifier.notFound());
        }
        // Only while the cache tells about writes may a reader join a read that began before it: else it could get what
        // a write has just replaced.
        return found == Found.MISS ? share(feature, id, caller) : readStorage(feature, id, caller);
    }

    private Future<Row> share(Feature feature, String id, Caller caller) {
        String key = feature.name() + ":" + id;
        Future<Row> flight = flights.get(key);
        if (flight != null) {
            return flight;
        }
        Future<Row> started = readStorage(feature, id, caller);
        if (!started.isComplete()) {
            flights.put(key, started);
            started.onComplete(landed -> flights.remove(key));
        }
        return started;
    }

    /** Past the cache, but into it. */
    Future<Row> readStorage(Feature feature, String id, Caller caller) {
        return bus.request(StorageMessages.FIND, new FindRow(feature.name(), id, feature.shape()), caller)
                .compose(found -> keep(feature, found));
    }

    private Future<Row> keep(Feature feature, FoundRow found) {
        Row row = found.row();
        if (row == null) {
            return Future.failedFuture(Identifier.notFound());
        }
        cache.fill(feature, row);
        return Future.succeededFuture(row);
    }
}
