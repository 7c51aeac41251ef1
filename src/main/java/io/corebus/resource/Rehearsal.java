package io.corebus.resource;

import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Json;
import io.corebus.resource.ResourceMessages.Resource;
import io.corebus.storage.StorageMessages;
import io.corebus.storage.StorageMessages.FindRow;
import io.corebus.storage.StorageMessages.Row;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a command would come to, without the write, for {@link ResourceMessages.Command#dryRun}: everything is checked as it is for the write, also the rules
 * that storage keeps. Past the cache, which may be a moment behind.
 */
final class Rehearsal {
    private final Bus bus;
    private final StoredRules rules;

    Rehearsal(Bus bus, ServedFeature.Catalogue features) {
        this.bus = bus;
        this.rules = new StoredRules(bus, features);
    }

    /** @param id one that it might get */
    Future<Resource> create(ServedFeature served, String id, Json data, Caller caller) {
        return rules.admit(served.feature(), null, data, caller).map(new Resource(id, 1, data, false));
    }

    Future<Resource> update(ServedFeature served, String id, List<Long> ifVersions, Json data, Caller caller) {
        return find(served, id, ifVersions, caller)
                .compose(row -> rules.admit(served.feature(), id, data, caller)
                        .map(new Resource(id, row.version() + 1, data, false)));
    }

    /** A deletion counts as a version, and is answered with what there was before. */
    Future<Resource> delete(ServedFeature served, String id, List<Long> ifVersions, Caller caller) {
        return find(served, id, ifVersions, caller)
                .compose(row -> rules.admitDeletion(served.name(), id, caller)
                        .map(new Resource(row.id(), row.version() + 1, row.body(), false)));
    }

    private Future<Row> find(ServedFeature served, String id, List<Long> ifVersions, Caller caller) {
        return bus.request(StorageMessages.FIND, new FindRow(served.name(), id, served.shape()), caller)
                .map(found -> required(found.row(), ifVersions));
    }

    private static Row required(@Nullable Row row, List<Long> ifVersions) {
        if (row == null) {
            throw Identifier.notFound();
        }
        if (!ifVersions.isEmpty() && !ifVersions.contains(row.version())) {
            throw Writes.mismatch(row.version());
        }
        return row;
    }
}
