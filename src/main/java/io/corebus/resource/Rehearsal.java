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
 * What a command would come to, without the write, for {@link ResourceMessages.Command#dryRun}: everything is checked as it is for the write, but for the rules
 * that only storage knows (unique values, references). Past the cache, which may be a moment behind.
 */
final class Rehearsal {
    private final Bus bus;

    Rehearsal(Bus bus) {
        this.bus = bus;
    }

    /** @param id one that it might get */
    static Resource create(String id, Json data) {
        return new Resource(id, 1, data, false);
    }

    Future<Resource> update(ServedFeature served, String id, List<Long> ifVersions, Json data, Caller caller) {
        return find(served, id, ifVersions, caller).map(row -> new Resource(id, row.version() + 1, data, false));
    }

    /** A deletion counts as a version, and is answered with what there was before. */
    Future<Resource> delete(ServedFeature served, String id, List<Long> ifVersions, Caller caller) {
        return find(served, id, ifVersions, caller)
                .map(row -> new Resource(row.id(), row.version() + 1, row.body(), false));
    }

    private Future<Row> find(ServedFeature served, String id, List<Long> ifVersions, Caller caller) {
        return bus.request(StorageMessages.FIND, new FindRow(served.name(), id), caller)
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
