package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** What the work of a tool came to, where it did not fail. */
sealed interface ToolAnswer {
    String OK = "ok";
    String DRY_RUN = "dry-run";

    /**
     * @param outcome one word for the trail: {@code ok}, {@code dry-run}, {@code declined}
     * @param written id of the resource that was written; null where the call names it, or there is none
     */
    record Done(ObjectNode result, String outcome, @Nullable String written) implements ToolAnswer {
        Done(ObjectNode result, String outcome) {
            this(result, outcome, null);
        }
    }

    record Ask(Outcome.Question question) implements ToolAnswer {}

    static ToolAnswer ok(ObjectNode result) {
        return new Done(result, OK);
    }
}
