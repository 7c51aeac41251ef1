package io.corebus.live;

import io.corebus.bus.Bus;
import io.corebus.bus.NodeView;
import io.corebus.feature.Features;
import io.vertx.core.Vertx;

/** What the door is made from. */
record LiveParts(Vertx vertx, LiveConfig config, Features features, Bus bus, LiveMetrics metrics, NodeView node) {}
