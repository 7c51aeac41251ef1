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
                .put(
                        "register",
                        message("Begin", typed("register", text("address"))).put("headers", registering()))
                .put(
                        "command",
                        message("Do something with a resource", command()).put("headers", authorized()))
                .put("failure", message("A command was refused", failure()));
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

    /** Names in any case. */
    private static JsonObject registering() {
        return optional(authorized(), new Property("since", number("since").schema()), text("filter"));
    }

    private static JsonObject authorized() {
        JsonObject bearer = text("authorization").schema().put("description", "Bearer and an access token.");
        return optional(object(), new Property("authorization", bearer));
    }

    private static JsonObject object() {
        return new JsonObject().put("type", "object").put("properties", new JsonObject());
    }

    /** As the frame has it. */
    private static JsonObject failure() {
        JsonObject fault = optional(object(), text("pointer"), text("code"), text("detail"));
        JsonObject errors = new JsonObject().put("type", "array").put("items", fault);
        return optional(
                typed("err", number("failureCode"), text("failureType"), text("message")),
                text("address"),
                new Property("errors", errors),
                number("current_version"));
    }

    /** What {@code list} is answered with. */
    static JsonObject page(String feature) {
        JsonObject rows = new JsonObject()
                .put("type", "array")
                .put("items", AsyncApiDocument.reference("#/components/schemas/" + feature));
        JsonObject next = new JsonObject().put("type", new JsonArray(List.of("string", "null")));
        JsonObject exact = new JsonObject().put("type", "boolean");
        JsonObject page =
                optional(object(), new Property("next", next), number("count"), new Property("count_exact", exact));
        return optional(object(), new Property("data", rows), new Property("page", page));
    }

    /** What the other commands are answered with. */
    static JsonObject reply(String feature) {
        JsonObject data = AsyncApiDocument.reference("#/components/schemas/" + feature);
        return optional(object(), text("id"), number("version"), new Property("data", data));
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
                new Property("limit", number("limit").schema().put("minimum", 1).put("maximum", 1_000)),
                text("cursor"),
                text("q"),
                text("fields"),
                new Property("count", new JsonObject().put("enum", new JsonArray(List.of("exact", "estimated")))),
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
