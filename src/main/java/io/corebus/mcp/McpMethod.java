package io.corebus.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;

/** Answers one method of the protocol. */
@FunctionalInterface
interface McpMethod {
    /** @return the result, in the form of the newest revision; fails as {@link Offer} says */
    Future<ObjectNode> answer(McpRequest request);
}
