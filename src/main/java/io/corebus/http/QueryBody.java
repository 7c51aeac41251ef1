package io.corebus.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Json;
import io.corebus.feature.StrictJson;
import io.corebus.resource.ResourceMessages.ListResources;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The question for a list as JSON: what the query parameters say under the same names, where those with several parts may be lists, and {@code filter} may be a
 * tree. Looks at the form only, and collects what is wrong with it, so that all of it is told at once.
 */
final class QueryBody {
    static final Set<String> MEMBERS =
            new TreeSet<>(List.of("filter", "sort", "limit", "cursor", "q", "fields", "expand", "count"));

    private final ObjectNode body;
    private final Faults faults = new Faults("The body");

    private QueryBody(ObjectNode body) {
        this.body = body;
    }

    /** Fails with {@code malformed-json} 400, or with {@code validation} 422 and every fault. */
    static ListResources read(String feature, byte[] utf8) {
        QueryBody body = new QueryBody(StrictJson.parseObject(utf8));
        body.body.fieldNames().forEachRemaining(name -> body.faults.requireKnown(name, MEMBERS));
        ListResources request = body.request(feature);
        body.faults.throwIfAny();
        return request;
    }

    private ListResources request(String feature) {
        JsonNode filter = body.path("filter");
        boolean tree = filter.isObject();
        return new ListResources(
                feature,
                tree ? null : text("filter", "must be a text in RSQL or a condition."),
                joined("sort"),
                limit(),
                text("cursor", "must be a text."),
                tree ? Json.of(filter.toString()) : null,
                text("q", "must be a text."),
                joined("fields"),
                joined("expand"),
                text("count", "must be exact or estimated."));
    }

    private @Nullable String text(String name, String right) {
        JsonNode value = body.path(name);
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.isTextual()) {
            fault(name, right);
        }
        return value.asText();
    }

    private @Nullable String joined(String name) {
        JsonNode value = body.path(name);
        if (!value.isArray()) {
            return text(name, "must be a list of texts, or one text.");
        }
        List<String> parts = new ArrayList<>();
        value.forEach(part -> parts.add(part.isTextual() ? part.asText() : ","));
        if (parts.isEmpty() || parts.stream().anyMatch(part -> part.indexOf(',') >= 0)) {
            fault(name, "must be a list of texts, each the name of one field.");
        }
        return String.join(",", parts);
    }

    private @Nullable Integer limit() {
        JsonNode value = body.path("limit");
        if (value.isMissingNode()) {
            return null;
        }
        if (!value.canConvertToExactIntegral() || !value.canConvertToInt()) {
            fault("limit", "must be a whole number.");
        }
        return value.asInt();
    }

    private void fault(String name, String right) {
        faults.add("/" + name, "type", right);
    }
}
