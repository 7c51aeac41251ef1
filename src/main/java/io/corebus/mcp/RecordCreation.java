package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Bus;
import io.corebus.bus.Json;
import io.corebus.resource.ResourceMessages;
import io.corebus.resource.ResourceMessages.Command;
import io.corebus.resource.ResourceMessages.CreateResource;
import io.corebus.resource.ResourceMessages.Resource;
import io.vertx.core.Future;

/** {@code create_record}. */
final class RecordCreation {
    static final String DATA = "data";

    private final Bus bus;
    private final OfferLimits limits;

    RecordCreation(Bus bus, OfferLimits limits) {
        this.bus = bus;
        this.limits = limits;
    }

    Future<ToolAnswer> create(ToolRequest request) {
        AgentFeature feature = request.subject();
        ObjectNode data = request.arguments().object(DATA);
        feature.requireWritable(AgentJson.names(data));
        Command command = RecordCommand.of(request, AgentVerb.CREATE);
        CreateResource create = new CreateResource(feature.name(), Json.of(AgentJson.bytes(data)), command);
        return bus.request(ResourceMessages.CREATE, create, request.caller())
                .map(created -> answer(created, command, feature));
    }

    private ToolAnswer answer(Resource created, Command command, AgentFeature feature) {
        if (!command.dryRun()) {
            return RecordCommand.written(created, feature, limits);
        }
        ObjectNode after = RecordView.whole(feature).of(created.body());
        ObjectNode diff = RecordDiff.of(AgentJson.object(), after, feature.names());
        return RecordDiff.dryRun(AgentVerb.CREATE, diff, limits);
    }
}
