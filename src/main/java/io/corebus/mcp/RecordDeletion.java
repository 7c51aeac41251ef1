package io.corebus.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Bus;
import io.corebus.door.CommandName;
import io.corebus.feature.Field;
import io.corebus.feature.FieldType;
import io.corebus.resource.ResourceMessages;
import io.corebus.resource.ResourceMessages.Command;
import io.corebus.resource.ResourceMessages.DeleteResource;
import io.corebus.resource.ResourceMessages.Resource;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code delete_record}. Where its user can be asked, he is: about the record as it is then, and only that version is deleted. */
final class RecordDeletion {
    private static final int SHOWN = 80;

    private final Bus bus;
    private final OfferLimits limits;

    RecordDeletion(Bus bus, OfferLimits limits) {
        this.bus = bus;
        this.limits = limits;
    }

    Future<ToolAnswer> delete(ToolRequest request) {
        ToolCall call = request.call();
        Long version = request.arguments().integer(ToolBox.VERSION);
        if (RecordCommand.isDry(request)) {
            return tried(request, version).map(record -> dryRun(request, record));
        }
        ObjectNode answer = call.answer();
        if (!call.canAsk() && answer == null) {
            return deleted(request, version);
        }
        if (answer == null || call.state() == null) {
            return tried(request, version).map(record -> question(request, record));
        }
        return Confirmation.isGiven(answer)
                ? deleted(request, confirmedVersion(call.state(), version))
                : Future.succeededFuture(Confirmation.declined("deleted"));
    }

    /** What was not seen when the user agreed is not deleted. */
    private static @Nullable Long confirmedVersion(ObjectNode state, @Nullable Long named) {
        JsonNode version = state.path(ToolBox.VERSION);
        return version.isIntegralNumber() ? Long.valueOf(version.longValue()) : named;
    }

    private Future<ToolAnswer> deleted(ToolRequest request, @Nullable Long version) {
        Command command = RecordCommand.of(request, AgentVerb.DELETE);
        return ask(request, version, command).map(RecordDeletion::done);
    }

    private static ToolAnswer done(Resource deleted) {
        ObjectNode result = AgentJson.object().put("deleted", true).put("id", deleted.id());
        return ToolAnswer.ok(result.put("version", deleted.version()));
    }

    /** Rights, existence and version are checked before a user is bothered. */
    private Future<Resource> tried(ToolRequest request, @Nullable Long version) {
        return ask(request, version, new Command(CommandName.random(), null, true));
    }

    private Future<Resource> ask(ToolRequest request, @Nullable Long version, Command command) {
        DeleteResource delete = new DeleteResource(
                request.subject().name(),
                request.arguments().requiredText(ToolBox.ID),
                version == null ? List.of() : List.of(version),
                command);
        return bus.request(ResourceMessages.DELETE, delete, request.caller());
    }

    private ToolAnswer dryRun(ToolRequest request, Resource record) {
        ObjectNode before = RecordView.whole(request.subject()).of(record.body());
        ObjectNode diff =
                RecordDiff.of(before, AgentJson.object(), request.subject().names());
        return RecordDiff.dryRun(AgentVerb.DELETE, diff, limits);
    }

    /** A deletion counts as a version: the record has the one before. */
    private static ToolAnswer question(ToolRequest request, Resource record) {
        long version = record.version() - 1;
        String message = "Delete this record of " + request.subject().name() + "? id " + record.id() + ", version "
                + version + label(request.subject(), record);
        return Confirmation.ask(message, "Delete it", AgentJson.object().put(ToolBox.VERSION, version));
    }

    /** By what people know a record: its first short text. It is data of others, so it stands in quotes and at the end. */
    private static String label(AgentFeature feature, Resource record) {
        ObjectNode shown = RecordView.whole(feature).of(record.body());
        for (Field field : feature.fields()) {
            JsonNode value = shown.path(field.name());
            if (field.type() == FieldType.STRING && value.isTextual()) {
                String text = value.textValue().replace('\n', ' ').replace('"', '\'');
                return ", " + field.name() + " \"" + RecordText.cut(text, SHOWN) + "\"";
            }
        }
        return "";
    }
}
