package io.corebus.live;

import io.corebus.feature.Feature;
import io.corebus.feature.Features;
import io.corebus.feature.Grant;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

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
        schemas.put(name + "_page", AsyncApiMessages.page(name));
        schemas.put(name + "_reply", AsyncApiMessages.reply(name));
        messages.put(name + "_page", message("What list is answered with", name + "_page"));
        messages.put(name + "_reply", message("What the other commands are answered with", name + "_reply"));
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
                                messages(
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
                        .put("messages", messages(feature.name() + "_cloudevent", "subscribed", "resync", "end")));
        operation(channel, "send", "out", feature.name() + "_cloudevent", "subscribed", "resync", "end");
        leaveOpen(feature, channel + "_out");
    }

    private void addSockJs(Feature feature) {
        String events = feature.name() + "_sockjs";
        String address = EventForms.EVENTS + feature.name();
        channels.put(
                events,
                channel(address, "Address to register at over SockJS, under /eventbus.")
                        .put("messages", messages(feature.name() + "_change", "subscribed", "resync", "register")));
        operation(events, "send", "out", feature.name() + "_change", "subscribed", "resync");
        operation(events, "receive", "in", "register");
        leaveOpen(feature, events + "_out");
        leaveOpen(feature, events + "_in");
        addCommands(feature);
    }

    private void addCommands(Feature feature) {
        String commands = feature.name() + "_commands";
        channels.put(
                commands,
                channel(
                                LiveCommands.COMMANDS + feature.name(),
                                "Address to send commands to over SockJS, under /eventbus.")
                        .put("messages", messages("command")));
        operation(commands, "receive", "in", "command");
        leaveOpen(feature, commands + "_in");
        String replies = feature.name() + "_replies";
        String[] carried = {feature.name() + "_reply", feature.name() + "_page", "failure"};
        channels.put(
                replies,
                new JsonObject()
                        .putNull("address")
                        .put("description", "The replyAddress of the command's frame.")
                        .put("messages", messages(carried)));
        operations
                .getJsonObject(commands + "_in")
                .put(
                        "reply",
                        new JsonObject()
                                .put("channel", reference("#/channels/" + replies))
                                .put("messages", references(replies, carried)));
    }

    /** Where something of it is for everybody, a token is not needed; that it is optional cannot be said. */
    private void leaveOpen(Feature feature, String operation) {
        boolean open = feature.permissions().values().stream()
                .flatMap(List::stream)
                .anyMatch(grant -> grant.role().equals(Grant.PUBLIC));
        if (open) {
            operations.getJsonObject(operation).remove("security");
        }
    }

    private static JsonObject channel(String address, String description) {
        return new JsonObject().put("address", address).put("description", description);
    }

    private void operation(String channel, String action, String direction, String... names) {
        operations.put(
                channel + "_" + direction,
                new JsonObject()
                        .put("action", action)
                        .put("channel", reference("#/channels/" + channel))
                        .put("security", new JsonArray().add(reference("#/components/securitySchemes/token")))
                        .put("messages", references(channel, names)));
    }

    private static JsonArray references(String channel, String[] names) {
        JsonArray references = new JsonArray();
        for (String name : names) {
            references.add(reference("#/channels/" + channel + "/messages/" + name));
        }
        return references;
    }

    private static JsonObject messages(String... names) {
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
