package io.corebus.resource;

import io.corebus.resource.ResourceMessages.Resource;
import io.corebus.storage.StorageMessages.Row;
import io.corebus.storage.StorageMessages.WrittenRow;

/** From what storage answers to what this room answers. */
final class Writes {
    private Writes() {}

    static Resource resource(WrittenRow written) {
        return new Resource(written.id(), written.version(), written.body(), written.repeated());
    }

    static Resource resource(Row row) {
        return new Resource(row.id(), row.version(), row.body(), false);
    }
}
