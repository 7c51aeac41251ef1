package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Bus;
import io.corebus.bus.Caller;
import io.corebus.bus.Json;
import io.corebus.door.CommandName;
import io.corebus.storage.JournalMessages;
import io.corebus.storage.JournalMessages.AppendEntry;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the journal for every call of a tool: who, with which token and in which trace is taken from the caller; of the arguments it has the hash, because
 * they may hold what should not be kept twice.
 */
final class AgentTrail {
    private static final String NO_FEATURE = "mcp";

    private final Bus bus;

    AgentTrail(Bus bus) {
        this.bus = bus;
    }

    /** Completes when it is on disk. */
    Future<Void> called(ToolCall call, @Nullable String feature, String outcome) {
        return called(call.tool(), call.arguments(), call.caller(), feature, outcome);
    }

    /** @param feature null where it is about none that is offered */
    Future<Void> called(String tool, ObjectNode arguments, Caller caller, @Nullable String feature, String outcome) {
        ObjectNode detail = AgentJson.object().put("tool", tool);
        detail.put("arguments_hash", CommandName.requestHash(tool, AgentJson.bytes(arguments)));
        detail.put("outcome", outcome);
        AppendEntry entry = new AppendEntry(
                CommandName.random(),
                feature == null ? NO_FEATURE : feature,
                arguments.path(ToolBox.ID).textValue(),
                "tool-called",
                null,
                Json.of(AgentJson.bytes(detail)));
        return bus.request(JournalMessages.APPEND_ENTRY, entry, caller).mapEmpty();
    }
}
