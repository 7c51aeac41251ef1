package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Bus;
import io.corebus.bus.Json;
import io.corebus.feature.StrictJson;
import io.corebus.resource.ResourceMessages;
import io.corebus.resource.ResourceMessages.ActOnResource;
import io.corebus.resource.ResourceMessages.Acted;
import io.corebus.resource.ResourceMessages.Command;
import io.vertx.core.Future;
import java.util.List;

/** {@code run_action}: what the business logic of a feature does by name. */
final class RecordAction {
    static final String ACTION = "action";
    static final String INPUT = "input";

    private final Bus bus;
    private final OfferLimits limits;

    RecordAction(Bus bus, OfferLimits limits) {
        this.bus = bus;
        this.limits = limits;
    }

    Future<ToolAnswer> act(ToolRequest request) {
        Command command = RecordCommand.of(request, AgentVerb.ACT);
        Long version = request.arguments().integer(ToolBox.VERSION);
        ObjectNode input = request.arguments().object(INPUT);
        ActOnResource act = new ActOnResource(
                request.subject().name(),
                request.arguments().requiredText(ToolBox.ID),
                request.arguments().requiredText(ACTION),
                version == null ? List.of() : List.of(version),
                Json.of(AgentJson.bytes(input)),
                command);
        return bus.request(ResourceMessages.ACT, act, request.caller()).map(acted -> answer(acted, command));
    }

    /** What it answers goes along where it is not too large: that it was done is told in any case. */
    private ToolAnswer answer(Acted acted, Command command) {
        ObjectNode result = AgentJson.object().put("version", acted.version());
        result.put("repeated", acted.repeated());
        if (command.dryRun()) {
            result.put(ToolBox.DRY_RUN, true);
        }
        if (acted.output().utf8().length <= limits.maxBytes()) {
            result.set(
                    "output",
                    RecordText.visible(StrictJson.parseObject(acted.output().utf8())));
        } else {
            result.put("hint", "What the action answered is too large to be shown. It is done all the same.");
        }
        return new ToolAnswer.Done(result, command.dryRun() ? ToolAnswer.DRY_RUN : ToolAnswer.OK);
    }
}
