package io.corebus.mcp;

import io.corebus.bus.Bus;
import io.corebus.bus.NodeView;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/**
 * What the door is made from.
 *
 * @param offers makes what one event loop offers
 */
record McpParts(Vertx vertx, McpConfig config, Supplier<Offer> offers, Bus bus, McpMetrics metrics, NodeView node) {}
