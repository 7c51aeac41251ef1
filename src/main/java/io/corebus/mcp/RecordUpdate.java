package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Bus;
import io.corebus.bus.FailureException;
import io.corebus.bus.Json;
import io.corebus.resource.ResourceMessages;
import io.corebus.resource.ResourceMessages.Command;
import io.corebus.resource.ResourceMessages.GetResource;
import io.corebus.resource.ResourceMessages.PatchResource;
import io.corebus.resource.ResourceMessages.Resource;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code update_record}: a merge patch on the version that the agent has read. */
final class RecordUpdate {
    static final String CHANGES = "changes";

    private final Bus bus;
    private final OfferLimits limits;

    RecordUpdate(Bus bus, OfferLimits limits) {
        this.bus = bus;
        this.limits = limits;
    }

    Future<ToolAnswer> update(ToolRequest request) {
        AgentFeature feature = request.subject();
        ObjectNode changes = request.arguments().object(CHANGES);
        feature.requireChanges(AgentJson.names(changes));
        Command command = RecordCommand.of(request, AgentVerb.UPDATE);
        PatchResource patch = new PatchResource(
                feature.name(),
                request.arguments().requiredText(ToolBox.ID),
                List.of(request.arguments().integer(ToolBox.VERSION, 0)),
                Json.of(AgentJson.bytes(changes)),
                command);
        Future<Resource> patched = bus.request(ResourceMessages.PATCH, patch, request.caller());
        return command.dryRun()
                ? patched.compose(after -> diff(request, changes, after))
                : patched.map(written -> RecordCommand.written(written, feature, limits));
    }

    private Future<ToolAnswer> diff(ToolRequest request, ObjectNode changes, Resource after) {
        return before(request)
                .map(before -> diff(request.subject(), before, after.body(), changes))
                .map(diff -> RecordDiff.dryRun(AgentVerb.UPDATE, diff, limits));
    }

    /** Business logic may change more than was asked for. Of a record that is not shown, only what was asked for is known to change. */
    private static ObjectNode diff(AgentFeature feature, @Nullable Json before, Json after, ObjectNode changes) {
        RecordView view = RecordView.whole(feature);
        return before == null
                ? RecordDiff.of(AgentJson.object(), view.of(after), AgentJson.names(changes))
                : RecordDiff.of(view.of(before), view.of(after), feature.names());
    }

    /** Somebody may write a record that he may not read: then it is nothing that he is shown. */
    private Future<@Nullable Json> before(ToolRequest request) {
        GetResource get =
                new GetResource(request.subject().name(), request.arguments().requiredText(ToolBox.ID));
        return bus.request(ResourceMessages.GET, get, request.caller())
                .map(Resource::body)
                .recover(cause -> FailureException.of(cause).code().equals("forbidden")
                        ? Future.succeededFuture()
                        : Future.failedFuture(cause));
    }
}
