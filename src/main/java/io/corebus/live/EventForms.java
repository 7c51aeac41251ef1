package io.corebus.live;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.corebus.bus.Json;
import io.corebus.feature.CloudEvent;
import io.corebus.storage.JournalMessages.Entry;
import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How an {@link Event} is written. The resource is copied as the bytes it is. */
final class EventForms {
    static final String EVENTS = "corebus.events.";

    private EventForms() {}

    static String message(Event event) {
        Entry entry = event.entry();
        StringBuilder json = new StringBuilder(400);
        json.append("{\"type\":\"resource_").append(name(event)).append('"');
        text(json, "feature", entry.feature());
        text(json, "resource_id", entry.resourceId());
        text(json, "user_id", entry.actor());
        text(json, "timestamp", entry.at());
        json.append(",\"seq\":").append(event.seq());
        json.append(",\"version\":").append(entry.version());
        return json.append(",\"data\":").append(data(event)).append('}').toString();
    }

    static String frame(Event event) {
        return frame(event.entry().feature(), event.message());
    }

    /** @param body a message of ours */
    static String frame(String feature, String body) {
        return "{\"type\":\"rec\",\"address\":\"" + EVENTS + feature + "\",\"body\":" + body + "}";
    }

    static Buffer cloudEvent(Event event) {
        Entry entry = event.entry();
        CloudEvent form = new CloudEvent(
                event.seq(),
                entry.feature(),
                name(event),
                entry.resourceId(),
                entry.at(),
                entry.actor(),
                entry.version(),
                event.data());
        return Buffer.buffer("id: " + event.seq() + "\ndata: " + form.json() + "\n\n");
    }

    /** JSON has no raw line break in a text, and the platform writes none between: so it stays one line of an event stream. */
    private static String data(Event event) {
        Json data = event.data();
        return data == null ? "null" : data.toString().replace('\n', ' ').replace('\r', ' ');
    }

    private static String name(Event event) {
        return event.kind().name().toLowerCase(Locale.ROOT);
    }

    private static void text(StringBuilder json, String name, @Nullable String value) {
        if (value != null) {
            json.append(",\"").append(name).append("\":\"");
            JsonStringEncoder.getInstance().quoteAsString(value, json);
            json.append('"');
        }
    }
}
