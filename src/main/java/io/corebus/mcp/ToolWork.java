package io.corebus.mcp;

import io.vertx.core.Future;

/** What a tool does. Fails with {@link io.corebus.bus.FailureException}, which becomes a result that an agent can act on. */
@FunctionalInterface
interface ToolWork {
    Future<ToolAnswer> run(ToolRequest request);
}
