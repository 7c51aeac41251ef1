package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.FieldFault;
import io.corebus.door.CommandName;
import io.corebus.resource.ResourceMessages.Command;
import io.corebus.resource.ResourceMessages.Resource;
import java.util.List;
import java.util.Locale;

/** What the tools that write have in common: how a command is named, and how its result is told. */
final class RecordCommand {
    private RecordCommand() {}

    /** Fails with {@code cancelled} where nobody waits any more: what is not begun should not begin. */
    static Command of(ToolRequest request, AgentVerb verb) {
        if (request.call().abandoned().getAsBoolean()) {
            throw ToolRunner.cancelled();
        }
        ToolArguments arguments = request.arguments();
        String key = arguments.text(ToolBox.IDEMPOTENCY_KEY);
        if (key != null && !CommandName.isKey(key)) {
            throw badKey();
        }
        if (key == null || isDry(request)) {
            return unnamed(isDry(request));
        }
        String id = name(request.caller().user(), key);
        return new Command(id, requestHash(request, verb));
    }

    static Command unnamed(boolean dry) {
        return new Command(CommandName.random(), null, dry);
    }

    /** No key that came by HTTP has a NUL: the keys of both doors are kept apart. */
    static String name(String user, String key) {
        return CommandName.of(user, "mcp\0" + key);
    }

    static boolean isDry(ToolRequest request) {
        return request.arguments().flag(ToolBox.DRY_RUN);
    }

    /** Of what was asked, however it was written. */
    static String requestHash(ToolRequest request, AgentVerb verb) {
        return CommandName.requestHash(what(request, verb), asked(request));
    }

    private static String what(ToolRequest request, AgentVerb verb) {
        return "mcp " + verb.word() + " " + request.subject().name();
    }

    /** The same for all ways to write the same: an agent that repeats a call writes its arguments anew. */
    private static byte[] asked(ToolRequest request) {
        ObjectNode asked = request.call().arguments().deepCopy();
        asked.without(List.of(ToolBox.FEATURE, ToolBox.IDEMPOTENCY_KEY, ToolBox.DRY_RUN));
        if (asked.get(RecordActions.IDS) instanceof ArrayNode ids) {
            ArrayNode lower = asked.putArray(RecordActions.IDS);
            ids.forEach(id -> lower.add(id.asText().toLowerCase(Locale.ROOT)));
        }
        String id = asked.path(ToolBox.ID).textValue();
        if (id != null) {
            asked.put(ToolBox.ID, id.toLowerCase(Locale.ROOT));
        }
        return AgentJson.canonical(asked);
    }

    private static RuntimeException badKey() {
        FieldFault fault =
                new FieldFault("/" + ToolBox.IDEMPOTENCY_KEY, "format", "must be 1 to 255 printable ASCII characters.");
        return ToolArguments.invalid(List.of(fault));
    }

    /** The record goes along where it is not too large: what was done is told in any case. */
    static ToolAnswer written(Resource resource, AgentFeature feature, OfferLimits limits) {
        ObjectNode result = AgentJson.object().put("id", resource.id()).put("version", resource.version());
        result.put("repeated", resource.repeated());
        ObjectNode record = RecordView.whole(feature).of(resource.body());
        if (AgentJson.bytes(record).length <= limits.maxBytes()) {
            result.set("record", record);
        } else {
            result.put("hint", "The record is too large to be shown. Call get_record with the fields you need.");
        }
        return new ToolAnswer.Done(result, ToolAnswer.OK, resource.id());
    }
}
