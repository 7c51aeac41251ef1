package io.corebus.http;

import io.corebus.bus.Json;
import io.vertx.core.buffer.Buffer;

/** How pages of resources become the lines of an export. One for each export. */
interface ExportLines {
    /** What goes before the first page. */
    Buffer head();

    /** @param rows a JSON array of resources */
    Buffer lines(Json rows);
}
