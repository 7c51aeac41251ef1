package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What the work of a tool came to, where it did not fail. */
sealed interface ToolAnswer {
    String OK = "ok";
    String DRY_RUN = "dry-run";

    /** @param outcome one word for the trail: {@code ok}, {@code dry-run}, {@code declined} */
    record Done(ObjectNode result, String outcome) implements ToolAnswer {}

    record Ask(Outcome.Question question) implements ToolAnswer {}

    static ToolAnswer ok(ObjectNode result) {
        return new Done(result, OK);
    }
}
