package io.corebus.webhook;

import io.corebus.bus.Json;
import io.corebus.feature.CloudEvent;
import io.corebus.storage.JournalMessages.Entry;
import io.corebus.storage.JournalMessages.SealedEntry;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * One change of one resource, with its place in the order of all.
 *
 * @param kind {@code created}, {@code updated} or {@code deleted}
 */
record Event(long seq, String kind, Entry entry) {

    /** Null where the entry is no change of a resource. */
    static @Nullable Event of(SealedEntry sealed) {
        String kind = kind(sealed.entry());
        return kind == null ? null : new Event(sealed.seq(), kind, sealed.entry());
    }

    private static @Nullable String kind(Entry entry) {
        return switch (entry.kind()) {
            case "restored" -> entry.before() == null ? "created" : "updated";
            case "created" -> "created";
            case "updated", "deleted" -> entry.kind();
            default -> null;
        };
    }

    String feature() {
        return entry.feature();
    }

    String trace() {
        return entry.trace();
    }

    private @Nullable Json data() {
        return kind.equals("deleted") ? entry.before() : entry.after();
    }

    /** What filters look at; empty where the data was erased. */
    JsonObject fields() {
        Json data = data();
        return data == null ? new JsonObject() : new JsonObject(Buffer.buffer(data.utf8()));
    }

    String cloudEvent() {
        return new CloudEvent(
                        seq,
                        entry.feature(),
                        kind,
                        entry.resourceId(),
                        entry.at(),
                        entry.actor(),
                        entry.version(),
                        data())
                .json();
    }
}
