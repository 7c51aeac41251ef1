package io.corebus.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Json;
import io.corebus.door.Exchange;
import io.corebus.door.Negotiation;
import io.corebus.door.QueryParameters;
import io.corebus.feature.StrictJson;
import io.corebus.feature.Uuids;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * With which resources a named action is to be done, and what it is given.
 *
 * @param ids in lower case; empty where there is a filter
 * @param filter RSQL, of which nothing more is known; null where there are ids
 * @param input a JSON object; nothing more is known of it
 */
record BulkActForm(List<String> ids, @Nullable String filter, Json input) {
    /** Those with which it can be done before the answer. */
    static final int MAX_AT_ONCE = 100;

    static final int MAX_IDS = 10_000;

    private static final int MAX_FAULTS = 100;
    private static final Set<String> MEMBERS = Set.of("ids", "filter", "input");
    /** As with the items of a batch, half a surrogate pair is handed on as it came. */
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /** Fails with {@code validation} 422 and every fault. */
    static BulkActForm read(Exchange exchange) {
        QueryParameters.none(exchange);
        Negotiation.requireContent(exchange, Negotiation.JSON);
        Negotiation.requireAccepts(exchange, "application/json");
        ObjectNode body = StrictJson.parseObject(exchange.body());
        Faults faults = new Faults("The body");
        body.fieldNames().forEachRemaining(name -> faults.requireKnown(name, MEMBERS));
        boolean filtered = body.has("filter");
        if (filtered && body.has("ids")) {
            faults.add("/filter", "unknown-field", "stands in place of ids. Leave one of the two out.");
        }
        List<String> ids = filtered ? List.of() : ids(body.path("ids"), faults);
        String filter = filtered ? filter(body.path("filter"), faults) : null;
        Json input = input(body.path("input"), faults);
        faults.throwIfAny();
        return new BulkActForm(ids, filter, input);
    }

    /** Whether it is more than can be done before the answer. */
    boolean isLong() {
        return filter != null || ids.size() > MAX_AT_ONCE;
    }

    private static String filter(JsonNode filter, Faults faults) {
        if (!filter.isTextual() || filter.asText().isBlank()) {
            faults.add("/filter", "type", "must be a string, a condition in RSQL.");
        }
        return filter.asText();
    }

    private static List<String> ids(JsonNode array, Faults faults) {
        if (!array.isArray() || array.isEmpty() || array.size() > MAX_IDS) {
            String code = array.isMissingNode() ? "required" : array.isArray() ? "items" : "type";
            faults.add("/ids", code, "must be an array of 1 to " + MAX_IDS + " ids; or send a filter.");
            return List.of();
        }
        List<String> ids = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (JsonNode item : array) {
            String id = item.asText().toLowerCase(Locale.ROOT);
            if (faults.all().size() < MAX_FAULTS) {
                requireId(item, "/ids/" + ids.size(), seen.add(id), faults);
            }
            ids.add(id);
        }
        return ids;
    }

    private static void requireId(JsonNode item, String pointer, boolean fresh, Faults faults) {
        if (!item.isTextual()) {
            faults.add(pointer, "type", "must be a string.");
        } else if (Uuids.canonical(item.asText()) == null) {
            faults.add(pointer, "format", "must be the id of a resource, a UUID.");
        } else if (!fresh) {
            faults.add(pointer, "unique", "stands there twice.");
        }
    }

    private static Json input(JsonNode input, Faults faults) {
        if (!input.isMissingNode() && !input.isObject()) {
            faults.add("/input", "type", "must be an object.");
        }
        JsonNode given = input.isMissingNode() ? JsonNodeFactory.instance.objectNode() : input;
        try {
            return Json.of(JSON.writeValueAsString(given));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that was read cannot be written", e);
        }
    }
}
