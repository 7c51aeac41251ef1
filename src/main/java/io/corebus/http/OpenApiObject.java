package io.corebus.http;

import static io.corebus.http.OpenApiJson.arrayOf;
import static io.corebus.http.OpenApiJson.object;
import static io.corebus.http.OpenApiJson.texts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** The schema of an object, written down member by member. */
final class OpenApiObject {
    private final ObjectNode properties = object();
    private final List<String> required = new ArrayList<>();
    private final String description;

    OpenApiObject(String description) {
        this.description = description;
    }

    OpenApiObject required(String name, ObjectNode schema) {
        required.add(name);
        return optional(name, schema);
    }

    OpenApiObject optional(String name, ObjectNode schema) {
        properties.set(name, schema);
        return this;
    }

    /** Other members may be there. */
    ObjectNode open() {
        ObjectNode schema = object().put("type", "object").put("description", description);
        if (!required.isEmpty()) {
            schema.set("required", texts(required));
        }
        schema.set("properties", properties);
        return schema;
    }

    /** There are no other members. */
    ObjectNode closed() {
        return open().put("additionalProperties", false);
    }

    /** What every list answers: some rows, and where to go on. */
    static ObjectNode page(String description, ObjectNode row) {
        ObjectNode next = object();
        next.set("type", texts(List.of("string", "null")));
        next.put("description", "The `cursor` of the next page; null on the last one.");
        return new OpenApiObject(description)
                .required("data", arrayOf(row))
                .required(
                        "page",
                        new OpenApiObject("Where to go on.")
                                .required("next", next)
                                .closed())
                .closed();
    }
}
