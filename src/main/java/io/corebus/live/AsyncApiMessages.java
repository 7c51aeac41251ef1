package io.corebus.live;

import io.corebus.feature.Feature;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** The messages of the AsyncAPI document and their schemas. */
final class AsyncApiMessages {
    private AsyncApiMessages() {}

    /** Those that all features have. */
    static JsonObject common() {
        return new JsonObject()
                .put("welcome", message("The connection is yours", typed("welcome", text("feature"), number("head"))))
                .put(
                        "subscribed",
                        message(
                                "What follows comes after since",
                                typed("subscribed", text("feature"), number("since"), number("head"))))
                .put(
                        "status",
                        message(
                                "How it is going",
                                typed("status", text("feature"), number("subscribers"), number("head"), number("lag"))))
                .put(
                        "resync",
                        message(
                                "Events are missing: read the resources again",
                                typed("resync", text("feature"), number("seq"), text("detail"))))
                .put("error", message("A message was refused", typed("error", text("code"), text("detail"))))
                .put(
                        "end",
                        message("The stream ends", typed("end", text("code"), number("close_code"), text("detail"))))
                .put("authenticate", message("Who you are", typed("authenticate", text("token"))))
                .put(
                        "subscribe_updates",
                        message("Begin", optional(typed("subscribe_updates"), number("since"), text("filter"))))
                .put("get_status", message("Ask how it is going", typed("get_status")))
                .put("command", message("Do something with a resource", command()));
    }

    private record Property(String name, JsonObject schema) {}

    private static Property text(String name) {
        return new Property(name, new JsonObject().put("type", "string"));
    }

    private static Property number(String name) {
        return new Property(name, new JsonObject().put("type", "integer").put("minimum", 0));
    }

    private static JsonObject message(String title, JsonObject payload) {
        return new JsonObject().put("title", title).put("payload", payload);
    }

    private static JsonObject typed(String type, Property... properties) {
        JsonObject all = new JsonObject().put("type", new JsonObject().put("const", type));
        JsonArray required = new JsonArray().add("type");
        for (Property property : properties) {
            all.put(property.name(), property.schema());
            required.add(property.name());
        }
        return new JsonObject().put("type", "object").put("required", required).put("properties", all);
    }

    private static JsonObject optional(JsonObject schema, Property... properties) {
        for (Property property : properties) {
            schema.getJsonObject("properties").put(property.name(), property.schema());
        }
        return schema;
    }

    private static JsonObject command() {
        JsonArray actions = new JsonArray(List.of("get", "list", "create", "update", "patch", "delete"));
        JsonObject action = new JsonObject().put("enum", actions);
        JsonObject schema = new JsonObject()
                .put("type", "object")
                .put("required", new JsonArray().add("action"))
                .put("additionalProperties", false)
                .put("properties", new JsonObject().put("action", action));
        Property data = new Property("data", new JsonObject().put("type", "object"));
        return optional(
                schema,
                text("id"),
                data,
                number("version"),
                text("filter"),
                text("sort"),
                number("limit"),
                text("cursor"),
                text("idempotency_key"));
    }

    /** What a reader gets: the declared fields and those that every resource has. */
    static JsonObject resource(Feature feature) {
        JsonObject declared = new JsonObject(feature.schema().toString());
        JsonObject properties = new JsonObject()
                .put("id", new JsonObject().put("type", "string").put("format", "uuid"))
                .put("version", new JsonObject().put("type", "integer").put("minimum", 1))
                .put("created_at", new JsonObject().put("type", "string").put("format", "date-time"))
                .put("updated_at", new JsonObject().put("type", "string").put("format", "date-time"))
                .put("created_by", new JsonObject().put("type", "string"))
                .put("updated_by", new JsonObject().put("type", "string"))
                .mergeIn(declared.getJsonObject("properties", new JsonObject()));
        return new JsonObject()
                .put("type", "object")
                .put("title", feature.title())
                .put("properties", properties);
    }

    static JsonObject change(String feature) {
        JsonObject type = new JsonObject()
                .put("enum", new JsonArray(List.of("resource_created", "resource_updated", "resource_deleted")));
        JsonObject schema = typed(
                "",
                text("feature"),
                text("resource_id"),
                text("user_id"),
                text("timestamp"),
                number("seq"),
                number("version"),
                new Property("data", data(feature)));
        schema.getJsonObject("properties").put("type", type);
        return schema;
    }

    static JsonObject cloudEvent(String feature) {
        JsonObject type = new JsonObject()
                .put(
                        "enum",
                        new JsonArray(List.of(
                                "io.corebus.resource.created",
                                "io.corebus.resource.updated",
                                "io.corebus.resource.deleted")));
        JsonObject schema = typed(
                "",
                text("specversion"),
                text("id"),
                text("source"),
                text("subject"),
                text("time"),
                text("datacontenttype"),
                text("actor"),
                number("resourceversion"),
                new Property("data", data(feature)));
        schema.getJsonObject("properties").put("type", type);
        return schema;
    }

    /** The resource after the change, before it for a deletion; null where it was erased since. */
    private static JsonObject data(String feature) {
        return new JsonObject()
                .put(
                        "oneOf",
                        new JsonArray()
                                .add(AsyncApiDocument.reference("#/components/schemas/" + feature))
                                .add(new JsonObject().put("type", "null")));
    }
}
