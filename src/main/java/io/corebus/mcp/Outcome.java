package io.corebus.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corebus.bus.Json;
import org.jspecify.annotations.Nullable;

/** How a tool call ended, for now. */
sealed interface Outcome {
    /**
     * It is done, or failed.
     *
     * @param content the content blocks; to be written, not to be read
     * @param structured {@code structuredContent}, which is the text of the first content block as well; null where the tool has no output schema
     * @param isError whether it failed: what to do then stands in the result
     */
    record Result(JsonNode content, @Nullable WrittenJson structured, boolean isError) implements Outcome, McpResult {
        @Override
        public String word() {
            return isError ? "tool-error" : "result";
        }
    }

    /**
     * It is done, or failed, and the answer is written already.
     *
     * @param word that of the result
     * @param message the whole answer
     */
    record Written(String word, Json message) implements Outcome, McpResult {}

    /**
     * Its user has to say something first. The protocol signs the state, binds it to caller, tool and arguments, and calls again with the answer, on
     * whatever node.
     *
     * @param requestedSchema what is asked: a flat object schema of primitives
     * @param state comes back as {@link ToolCall#state}; holds no secret
     */
    record Question(String message, ObjectNode requestedSchema, ObjectNode state) implements Outcome {}
}
