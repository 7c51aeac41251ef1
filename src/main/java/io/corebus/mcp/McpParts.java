package io.corebus.mcp;

import io.corebus.bus.Bus;
import io.corebus.bus.NodeView;
import io.corebus.door.RateLimit;
import io.vertx.core.Vertx;
import java.util.function.Function;

/**
 * What the door is made from.
 *
 * @param offers makes what one event loop offers, which is counted there
 */
record McpParts(
        Vertx vertx, McpConfig config, Function<RateLimit, Offer> offers, Bus bus, McpMetrics metrics, NodeView node) {}
