package io.corebus.live;

import io.corebus.feature.Feature;
import io.corebus.feature.Features;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** {@code /asyncapi.json}: what can be subscribed to, in AsyncAPI 3.0, made from the features. */
final class AsyncApiDocument {
    private final JsonObject channels = new JsonObject();
    private final JsonObject operations = new JsonObject();
    private final JsonObject messages = AsyncApiMessages.common();
    private final JsonObject schemas = new JsonObject();

    private AsyncApiDocument() {}

    static Buffer of(Features features) {
        AsyncApiDocument document = new AsyncApiDocument();
        features.all().stream().filter(Feature::live).forEach(document::add);
        return document.whole().toBuffer();
    }

    private JsonObject whole() {
        JsonObject components = new JsonObject()
                .put("messages", messages)
                .put("schemas", schemas)
                .put("securitySchemes", new JsonObject().put("token", token()));
        return new JsonObject()
                .put("asyncapi", "3.0.0")
                .put("info", info())
                .put("defaultContentType", "application/json")
                .put("channels", channels)
                .put("operations", operations)
                .put("components", components);
    }

    private static JsonObject info() {
        return new JsonObject()
                .put("title", "Corebus live updates")
                .put("version", "1")
                .put(
                        "description",
                        "Every change of a resource has a number, seq. Whoever resumes with the last one it saw gets all that followed, in order, from any node.");
    }

    private static JsonObject token() {
        return new JsonObject().put("type", "http").put("scheme", "bearer").put("bearerFormat", "JWT");
    }

    private void add(Feature feature) {
        String name = feature.name();
        schemas.put(name, AsyncApiMessages.resource(feature));
        schemas.put(name + "_change", AsyncApiMessages.change(name));
        schemas.put(name + "_cloudevent", AsyncApiMessages.cloudEvent(name));
        messages.put(name + "_change", message("A resource changed", name + "_change"));
        messages.put(name + "_cloudevent", message("A resource changed, as a CloudEvent", name + "_cloudevent"));
        addWebSocket(feature);
        addEventStream(feature);
        addSockJs(feature);
    }

    private void addWebSocket(Feature feature) {
        String channel = feature.name() + "_websocket";
        channels.put(
                channel,
                channel("/ws/" + feature.name(), "Changes of " + feature.name() + " over WebSocket.")
                        .put(
                                "messages",
                                references(
                                        feature.name() + "_change",
                                        "welcome",
                                        "subscribed",
                                        "status",
                                        "resync",
                                        "error",
                                        "authenticate",
                                        "subscribe_updates",
                                        "get_status"))
                        .put("bindings", new JsonObject().put("ws", new JsonObject().put("method", "GET"))));
        operation(
                channel,
                "send",
                "out",
                feature.name() + "_change",
                "welcome",
                "subscribed",
                "status",
                "resync",
                "error");
        operation(channel, "receive", "in", "authenticate", "subscribe_updates", "get_status");
    }

    private void addEventStream(Feature feature) {
        String channel = feature.name() + "_events";
        String path = "/api/" + feature.name() + "/events";
        channels.put(
                channel,
                channel(path, "Changes of " + feature.name() + " as Server-Sent Events.")
                        .put("messages", references(feature.name() + "_cloudevent", "subscribed", "resync", "end")));
        operation(channel, "send", "out", feature.name() + "_cloudevent", "subscribed", "resync", "end");
    }

    private void addSockJs(Feature feature) {
        String events = feature.name() + "_sockjs";
        String address = EventForms.EVENTS + feature.name();
        channels.put(
                events,
                channel(address, "Address to register at over SockJS, under /eventbus.")
                        .put("messages", references(feature.name() + "_change", "subscribed", "resync")));
        operation(events, "send", "out", feature.name() + "_change", "subscribed", "resync");
        String commands = feature.name() + "_commands";
        channels.put(
                commands,
                channel(
                                LiveCommands.COMMANDS + feature.name(),
                                "Address to send commands to over SockJS, under /eventbus.")
                        .put("messages", references("command")));
        operation(commands, "receive", "in", "command");
    }

    private static JsonObject channel(String address, String description) {
        return new JsonObject().put("address", address).put("description", description);
    }

    private void operation(String channel, String action, String direction, String... names) {
        JsonArray carried = new JsonArray();
        for (String name : names) {
            carried.add(reference("#/channels/" + channel + "/messages/" + name));
        }
        operations.put(
                channel + "_" + direction,
                new JsonObject()
                        .put("action", action)
                        .put("channel", reference("#/channels/" + channel))
                        .put("security", new JsonArray().add(reference("#/components/securitySchemes/token")))
                        .put("messages", carried));
    }

    private static JsonObject references(String... names) {
        JsonObject references = new JsonObject();
        for (String name : names) {
            references.put(name, reference("#/components/messages/" + name));
        }
        return references;
    }

    static JsonObject reference(String to) {
        return new JsonObject().put("$ref", to);
    }

    private static JsonObject message(String title, String schema) {
        return new JsonObject().put("title", title).put("payload", reference("#/components/schemas/" + schema));
    }
}
