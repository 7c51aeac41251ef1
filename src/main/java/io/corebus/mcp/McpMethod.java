package io.corebus.mcp;

import io.vertx.core.Future;

/** Answers one method of the protocol. */
@FunctionalInterface
interface McpMethod {
    /** Fails as {@link Offer} says. */
    Future<McpResult> answer(McpRequest request);
}
