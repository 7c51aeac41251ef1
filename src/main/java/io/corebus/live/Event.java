package io.corebus.live;

import io.corebus.bus.Json;
import io.corebus.feature.JsonParts;
import io.corebus.storage.JournalMessages.Entry;
import io.corebus.storage.JournalMessages.SealedEntry;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One change of one resource, with its place in the order of all. Each form is made once, when the first subscriber needs it. Belongs to one event loop. */
final class Event {
    private static final int OVERHEAD = 1_000;
    /** A message, an event and a frame hold the data once each. */
    private static final int FORMS = 3;
    /** Of how many different sets of fields the forms are kept. */
    private static final int MAX_FIELD_SETS = 8;

    private final long seq;
    private final Entry entry;
    private final Kind kind;
    private final @Nullable Json data;
    private final Map<Set<String>, Event> limited = new HashMap<>();
    private boolean handedOut;
    private @Nullable String message;
    private @Nullable String frame;
    private @Nullable Buffer cloudEvent;
    private @Nullable JsonObject fields;

    enum Kind {
        CREATED,
        UPDATED,
        DELETED;

        /** Null where the entry is no change of a resource that subscribers see. */
        static @Nullable Kind of(Entry entry) {
            return switch (entry.kind()) {
                case "created" -> CREATED;
                // One that was deleted had nothing before; one that was there has only changed.
                case "restored" -> entry.before() == null ? CREATED : UPDATED;
                case "updated" -> UPDATED;
                case "deleted" -> DELETED;
                default -> null;
            };
        }
    }

    private Event(long seq, Entry entry, Kind kind, @Nullable Json data) {
        this.seq = seq;
        this.entry = entry;
        this.kind = kind;
        this.data = data;
    }

    /** Null where the entry is no change of a resource. */
    static @Nullable Event of(SealedEntry sealed) {
        Entry entry = sealed.entry();
        Kind kind = Kind.of(entry);
        return kind == null
                ? null
                : new Event(sealed.seq(), entry, kind, kind == Kind.DELETED ? entry.before() : entry.after());
    }

    /** All who wait for it have it: what only some of them see need not be kept with it. */
    void handedOut() {
        handedOut = true;
        limited.clear();
    }

    /** The same for those who may read these fields only, made once for all to whom it is handed out at the same time. */
    Event withFields(Set<String> names) {
        Event known = limited.get(names);
        if (known != null) {
            return known;
        }
        Event made = new Event(seq, entry, kind, data == null ? null : JsonParts.keep(data, names));
        if (!handedOut && limited.size() < MAX_FIELD_SETS) {
            limited.put(names, made);
        }
        return made;
    }

    long seq() {
        return seq;
    }

    Entry entry() {
        return entry;
    }

    Kind kind() {
        return kind;
    }

    /** The resource after the change, before it for a deletion; null where it was erased since. */
    @Nullable
    Json data() {
        return data;
    }

    /** An estimate of what it takes in memory, whatever forms are made of it. */
    long weight() {
        return OVERHEAD + (data == null ? 0L : (long) FORMS * data.utf8().length);
    }

    /** For WebSockets: {@code {"type":"resource_updated",...}}. */
    String message() {
        String made = message;
        if (made == null) {
            made = EventForms.message(this);
            message = made;
        }
        return made;
    }

    /** For SockJS: the message as the event-bus bridge brings it. */
    String frame() {
        String made = frame;
        if (made == null) {
            made = EventForms.frame(this);
            frame = made;
        }
        return made;
    }

    /** For Server-Sent Events: a CloudEvent with its id. */
    Buffer cloudEvent() {
        Buffer made = cloudEvent;
        if (made == null) {
            made = EventForms.cloudEvent(this);
            cloudEvent = made;
        }
        return made;
    }

    /** The value of a field as text, for filters; null where it has none, or the data was erased. */
    @Nullable
    String value(String field) {
        Object value = fields().getValue(field);
        return value == null ? null : value.toString();
    }

    private JsonObject fields() {
        JsonObject read = fields;
        if (read == null) {
            read = data == null ? new JsonObject() : new JsonObject(Buffer.buffer(data.utf8()));
            fields = read;
        }
        return read;
    }
}
