package io.corebus.extension;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A change that is durable.
 *
 * @param seq its number in the sealed journal; the same at every call, so that it names the change
 * @param kind what was done
 * @param version what the resource has since
 * @param at when
 * @param user who did it
 * @param before the resource before it; null where there was none, and where that was erased since
 * @param after the resource after it; null where it was deleted, and where that was erased since
 */
public record Change(
        long seq,
        Kind kind,
        String feature,
        String id,
        long version,
        Instant at,
        String user,
        @Nullable ObjectNode before,
        @Nullable ObjectNode after) {

    /** What can be done with a resource. */
    public enum Kind {
        /** Also: restored after it had been deleted. */
        CREATED,
        UPDATED,
        DELETED
    }
}
