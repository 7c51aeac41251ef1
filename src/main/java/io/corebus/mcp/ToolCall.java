package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Caller;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One {@code tools/call}.
 *
 * @param arguments empty where the client sent none
 * @param canAsk whether the client can put a question to its user (elicitation)
 * @param answer what the user answered to the {@link Outcome.Question} of this call: {@code {"action":"accept|decline|cancel","content":{...}}}; null before
 *     it was asked
 * @param state what the tool gave with that question, as it gave it; null before
 * @param writer makes of the result what is answered; whoever has to wait before that uses it while the result is at hand
 * @param abandoned whether the client has gone or has cancelled: what is not begun should not begin
 */
record ToolCall(
        String tool,
        ObjectNode arguments,
        Caller caller,
        boolean canAsk,
        @Nullable ObjectNode answer,
        @Nullable ObjectNode state,
        Function<Outcome.Result, Outcome> writer,
        BooleanSupplier abandoned) {}
