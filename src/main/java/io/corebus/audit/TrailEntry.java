package io.corebus.audit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.corebus.bus.Json;
import io.corebus.storage.JournalMessages.Entry;
import io.corebus.storage.JournalMessages.SealedEntry;
import org.jspecify.annotations.Nullable;

/** An entry for people: in the words in which the trail is asked, what is absent left out, the payload as JSON. */
final class TrailEntry {
    private TrailEntry() {}

    static ObjectNode json(SealedEntry found) {
        Entry entry = found.entry();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (found.seq() > 0) {
            json.put("seq", found.seq());
        }
        json.put("at", entry.at()).put("resource_type", entry.feature());
        put(json, "resource_id", entry.resourceId());
        if (entry.version() != null) {
            json.put("version", entry.version());
        }
        json.put("action", entry.kind()).put("user", entry.actor()).put("via", entry.via());
        put(json, "token", entry.token());
        json.put("trace", entry.trace());
        put(json, "command_id", entry.commandId());
        put(json, "before", entry.before());
        put(json, "after", entry.after());
        if (Leaf.isErased(entry)) {
            json.put("erased", true);
        }
        return json;
    }

    private static void put(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private static void put(ObjectNode json, String name, @Nullable Json value) {
        if (value != null) {
            json.putRawValue(name, new RawValue(value.toString()));
        }
    }
}
