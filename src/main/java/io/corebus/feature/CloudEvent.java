package io.corebus.feature;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.corebus.bus.Json;
import org.jspecify.annotations.Nullable;

/**
 * A change of a resource as a CloudEvent 1.0 in its JSON format, the same for everybody who is told of it.
 *
 * @param seq the event's place in the order of all
 * @param kind {@code created}, {@code updated} or {@code deleted}
 * @param at RFC 3339
 * @param data the resource after the change, before it for a deletion; null where it was erased since
 */
public record CloudEvent(
        long seq,
        String feature,
        String kind,
        @Nullable String resourceId,
        String at,
        String actor,
        @Nullable Long version,
        @Nullable Json data) {

    /** One line: JSON has no raw line break in a text, and the platform writes none between. The resource is copied as it is. */
    public String json() {
        StringBuilder json = new StringBuilder(500);
        json.append("{\"specversion\":\"1.0\",\"id\":\"").append(seq).append('"');
        text(json, "source", "/api/" + feature);
        text(json, "type", "io.corebus.resource." + kind);
        text(json, "subject", resourceId);
        text(json, "time", at);
        text(json, "datacontenttype", "application/json");
        text(json, "actor", actor);
        json.append(",\"resourceversion\":").append(version);
        return json.append(",\"data\":").append(line(data)).append('}').toString();
    }

    private static String line(@Nullable Json data) {
        return data == null ? "null" : data.toString().replace('\n', ' ').replace('\r', ' ');
    }

    private static void text(StringBuilder json, String name, @Nullable String value) {
        if (value != null) {
            json.append(",\"").append(name).append("\":\"");
            JsonStringEncoder.getInstance().quoteAsString(value, json);
            json.append('"');
        }
    }
}
