package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;

/** What a method came to, in the form of the newest revision; the envelope says more of every result. */
sealed interface McpResult permits McpResult.Members, Outcome.Result, Outcome.Written {
    /** For the metrics: {@code result}, {@code tool-error}, {@code question}. */
    String word();

    /** One whose members were put together. It is given away: the envelope adds its own. */
    record Members(ObjectNode object) implements McpResult {
        @Override
        public String word() {
            return object.has(McpQuestions.REQUESTS) ? "question" : "result";
        }
    }

    static Future<McpResult> of(ObjectNode members) {
        return Future.succeededFuture(new Members(members));
    }

    static Future<McpResult> of(Future<ObjectNode> members) {
        return members.map(Members::new);
    }
}
