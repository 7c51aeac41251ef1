package io.corebus.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Failure;
import io.corebus.bus.FailureException;
import io.corebus.bus.Json;
import io.corebus.door.CommandName;
import io.corebus.feature.Feature;
import io.corebus.resource.ResourceMessages;
import io.corebus.resource.ResourceMessages.Command;
import io.corebus.resource.ResourceMessages.CreateResource;
import io.corebus.resource.ResourceMessages.DeleteResource;
import io.corebus.resource.ResourceMessages.GetResource;
import io.corebus.resource.ResourceMessages.ListResources;
import io.corebus.resource.ResourceMessages.PatchResource;
import io.corebus.resource.ResourceMessages.ReplaceResource;
import io.corebus.resource.ResourceMessages.Resource;
import io.corebus.resource.ResourceMessages.ResourceCount;
import io.corebus.resource.ResourceMessages.ResourcePage;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Commands on resources that come as messages: the same that REST has, asked of the same room. */
final class LiveCommands {
    static final String COMMANDS = "corebus.commands.";

    private static final Set<String> KNOWN = Set.of(
            "action",
            "id",
            "data",
            "version",
            "filter",
            "sort",
            "limit",
            "cursor",
            "q",
            "fields",
            "count",
            "idempotency_key");

    private final Bus bus;

    LiveCommands(Lobby lobby) {
        this.bus = lobby.bus();
    }

    /** The reply as JSON; fails as the resource room does, or with {@code bad-command} 400. */
    Future<String> run(Feature feature, @Nullable JsonNode body, Caller caller) {
        if (!(body instanceof ObjectNode command)) {
            throw bad("The body must be an object with an action.");
        }
        requireKnown(command);
        String name = feature.name();
        return switch (action(command)) {
            case "get" -> one(bus.request(ResourceMessages.GET, new GetResource(name, id(command)), caller));
            case "list" ->
                bus.request(ResourceMessages.LIST, list(name, command), caller).map(LiveCommands::page);
            case "create" ->
                one(bus.request(
                        ResourceMessages.CREATE,
                        new CreateResource(name, data(command), named(name, command, caller)),
                        caller));
            case "update" ->
                one(bus.request(
                        ResourceMessages.REPLACE,
                        new ReplaceResource(
                                name, id(command), versions(command), data(command), named(name, command, caller)),
                        caller));
            case "patch" ->
                one(bus.request(
                        ResourceMessages.PATCH,
                        new PatchResource(
                                name, id(command), versions(command), data(command), named(name, command, caller)),
                        caller));
            case "delete" ->
                one(bus.request(
                        ResourceMessages.DELETE,
                        new DeleteResource(name, id(command), versions(command), named(name, command, caller)),
                        caller));
            default -> throw bad("The actions are get, list, create, update, patch and delete.");
        };
    }

    private static void requireKnown(ObjectNode command) {
        for (Iterator<String> names = command.fieldNames(); names.hasNext(); ) {
            if (!KNOWN.contains(names.next())) {
                throw bad(
                        "A command has action, id, data, version, filter, sort, limit, cursor, q, fields, count and idempotency_key only.");
            }
        }
    }

    private static ListResources list(String feature, ObjectNode command) {
        return new ListResources(
                feature,
                text(command, "filter"),
                text(command, "sort"),
                limit(command.get("limit")),
                text(command, "cursor"),
                null,
                text(command, "q"),
                text(command, "fields"),
                null,
                text(command, "count"));
    }

    private static @Nullable Integer limit(@Nullable JsonNode value) {
        if (value != null && !value.isInt()) {
            throw bad("limit must be a whole number.");
        }
        return value == null ? null : value.intValue();
    }

    private static String id(ObjectNode command) {
        String id = text(command, "id");
        if (id == null) {
            throw bad("This action takes an id.");
        }
        return id;
    }

    private static Json data(ObjectNode command) {
        JsonNode data = command.get("data");
        if (data == null) {
            throw bad("This action takes data.");
        }
        return Json.of(data.toString());
    }

    private static List<Long> versions(ObjectNode command) {
        JsonNode version = command.get("version");
        if (version == null || version.isNull()) {
            return List.of();
        }
        if (!version.canConvertToLong() || !version.isIntegralNumber()) {
            throw bad("version must be a whole number.");
        }
        return List.of(version.longValue());
    }

    private static Command named(String feature, ObjectNode command, Caller caller) {
        String key = text(command, "idempotency_key");
        if (key == null) {
            return new Command(CommandName.random(), null);
        }
        if (!CommandName.isKey(key)) {
            throw bad("idempotency_key takes 1 to 255 printable ASCII characters.");
        }
        byte[] asked = command.toString().getBytes(StandardCharsets.UTF_8);
        return new Command(
                CommandName.of(caller.user(), key), CommandName.requestHash("live\0" + feature + "\0", asked));
    }

    private static String action(ObjectNode command) {
        String action = text(command, "action");
        return action == null ? "" : action;
    }

    private static @Nullable String text(ObjectNode command, String name) {
        JsonNode value = command.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw bad(name + " must be a text.");
        }
        return value.textValue();
    }

    private static Future<String> one(Future<Resource> asked) {
        return asked.map(resource -> "{\"id\":\"" + resource.id() + "\",\"version\":" + resource.version()
                + ",\"data\":" + resource.body() + "}");
    }

    private static String page(ResourcePage page) {
        String next = page.next() == null ? "null" : "\"" + page.next() + "\"";
        ResourceCount total = page.total();
        String count = total == null ? "" : ",\"count\":" + total.count() + ",\"count_exact\":" + total.exact();
        return "{\"data\":" + page.rows() + ",\"page\":{\"next\":" + next + count + "}}";
    }

    private static FailureException bad(String detail) {
        return new Failure("bad-command", 400, detail).exception();
    }
}
