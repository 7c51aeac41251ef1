package io.corebus.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.door.Exchange;
import io.corebus.door.Negotiation;
import io.corebus.door.QueryParameters;
import io.corebus.feature.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The small JSON bodies of the account routes. Collects what is wrong, so that all of it is told at once. */
final class JsonForm {
    private final ObjectNode body;
    private final Faults faults = new Faults("The body");

    private JsonForm(ObjectNode body) {
        this.body = body;
    }

    static JsonForm read(Exchange exchange, Set<String> known) {
        return read(exchange, Negotiation.JSON, known);
    }

    /** What is named is changed, as a merge patch has it. */
    static JsonForm readPatch(Exchange exchange, Set<String> known) {
        return read(exchange, Negotiation.MERGE, known);
    }

    private static JsonForm read(Exchange exchange, Set<String> types, Set<String> known) {
        QueryParameters.none(exchange);
        Negotiation.requireContent(exchange, types);
        Negotiation.requireAccepts(exchange, "application/json");
        JsonForm form = new JsonForm(StrictJson.parseObject(exchange.body()));
        form.body.fieldNames().forEachRemaining(name -> form.faults.requireKnown(name, known));
        return form;
    }

    boolean has(String name) {
        return body.has(name);
    }

    String text(String name) {
        JsonNode value = body.path(name);
        if (!value.isTextual()) {
            fault(name, value, "must be a string.");
        }
        return value.asText();
    }

    boolean flag(String name) {
        JsonNode value = body.path(name);
        if (!value.isBoolean()) {
            fault(name, value, "must be true or false.");
        }
        return value.asBoolean();
    }

    /** A whole number from 1. */
    long whole(String name) {
        JsonNode value = body.path(name);
        if (!value.canConvertToExactIntegral() || !value.canConvertToLong() || value.asLong() < 1) {
            fault(name, value, "must be a whole number from 1.");
        }
        return value.asLong();
    }

    int number(String name) {
        JsonNode value = body.path(name);
        if (!value.canConvertToExactIntegral() || !value.canConvertToInt()) {
            fault(name, value, "must be a whole number.");
        }
        return value.asInt();
    }

    List<String> texts(String name) {
        JsonNode value = body.path(name);
        List<String> texts = new ArrayList<>();
        if (!value.isArray()) {
            fault(name, value, "must be an array of strings.");
            return texts;
        }
        for (JsonNode item : value) {
            if (!item.isTextual()) {
                faults.add("/" + name + "/" + texts.size(), "type", "must be a string.");
            }
            texts.add(item.asText());
        }
        return texts;
    }

    /** Fails with {@code validation} 422 and every fault found so far. */
    void requireValid() {
        faults.throwIfAny();
    }

    private void fault(String name, JsonNode value, String detail) {
        if (value.isMissingNode()) {
            faults.add("/" + name, "required", "is required and " + detail);
        } else {
            faults.add("/" + name, "type", detail);
        }
    }
}
