package io.corebus.mcp;

import io.corebus.bus.Caller;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A call whose arguments have been checked.
 *
 * @param feature what it is about; null for a tool that is about none
 */
record ToolRequest(
        ToolCall call, ToolArguments arguments, @Nullable AgentFeature feature) {

    AgentFeature subject() {
        return Objects.requireNonNull(feature);
    }

    Caller caller() {
        return call.caller();
    }

    /** How long the caller still waits. */
    Duration patience() {
        return Duration.ofMillis(caller().millisLeft());
    }
}
